/** What goes over the wire: the objects of `gateway/openapi.yml`. */

export type Language = "de" | "en";

export interface Citation {
  passage: string;
  section: string | null;
  heading: string;
  quote: string;
  /** The binding German words. */
  original: string;
}

export interface RequestCard {
  reference: string;
  rights: string[];
  state: string;
  received_at: string;
  due_on: string;
}

export interface Message {
  /** Counts from 1 in each conversation. */
  id: string;
  sender: "visitor" | "bot" | "staff" | "system";
  /** What the member of staff who wrote it is called, if they say so. */
  speaker?: string | null;
  text: string;
  language: Language;
  outcome: string | null;
  citations: Citation[];
  law: { article: string; note: string }[];
  buttons: { title: string; value: string }[];
  expects: string | null;
  request: RequestCard | null;
  client_id: string | null;
  created_at: string;
}

/** Where a conversation stands. */
export interface Standing {
  status: "bot" | "waiting" | "open" | "closed";
  language: Language;
  expects: string | null;
  handoff: { waiting_since: string; place: number | null; staff: string | null; typing: boolean } | null;
}

export interface Credentials {
  id: string;
  token: string;
  /** How often the token was another one before; none when missing. */
  renewals?: number;
}

/** What is shown before anything is said. */
export interface Welcome {
  text: string;
  language: Language;
  /** Questions to begin with. */
  starters: string[];
  max_characters: number;
}

/** Something the visitor did that has not been confirmed yet. */
export interface Outgoing {
  client_id: string;
  /** What the visitor sees of it: the text, or the button's title. */
  text: string;
  button?: string;
}
