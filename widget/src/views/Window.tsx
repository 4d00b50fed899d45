import { useLayoutEffect, useRef } from "preact/hooks";
import type { Conversation } from "../conversation";
import { say } from "../words";
import { Choices } from "./Choices";
import { Composer } from "./Composer";
import { Icon } from "./Icon";
import { Log } from "./Log";
import { Menu } from "./Menu";
import { Notices } from "./Notices";

interface Props {
  conversation: Conversation;
  /** The gateway's address, with a slash at its end. */
  base: string;
  field: { current: HTMLElement | null };
  /** Null where the chat is the page. */
  close: (() => void) | null;
}

/** The chat itself. */
export function Window({ conversation, base, field, close }: Props) {
  const { view } = conversation;
  const { language } = view;
  const other = language === "de" ? "en" : "de";
  const Frame = close ? "section" : "main";
  const Title = close ? "h2" : "h1";
  const frame = useRef<HTMLElement>(null);
  const log = useRef<HTMLDivElement>(null);
  const held = frame.current && focused(frame.current);
  useLayoutEffect(() => {
    if (held && !held.isConnected) (field.current ?? last(frame.current))?.focus();
  });
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") close?.();
  };
  return (
    <Frame class="window" part="window" ref={frame} lang={language} aria-labelledby="title" onKeyDown={onKey}>
      <header part="header">
        <Title id="title">{say(language, "title")}</Title>
        <button type="button" class="plain" lang={other} onClick={() => conversation.speak(other)}>
          {say(language, "other_language")}
        </button>
        <Menu conversation={conversation} base={base} />
        {close && (
          <button type="button" class="plain square" aria-label={say(language, "close")} onClick={close}>
            <Icon name="close" />
          </button>
        )}
      </header>
      <Log view={view} base={base} log={log} />
      <Choices conversation={conversation} chosen={() => log.current?.focus()} />
      <Notices view={view} startAnew={() => conversation.startAnew()} />
      {!view.expired && <Composer conversation={conversation} field={field} />}
    </Frame>
  );
}

/** What has the focus; null where that is outside of the chat. */
function focused(frame: HTMLElement): Element | null {
  return (frame.getRootNode() as ShadowRoot).activeElement;
}

/** Where the focus goes when it would be lost and there is no field: an expired chat ends with a button. */
function last(frame: HTMLElement | null): HTMLElement | undefined {
  return [...(frame?.querySelectorAll("button") ?? [])].at(-1);
}
