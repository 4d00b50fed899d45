/** The sentences of `words.json`, and dates and figures in words. */

import type { Language } from "./wire";
import words from "./words.json";

export type Word = keyof typeof words;

const LOCALES = { de: "de-DE", en: "en-GB" };

export function say(language: Language, word: Word, values: Record<string, string | number> = {}): string {
  return words[word][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? "";
    return typeof value === "number" ? figure(language, value) : value;
  });
}

/** The word for a name on the wire; the name itself where we have none. */
export function named(language: Language, prefix: string, name: string): string {
  const word = prefix + name;
  return word in words ? say(language, word as Word) : name;
}

export function figure(language: Language, value: number): string {
  return new Intl.NumberFormat(LOCALES[language]).format(value);
}

/** 27. November 2026. */
export function day(language: Language, iso: string): string {
  const whole = iso.length === 10; // a date without a time is the same day everywhere
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "long", ...(whole && { timeZone: "UTC" }) }).format(
    new Date(iso),
  );
}

/** The time; with its date when it is not today's. */
export function moment(language: Language, iso: string): string {
  const then = new Date(iso);
  const today = then.toDateString() === new Date().toDateString();
  const style = today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(LOCALES[language], style as Intl.DateTimeFormatOptions).format(then);
}

export function languageOf(tag: string | null | undefined): Language | null {
  const code = tag?.slice(0, 2).toLowerCase();
  return code === "de" || code === "en" ? code : null;
}
