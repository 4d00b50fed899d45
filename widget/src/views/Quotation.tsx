import type { Citation, Language, Message } from "../wire";
import { say } from "../words";
import { TabLink } from "./TabLink";

interface Props {
  language: Language;
  message: Message;
  cited: Citation;
  base: string;
}

/** The policy's words, where they stand, and the binding German under an English rendering. */
export function Quotation({ language, message, cited, base }: Props) {
  const { section, heading } = cited;
  const place = section ? say(message.language, "section", { section, heading }) : heading;
  const anchor = `${base}policy/${message.language}#${cited.passage.replaceAll("/", "-")}`;
  return (
    <figure class="quotation" part="quotation">
      <blockquote cite={anchor}>{cited.quote}</blockquote>
      <figcaption>
        <TabLink language={language} href={anchor}>{place}</TabLink>
      </figcaption>
      {message.language !== "de" && (
        <details>
          <summary>{say(message.language, "original")}</summary>
          <blockquote lang="de">{cited.original}</blockquote>
        </details>
      )}
    </figure>
  );
}
