/** `<privacy-chat>`: the custom element. */

import { render } from "preact";
import { Conversation } from "./conversation";
import { Gateway } from "./gateway";
import { kept } from "./keeping";
import { followKeyboard } from "./keyboard";
import css from "./chat.css";
import { Chat } from "./views/Chat";
import { languageOf } from "./words";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/**
 * Attributes: `gateway`, where the chat is served from; `language`, de or en; `mode="page"` fills its box instead of
 * floating; `identity`, a token of the host page for who is logged in; `open`, reflects whether the window is open.
 */
export class PrivacyChat extends HTMLElement {
  /** Where the script came from; the default of `gateway`. */
  static origin = `${location.origin}/`;
  static readonly observedAttributes = ["open", "language"];

  private conversation: Conversation | null = null;
  private unfollow = () => {};

  connectedCallback(): void {
    if (this.conversation) return; // moved
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    this.unfollow = followKeyboard(this);
    const before = kept();
    this.conversation = new Conversation(
      new Gateway(this.base),
      languageOf(this.getAttribute("language") ?? document.documentElement.lang) ?? languageOf(navigator.language) ?? "de",
      () => this.getAttribute("identity"),
    );
    if (before) this.open = before.open;
    if (before || this.open || this.page) void this.conversation.begin();
    this.draw();
  }

  disconnectedCallback(): void {
    queueMicrotask(() => this.isConnected || this.leave());
  }

  attributeChangedCallback(name: string, _: string | null, value: string | null): void {
    if (!this.conversation) return;
    if (name === "language") void this.conversation.speak(languageOf(value) ?? this.conversation.view.language);
    if (name === "open" && this.open) void this.conversation.begin();
    this.draw();
  }

  get open(): boolean {
    return this.hasAttribute("open");
  }

  set open(open: boolean) {
    this.toggleAttribute("open", open);
  }

  private get base(): string {
    return this.getAttribute("gateway")?.replace(/\/?$/, "/") ?? PrivacyChat.origin;
  }

  private get page(): boolean {
    return this.getAttribute("mode") === "page";
  }

  private leave(): void {
    this.unfollow();
    this.conversation?.end();
    if (this.shadowRoot) render(null, this.shadowRoot);
    this.conversation = null;
  }

  private draw(): void {
    const { conversation, base, page, open } = this;
    if (!conversation || !this.shadowRoot) return;
    conversation.open = open;
    const toggle = (wish: boolean) => {
      this.open = wish;
      conversation.keepAll();
    };
    render(<Chat conversation={conversation} base={base} page={page} open={open} toggle={toggle} />, this.shadowRoot);
  }
}
