/** The live line to a conversation: resumes where it broke off. */

import { eventsOf } from "./events";
import { type Gateway, Problem } from "./gateway";
import { pause, waiting } from "./patience";
import type { Credentials, Message, Standing } from "./wire";

const SILENCE = 40_000; // milliseconds; the gateway sends a comment every 15 s

export interface Listener {
  /** The last message seen. */
  last(): number;
  message(message: Message): void;
  standing(standing: Standing): void;
  connected(yes: boolean): void;
  gone(): void;
}

/** Listens until *signal* ends it, or the conversation is gone. */
export async function listen(gateway: Gateway, chat: Credentials, to: Listener, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      await once(gateway, chat, to, signal, () => (attempt = 0));
    } catch (error) {
      if (error instanceof Problem && error.gone) return to.gone();
    }
    if (signal.aborted) return;
    to.connected(false);
    await waiting(pause(attempt), signal);
  }
}

async function once(gateway: Gateway, chat: Credentials, to: Listener, signal: AbortSignal, heard: () => void) {
  const line = new AbortController();
  const hangUp = () => line.abort();
  signal.addEventListener("abort", hangUp);
  addEventListener("offline", hangUp);
  let watch = setTimeout(hangUp, SILENCE);
  try {
    for await (const event of eventsOf(await gateway.events(chat, to.last(), line.signal))) {
      clearTimeout(watch);
      watch = setTimeout(hangUp, SILENCE);
      heard();
      to.connected(true);
      if (event?.name === "message") to.message(JSON.parse(event.data));
      if (event?.name === "state") to.standing(JSON.parse(event.data));
    }
  } finally {
    clearTimeout(watch);
    signal.removeEventListener("abort", hangUp);
    removeEventListener("offline", hangUp);
  }
}
