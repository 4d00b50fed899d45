/** The calls of the gateway's public API. */

import type { Credentials, Language, Message, Outgoing, Standing, Welcome } from "./wire";

/** The gateway said no; `message` is a sentence for the person. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
    /** Seconds, when the gateway said them. */
    readonly retryAfter: number | null,
  ) {
    super(detail);
  }

  /** Whether the same call may succeed later. */
  get passes(): boolean {
    return this.status === 429 || this.status >= 500;
  }

  /** Whether the conversation is gone. */
  get gone(): boolean {
    return this.status === 401 || this.status === 404;
  }
}

/** Nothing answered. */
export class Unreachable extends Error {}

const UNKEPT = { credentials: "omit", cache: "no-store" } as const;
const PATIENCE = 25_000; // milliseconds for one call; a turn takes at most 15 s

export class Gateway {
  /** Whether a chat that refuses *token* has another one by now; *saying*: the call is a message's own. */
  renewed: (chat: Credentials, token: string, saying: boolean) => Promise<boolean> = async () => false;

  constructor(
    /** Ends with a slash. */
    readonly base: string,
  ) {}

  welcome(language: Language): Promise<Welcome> {
    return this.call("GET", `welcome?language=${language}`, { language });
  }

  open(language: Language, identity: string | null): Promise<Credentials & { messages: Message[] }> {
    const body = identity ? { language, identity } : { language };
    return this.call("POST", "conversations", { language, body });
  }

  /** The answer has a *token* when the one that was sent is worth nothing from now on. */
  say(chat: Credentials, said: Outgoing): Promise<{ messages: Message[]; token?: string }> {
    const { client_id, text, button } = said;
    const body = button ? { client_id, button } : { client_id, text };
    return this.call("POST", `conversations/${chat.id}/messages`, { chat, body, saying: true });
  }

  /** The visitor is writing. */
  type(chat: Credentials): Promise<object> {
    return this.call("POST", `conversations/${chat.id}/typing`, { chat });
  }

  since(chat: Credentials, id: number): Promise<{ messages: Message[] }> {
    return this.call("GET", `conversations/${chat.id}/messages?after=${id}`, { chat });
  }

  speak(chat: Credentials, language: Language): Promise<{ state: Standing; messages: Message[] }> {
    return this.call("PUT", `conversations/${chat.id}/language`, { chat, language, body: { language } });
  }

  forget(chat: Credentials): Promise<{ kept_requests: string[] }> {
    return this.call("DELETE", `conversations/${chat.id}`, { chat });
  }

  /** Server-sent events after a message; the caller ends them by *signal*. */
  async events(chat: Credentials, after: number, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const headers = { Accept: "text/event-stream", "Last-Event-ID": `${after}` };
    const response = await this.opening(chat, `conversations/${chat.id}/events`, () => ({ headers, signal }));
    return response.body!;
  }

  private async call<T>(
    method: string,
    path: string,
    what: { chat?: Credentials; language?: Language; body?: object; saying?: boolean },
  ): Promise<T> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (what.language) headers["Accept-Language"] = what.language;
    if (what.body) headers["Content-Type"] = "application/json";
    const body = what.body ? JSON.stringify(what.body) : null;
    const init = () => ({ method, headers, body, signal: AbortSignal.timeout(PATIENCE) });
    const response = await (what.chat ? this.opening(what.chat, path, init, what.saying) : this.fetch(path, init()));
    try {
      return (await response.json()) as T;
    } catch {
      throw new Unreachable();
    }
  }

  /** Calls with the chat's token; again when it was refused and is another one by now. */
  private async opening(chat: Credentials, path: string, init: () => RequestInit, saying = false): Promise<Response> {
    const { token } = chat;
    const { headers, ...rest } = init();
    try {
      return await this.fetch(path, { ...rest, headers: { ...headers, Authorization: `Bearer ${token}` } });
    } catch (error) {
      if (!(error instanceof Problem && error.status === 401 && (await this.renewed(chat, token, saying)))) throw error;
      return this.opening(chat, path, init, saying);
    }
  }

  private async fetch(path: string, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(`${this.base}api/v1/${path}`, { ...init, ...UNKEPT });
    } catch (error) {
      throw error instanceof TypeError ? await this.whyUnread(new Headers(init.headers)) : new Unreachable();
    }
    if (!response.ok) throw await problem(response);
    return response;
  }

  /** Calls that are refused to this website look as if nothing answered (CORS); `embed/permission` may be read. */
  private async whyUnread(asked: Headers): Promise<Problem | Unreachable> {
    if (new URL(this.base, document.baseURI).origin === location.origin) return new Unreachable();
    const headers = { "Accept-Language": asked.get("Accept-Language") ?? navigator.language };
    try {
      const answer = await fetch(`${this.base}embed/permission`, { headers, signal: AbortSignal.timeout(PATIENCE), ...UNKEPT });
      const { granted, detail } = await answer.json();
      return granted === false ? new Problem(403, String(detail), null) : new Unreachable();
    } catch {
      return new Unreachable();
    }
  }
}

async function problem(response: Response): Promise<Problem | Unreachable> {
  const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  try {
    const { detail } = await response.json();
    return new Problem(response.status, String(detail), Number.isNaN(seconds) ? null : seconds);
  } catch {
    return new Unreachable(); // a proxy's page, not ours
  }
}
