/** The site's other tabs: they show the same chat. */

import type { Credentials, Language } from "./wire";

const NAME = "privacy-chat";
const ANSWER = 150; // milliseconds in which another tab answers

export interface Shared {
  chat: Credentials;
  language: Language;
}

type Word = { ask: true } | { forgotten: string } | Shared;

export class Tabs {
  private channel: BroadcastChannel | null = new BroadcastChannel(NAME);
  private asking: Promise<Shared | null> | null = null;
  private answer: ((shared: Shared | null) => void) | null = null;

  constructor(
    private readonly mine: () => Shared | null,
    private readonly told: (shared: Shared) => void,
    private readonly forgotten: (id: string) => void,
  ) {
    this.channel!.onmessage = ({ data }: MessageEvent<Word>) => this.hear(data);
  }

  /** The chat of another tab; null when none has one. */
  ask(): Promise<Shared | null> {
    return (this.asking ??= this.askOnce().finally(() => (this.asking = null)));
  }

  private askOnce(): Promise<Shared | null> {
    return new Promise((resolve) => {
      this.answer = (shared) => {
        this.answer = null;
        resolve(shared);
      };
      this.send({ ask: true });
      setTimeout(() => this.answer?.(null), ANSWER);
    });
  }

  tell(): void {
    const mine = this.mine();
    if (mine) this.send(mine);
  }

  forget(id: string): void {
    this.send({ forgotten: id });
  }

  close(): void {
    this.channel?.close();
    this.channel = null;
  }

  private hear(word: Word): void {
    if ("ask" in word) return this.tell();
    if ("forgotten" in word) return this.forgotten(word.forgotten);
    if (this.answer) this.answer(word);
    else this.told(word);
  }

  private send(word: Word): void {
    this.channel?.postMessage(word);
  }
}
