/** What the visitor said and the gateway has not confirmed: sent in order, each once, however often the line breaks. */

import { Problem, Unreachable } from "./gateway";
import { pause, waiting } from "./patience";
import type { Outgoing } from "./wire";

export interface Sender {
  send(said: Outgoing): Promise<void>;
  /** The queue, or whether the line is up, has changed. */
  changed(): void;
  connected(yes: boolean): void;
  /** The gateway is there and asks for patience. */
  delayed(problem: Problem): void;
  /** It will never be taken. */
  refused(said: Outgoing, problem: Problem): void;
}

export class Outbox {
  unsent: Outgoing[] = [];
  /** Whether a call is under way. */
  busy = false;

  constructor(private readonly sender: Sender) {}

  /** Takes something to send; *client_id* makes a repetition harmless. */
  add(text: string, button?: string): void {
    const said = { client_id: clientId(), text, ...(button ? { button } : {}) };
    this.unsent = [...this.unsent, said];
    this.sender.changed();
    void this.flush();
  }

  /** Empties the queue and returns what was in it. */
  takeBack(): Outgoing[] {
    const all = this.unsent;
    this.unsent = [];
    return all;
  }

  /** Resolves when no call is under way, at once when there is none. */
  idle: Promise<void> = Promise.resolve();

  flush(): Promise<void> {
    if (!this.busy) this.idle = this.all();
    return this.idle;
  }

  private async all(): Promise<void> {
    this.busy = true;
    for (let attempt = 0; this.unsent[0]; ) attempt = (await this.sent(this.unsent[0], attempt)) ? 0 : attempt + 1;
    this.busy = false;
    this.sender.changed();
  }

  private async sent(said: Outgoing, attempt: number): Promise<boolean> {
    try {
      await this.sender.send(said);
    } catch (error) {
      if (error instanceof Problem && !error.passes) this.sender.refused(said, error);
      else return this.wait(error, attempt);
    }
    this.unsent = this.unsent.filter((other) => other !== said);
    this.sender.changed();
    return true;
  }

  private async wait(error: unknown, attempt: number): Promise<false> {
    if (error instanceof Problem) this.sender.delayed(error);
    else if (error instanceof Unreachable) this.sender.connected(false);
    else throw error;
    const asked = error instanceof Problem && error.retryAfter ? error.retryAfter * 1000 : 0;
    await waiting(Math.max(asked, pause(attempt)));
    return false;
  }
}

/** 128 random bits; `crypto.randomUUID` is missing on pages without TLS. */
function clientId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
