/** What the one script line runs: defines `<privacy-chat>`, and places one where the page has none. */

import { PrivacyChat } from "./element";

/** Attributes of the element that the line may carry, as `data-language` and so on. */
const ATTRIBUTES = ["gateway", "identity", "language", "open"];

const script = document.currentScript as HTMLScriptElement | null;

function define(): void {
  if (customElements.get("privacy-chat")) return;
  if (script?.src) PrivacyChat.origin = new URL("..", script.src).href;
  const length = { syntax: "<length>", inherits: true, initialValue: "16px" };
  CSS.registerProperty?.({ name: "--privacy-chat-rem", ...length });
  customElements.define("privacy-chat", PrivacyChat);
}

/** Beside the body: pages that replace their content, or their body, leave the chat as it is. */
function place(): void {
  if (document.querySelector("privacy-chat")) return;
  const chat = document.createElement("privacy-chat");
  for (const name of ATTRIBUTES) {
    const value = script?.dataset[name];
    if (value !== undefined) chat.setAttribute(name, value);
  }
  document.documentElement.append(chat);
}

define();
if (document.readyState === "loading") addEventListener("DOMContentLoaded", place);
else place();
