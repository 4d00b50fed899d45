import { useEffect, useState } from "preact/hooks";
import type { RefObject } from "preact";
import type { View } from "../conversation";
import { say } from "../words";
import { Entry, Unsent } from "./Entry";
import { useFollowing } from "./following";

interface Props {
  view: View;
  base: string;
  log: RefObject<HTMLDivElement | null>;
}

/** What was said; new messages are read out, those that are there already when it appears are not. */
export function Log({ view, base, log }: Props) {
  const { language, messages, unsent } = view;
  const last = messages.at(-1);
  const [live, listen] = useState(false);
  useEffect(() => listen(!view.restoring), [view.restoring]); // once they are painted
  useFollowing(log, view.draft !== "", [last?.id, unsent.length, view.restoring]);
  const cards = new Map(messages.map((message) => [message.request?.reference, message.id]));
  return (
    <div
      class="log"
      part="log"
      ref={log}
      role="log"
      aria-live={live ? "polite" : "off"}
      aria-relevant="additions"
      aria-label={say(language, "log")}
      tabIndex={0}
    >
      <ol>
        {messages.map((message) => (
          <Entry
            key={message.id}
            language={language}
            message={message}
            base={base}
            card={cards.get(message.request?.reference) === message.id}
            offers={message === last && message.buttons.length > 0}
          />
        ))}
        {unsent.map((said) => (
          <Unsent key={said.client_id} language={language} said={said} waits={!view.connected} />
        ))}
      </ol>
    </div>
  );
}
