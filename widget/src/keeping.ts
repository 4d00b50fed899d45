/** What the browser keeps: nothing before the first message, and nothing beyond the tab's session. */

import type { Credentials, Language, Outgoing } from "./wire";

const NAME = "privacy-chat";

export interface Kept {
  chat: Credentials;
  language: Language;
  unsent: Outgoing[];
  draft: string;
  open: boolean;
}

export function kept(): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(NAME) ?? "null");
  } catch {
    return null;
  }
}

/** Quietly keeps nothing where the browser allows no storage; the chat then lives as long as the page. */
export function keep(what: Kept | null): void {
  try {
    if (what) sessionStorage.setItem(NAME, JSON.stringify(what));
    else sessionStorage.removeItem(NAME);
  } catch {
    // private mode, or storage switched off
  }
}
