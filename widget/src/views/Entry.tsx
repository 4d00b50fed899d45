import type { Language, Message, Outgoing } from "../wire";
import { moment, say } from "../words";
import { Card } from "./Card";
import { Quotation } from "./Quotation";

interface Props {
  language: Language;
  message: Message;
  base: string;
  /** Whether its request is shown: once, at the latest message that has it. */
  card: boolean;
  /** Whether its buttons are below: who cannot see them hears of them. */
  offers: boolean;
}

/** One message. */
export function Entry({ language, message, base, card, offers }: Props) {
  const speaker = message.speaker ?? say(language, message.sender);
  return (
    <li class={`entry ${message.sender}`} part={`message ${message.sender}`} lang={message.language}>
      <span class={message.sender === "staff" ? "speaker" : "unseen"} lang={language}>{speaker}: </span>
      <p class="text">{message.text}</p>
      {message.outcome === "not_in_policy" && message.citations.length > 0 && (
        <p class="quiet">{say(message.language, "related")}</p>
      )}
      {message.citations.map((cited) => (
        <Quotation key={cited.passage} language={language} message={message} cited={cited} base={base} />
      ))}
      {message.law.map(({ article, note }) => (
        <p class="quiet" key={article}>{say(message.language, "law", { article })}: {note}</p>
      ))}
      {offers && (
        <span class="unseen">
          <span lang={language}>{say(language, "choices")}</span>: {message.buttons.map(({ title }) => title).join(", ")}
        </span>
      )}
      {card && message.request && <Card language={language} request={message.request} />}
      {message.created_at && <time datetime={message.created_at} lang={language}>{moment(language, message.created_at)}</time>}
    </li>
  );
}

/** Something said that has not arrived yet. */
export function Unsent({ language, said, waits }: { language: Language; said: Outgoing; waits: boolean }) {
  return (
    <li class="entry visitor unsent" part="message visitor" lang={language}>
      <span class="unseen">{say(language, "visitor")}: </span>
      <p class="text">{said.text}</p>
      {waits && <span class="quiet">{say(language, "unsent")}</span>}
    </li>
  );
}
