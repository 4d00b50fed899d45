import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Conversation } from "../conversation";
import { download, transcript } from "../transcript";
import { say } from "../words";
import { Icon } from "./Icon";
import { TabLink } from "./TabLink";

/** What is seldom needed: reading, keeping and deleting. */
export function Menu({ conversation, base }: { conversation: Conversation; base: string }) {
  const { language, messages } = conversation.view;
  const [shown, show] = useState<"nothing" | "menu" | "question">("nothing");
  const opener = useRef<HTMLButtonElement>(null);
  const leave = () => {
    show("nothing");
    opener.current?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || shown === "nothing") return;
    event.stopPropagation();
    leave();
  };
  const onFocusOut = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (relatedTarget && !(currentTarget as Node).contains(relatedTarget as Node)) show("nothing");
  };
  const save = () => {
    download(say(language, "transcript_file"), transcript(language, messages));
    leave();
  };
  return (
    <div class="menu" onKeyDown={onKey} onFocusOut={onFocusOut}>
      <button
        type="button"
        class="plain square"
        ref={opener}
        aria-expanded={shown !== "nothing"}
        aria-controls="menu"
        aria-label={say(language, "menu")}
        onClick={() => show(shown === "nothing" ? "menu" : "nothing")}
      >
        <Icon name="more" />
      </button>
      <div class="menu-items" id="menu" hidden={shown === "nothing"}>
        {shown === "menu" && (
          <ul>
            <li><TabLink language={language} href={`${base}policy/${language}`}>{say(language, "policy")}</TabLink></li>
            <li><TabLink language={language} href={`${base}form/${language}`}>{say(language, "form")}</TabLink></li>
            <li><button type="button" class="plain" onClick={save}>{say(language, "download")}</button></li>
            <li><button type="button" class="plain" onClick={() => show("question")}>{say(language, "forget")}</button></li>
          </ul>
        )}
        {shown === "question" && (
          <Question
            conversation={conversation}
            yes={() => {
              void conversation.forget();
              leave();
            }}
            no={leave}
          />
        )}
      </div>
    </div>
  );
}

function Question({ conversation, yes, no }: { conversation: Conversation; yes: () => void; no: () => void }) {
  const { language } = conversation.view;
  const keep = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => keep.current?.focus(), []);
  return (
    <div role="group" aria-labelledby="question">
      <p id="question">{say(language, "forget_ask")}</p>
      <button type="button" class="danger" onClick={yes}>{say(language, "forget_yes")}</button>
      <button type="button" ref={keep} onClick={no}>{say(language, "forget_no")}</button>
    </div>
  );
}
