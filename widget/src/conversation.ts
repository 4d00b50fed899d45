/** The conversation, as the views see it. */

import { type Gateway, Problem, Unreachable } from "./gateway";
import { keep, kept } from "./keeping";
import { listen } from "./live";
import { Outbox } from "./outbox";
import { pause, waiting } from "./patience";
import { type Shared, Tabs } from "./tabs";
import type { Credentials, Language, Message, Outgoing, Standing, Welcome } from "./wire";

export interface View {
  language: Language;
  /** In the order they were said; the greeting alone before the chat is opened. */
  messages: readonly Message[];
  /** Said, and not yet among the messages. */
  unsent: readonly Outgoing[];
  /** Whether an answer is on its way. */
  busy: boolean;
  standing: Standing | null;
  /** Questions to begin with; none once something was said. */
  starters: readonly string[];
  maxCharacters: number;
  draft: string;
  connected: boolean;
  /** The messages of an earlier page are being fetched. */
  restoring: boolean;
  expired: boolean;
  /** Why the gateway said no, for the person. */
  problem: string | null;
  /** After a chat was forgotten: the requests that stay. */
  keptRequests: readonly string[] | null;
}

const MAX_CHARACTERS = 8000; // until the gateway says otherwise
const TYPING_PAUSE = 3000; // milliseconds between two words of it

export class Conversation {
  view: View;
  private chat: Credentials | null = null;
  private ending: AbortController | null = null;
  /** The last message that came in order; a reply may come before what it answers. */
  private heard = 0;
  private begun = false;
  private toldOfTyping = 0;
  private ended = false;
  private readonly watchers = new Set<() => void>();
  private readonly outbox = new Outbox({
    send: (said) => this.send(said),
    changed: () => this.show({}),
    connected: (connected) => this.show({ connected }),
    delayed: (problem) => this.show({ connected: true, problem: problem.message }),
    refused: (said, problem) => this.refused(said, problem),
  });
  private readonly tabs = new Tabs(
    () => this.chat && { chat: this.chat, language: this.view.language },
    (shared) => this.told(shared),
    (id) => id === this.chat?.id && this.startAnew({ keptRequests: [] }),
  );

  constructor(
    private readonly gateway: Gateway,
    language: Language,
    /** The host page's token for who is logged in there. */
    private readonly identity: () => string | null,
    /** Whether the window was open when the page was left. */
    public open = false,
  ) {
    this.view = fresh(language);
    gateway.renewed = (chat, token, saying) => this.renewed(chat, token, saying);
    addEventListener("pagehide", this.keepAll);
  }

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** Takes up the chat of this tab, or of another one; greets when there is none. */
  async begin(): Promise<void> {
    if (this.begun) return;
    this.begun = true;
    const mine = kept();
    const shared = mine ?? (await this.tabs.ask());
    if (!shared) return this.greet();
    if (mine) this.outbox.unsent = mine.unsent;
    this.show({ language: shared.language, draft: mine?.draft ?? this.view.draft });
    await this.resume(shared.chat);
  }

  end(): void {
    this.keepAll();
    this.ended = true;
    this.outbox.takeBack();
    this.ending?.abort();
    this.tabs.close();
    removeEventListener("pagehide", this.keepAll);
  }

  say(text: string): void {
    this.show({ draft: "", problem: null });
    this.outbox.add(text);
    this.keepAll();
  }

  press(button: { title: string; value: string }): void {
    this.show({ problem: null });
    this.outbox.add(button.title, button.value);
    this.keepAll();
  }

  write(draft: string): void {
    this.show({ draft });
    if (this.chat && draft && this.view.standing?.status === "open") this.tellOfTyping(this.chat);
  }

  private tellOfTyping(chat: Credentials): void {
    if (Date.now() - this.toldOfTyping < TYPING_PAUSE) return;
    this.toldOfTyping = Date.now();
    this.gateway.type(chat).catch(() => {}); // it is worth no second try
  }

  async speak(language: Language): Promise<void> {
    if (language === this.view.language) return;
    this.show({ language });
    this.keepAll();
    this.tabs.tell();
    if (!this.chat) return this.begun ? this.greet() : undefined;
    try {
      const { state, messages } = await this.gateway.speak(this.chat, language);
      this.show({ standing: state });
      messages.forEach((message) => this.take(message));
    } catch (error) {
      this.failed(error);
    }
  }

  async forget(): Promise<void> {
    const chat = this.chat;
    try {
      const { kept_requests } = chat ? await this.gateway.forget(chat) : { kept_requests: [] };
      this.startAnew({ keptRequests: kept_requests });
      if (chat) this.tabs.forget(chat.id);
    } catch (error) {
      this.failed(error);
    }
  }

  /** Leaves an expired chat behind; what was written stays in the field. */
  startAnew(what: Partial<View> = {}): void {
    this.ending?.abort();
    this.chat = null;
    this.heard = 0;
    this.outbox.takeBack();
    keep(null);
    const { draft, language } = this.view;
    this.show({ ...fresh(language), draft, ...what });
    void this.greet();
  }

  keepAll = (): void => {
    if (!this.chat) return;
    const { language, draft } = this.view;
    keep({ chat: this.chat, language, draft, unsent: this.outbox.unsent, open: this.open });
  };

  private async greet(): Promise<void> {
    for (let attempt = 0; !this.chat && !this.ended; attempt++) {
      const { language } = this.view;
      try {
        const welcome = await this.gateway.welcome(language);
        if (!this.chat && language === this.view.language) this.welcomed(welcome);
        return;
      } catch (error) {
        this.failed(error);
        if (error instanceof Problem && !error.passes) return;
        await waiting(pause(attempt));
      }
    }
  }

