/** The chat as a plain text, for the visitor's own records. */

import type { Citation, Language, Message } from "./wire";
import { day, moment, say } from "./words";

export function transcript(language: Language, messages: readonly Message[]): string {
  const title = say(language, "transcript", { date: day(language, new Date().toISOString()) });
  return [title, ...messages.map((message) => entry(language, message))].join("\n\n") + "\n";
}

/** Saves a text as a file of the browser's downloads. */
export function download(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function entry(language: Language, message: Message): string {
  const when = message.created_at && `, ${moment(language, message.created_at)}`;
  const lines = [`${message.speaker ?? say(language, message.sender)}${when}:`, message.text];
  for (const cited of message.citations) lines.push(quotation(language, cited));
  for (const { article, note } of message.law) lines.push(`${say(language, "law", { article })}: ${note}`);
  if (message.request) lines.push(`${say(language, "reference")}: ${message.request.reference}`);
  return lines.filter(Boolean).join("\n");
}

function quotation(language: Language, cited: Citation): string {
  const source = cited.section
    ? say(language, "section", { section: cited.section, heading: cited.heading })
    : cited.heading;
  return `> ${cited.quote.replaceAll("\n", "\n> ")}\n> (${source})`;
}
