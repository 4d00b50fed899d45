import { useRef, useState } from "preact/hooks";
import { printAlone } from "../printing";
import type { Language, RequestCard } from "../wire";
import { day, named, say } from "../words";

interface Props {
  language: Language;
  request: RequestCard;
}

/** A request that was filed: what the visitor needs to come back to it. */
export function Card({ language, request }: Props) {
  const card = useRef<HTMLElement>(null);
  const rights = request.rights.map((right) => named(language, "", right)).join(", ");
  return (
    <section class="card" part="card" ref={card} lang={language} aria-label={`${say(language, "request")} ${request.reference}`}>
      <dl>
        <dt>{say(language, "reference")}</dt>
        <dd class="reference">{request.reference}</dd>
        <dt>{say(language, "rights")}</dt>
        <dd>{rights}</dd>
        <dt>{say(language, "state")}</dt>
        <dd>{named(language, "state_", request.state)}</dd>
        <dt>{say(language, "received")}</dt>
        <dd>{day(language, request.received_at)}</dd>
        <dt>{say(language, "due")}</dt>
        <dd>{day(language, request.due_on)}</dd>
      </dl>
      <div class="card-actions">
        {navigator.clipboard && <Copy language={language} text={request.reference} />}
        <button type="button" class="plain" onClick={() => card.current && printAlone(card.current)}>
          {say(language, "print")}
        </button>
      </div>
    </section>
  );
}

function Copy({ language, text }: { language: Language; text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () => navigator.clipboard.writeText(text).then(() => setCopied(true), () => setCopied(false));
  return (
    <button type="button" class="plain" onClick={copy}>
      {say(language, copied ? "copied" : "copy")}
    </button>
  );
}