  private welcomed({ text, language, starters, max_characters }: Welcome): void {
    const greeting = { ...GREETING, text, language, created_at: new Date().toISOString() };
    this.show({ messages: [greeting], starters, maxCharacters: max_characters, connected: true, problem: null });
  }

  private async send(said: Outgoing): Promise<void> {
    const chat = this.chat ?? (await this.opened());
    const { messages, token } = await this.gateway.say(chat, said);
    if (token) this.renew(chat, { ...chat, token, renewals: (chat.renewals ?? 0) + 1 });
    this.show({ connected: true, problem: null });
    messages.forEach((message) => this.take(message));
    if (!this.view.messages.some(({ client_id }) => client_id === said.client_id)) await this.catchUp(chat);
  }

  private async opened(): Promise<Credentials> {
    const { id, token, messages } = await this.gateway.open(this.view.language, this.identity());
    this.chat = { id, token };
    messages.forEach((message) => this.hear(message));
    this.keepAll();
    this.tabs.tell();
    this.follow(this.chat);
    return this.chat;
  }

  /** A code was accepted: the chat's other tabs are told what opens it from now on. */
  private renew(chat: Credentials, renewed: Credentials): void {
    if ((renewed.renewals ?? 0) <= (chat.renewals ?? 0)) return;
    Object.assign(chat, renewed);
    this.keepAll();
    this.tabs.tell();
  }

  /** Whether *token* was replaced, by an answer that is under way or by one that another tab got. */
  private async renewed(chat: Credentials, token: string, saying: boolean): Promise<boolean> {
    if (!saying) await this.outbox.idle;
    const shared = chat.token === token ? await this.tabs.ask() : null;
    if (shared?.chat.id === chat.id) this.renew(chat, shared.chat);
    return chat.token !== token;
  }

  private async resume(chat: Credentials): Promise<void> {
    this.chat = chat;
    this.show({ restoring: true, messages: [], starters: [] });
    for (let attempt = 0; this.chat === chat && this.view.restoring && !this.ended; attempt++) {
      try {
        await this.catchUp(chat);
        this.show({ restoring: false });
        this.follow(chat);
        void this.outbox.flush();
      } catch (error) {
        this.failed(error);
        await waiting(pause(attempt));
      }
    }
  }

  private async catchUp(chat: Credentials): Promise<void> {
    const { messages } = await this.gateway.since(chat, this.heard);
    messages.forEach((message) => this.hear(message));
  }

  private follow(chat: Credentials): void {
    if (this.ended) return;
    this.ending = new AbortController();
    const listener = {
      last: () => this.heard,
      message: (message: Message) => this.hear(message),
      standing: (standing: Standing) => this.show({ standing, language: standing.language }),
      connected: (connected: boolean) => connected !== this.view.connected && this.show({ connected }),
      gone: () => this.expire(),
    };
    void listen(this.gateway, chat, listener, this.ending.signal);
  }

  private take(message: Message): void {
    const others = this.view.messages.filter((known) => known.id !== message.id);
    const messages = [...others, message].sort((one, other) => Number(one.id) - Number(other.id));
    this.show({ messages });
  }

  private hear(message: Message): void {
    this.heard = Math.max(this.heard, Number(message.id));
    this.take(message);
  }

  private told({ chat, language }: Shared): void {
    if (!this.chat) void this.resume(chat);
    if (this.chat?.id !== chat.id) return;
    this.renew(this.chat, chat);
    this.show({ language });
  }

  private refused(said: Outgoing, problem: Problem): void {
    this.show({ problem: problem.message });
    if (problem.gone) this.expire();
    else if (!said.button) this.giveBack([said]);
  }

  private failed(error: unknown): void {
    if (error instanceof Unreachable) return this.show({ connected: false });
    if (!(error instanceof Problem)) throw error;
    this.show({ problem: error.message });
    if (error.gone) this.expire();
  }

  private expire(): void {
    this.ending?.abort();
    this.giveBack(this.outbox.takeBack().filter(({ button }) => !button));
    keep(null);
    this.show({ expired: true, restoring: false, connected: true });
  }

  /** What could not be said stands in the field again, before what was written since. */
  private giveBack(unsaid: Outgoing[]): void {
    this.show({ draft: [...unsaid.map(({ text }) => text), this.view.draft].filter(Boolean).join("\n") });
  }

  private show(what: Partial<View>): void {
    const { unsent, busy } = this.outbox;
    const view = { ...this.view, ...what };
    const arrived = new Set(view.messages.map(({ client_id }) => client_id));
    this.view = { ...view, busy, unsent: unsent.filter(({ client_id }) => !arrived.has(client_id)) };
    this.watchers.forEach((watcher) => watcher());
  }
}

/** As the greeting will be once the chat is opened: the same entry, so that it is not read out twice. */
const GREETING: Message = {
  id: "1",
  sender: "bot",
  text: "",
  language: "de",
  outcome: null,
  citations: [],
  law: [],
  buttons: [],
  expects: null,
  request: null,
  client_id: null,
  created_at: "",
};

function fresh(language: Language): View {
  return {
    language,
    messages: [],
    unsent: [],
    busy: false,
    standing: null,
    starters: [],
    maxCharacters: MAX_CHARACTERS,
    draft: "",
    connected: true,
    restoring: false,
    expired: false,
    problem: null,
    keptRequests: null,
  };
}
