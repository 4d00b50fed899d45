import type { ComponentChildren } from "preact";
import type { Language } from "../wire";
import { say } from "../words";
import { Icon } from "./Icon";

interface Props {
  language: Language;
  href: string;
  children: ComponentChildren;
}

/** A link that leaves the chat where it is, and says so (WCAG technique G201). */
export function TabLink({ language, href, children }: Props) {
  return (
    <a href={href} target="_blank" rel="noopener">
      {children}
      <Icon name="outside" />
      <span class="unseen" lang={language}> ({say(language, "new_tab")})</span>
    </a>
  );
}
