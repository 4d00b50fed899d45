import { useMemo } from "preact/hooks";
import type { Conversation } from "../conversation";
import { type Word, say } from "../words";
import { Icon } from "./Icon";

/** Keyboard and filling-in for what the bot waits for (WCAG 1.3.5, HTML autofill). */
const FIELDS: Record<string, { label: Word; inputmode: "text" | "email" | "numeric"; autocomplete: string }> = {
  name: { label: "label_name", inputmode: "text", autocomplete: "name" },
  email: { label: "label_email", inputmode: "email", autocomplete: "email" },
  code: { label: "label_code", inputmode: "numeric", autocomplete: "one-time-code" },
  customer_number: { label: "label_customer_number", inputmode: "text", autocomplete: "off" },
};
const NEAR = 0.85; // of the most characters: from here on they are counted
const STEP = 100; // characters: the count is read out once in so many

interface Props {
  conversation: Conversation;
  /** Told where the focus belongs when the window opens. */
  field: { current: HTMLElement | null };
}

/** Where the visitor writes. */
export function Composer({ conversation, field }: Props) {
  const { view } = conversation;
  const { language, draft, maxCharacters: most } = view;
  const expects = view.standing ? view.standing.expects : (view.messages.at(-1)?.expects ?? null);
  const special = FIELDS[expects ?? ""];
  const over = draft.length - most;
  const counted = draft.length > most * NEAR;
  const count = counted ? say(language, over > 0 ? "too_long" : "characters", { count: draft.length, most, over }) : "";
  const aloud = useMemo(() => count, [language, counted, over > 0, Math.floor(draft.length / STEP)]);

  const send = (event: Event) => {
    event.preventDefault();
    if (draft.trim() && over <= 0) conversation.say(draft.trim());
    field.current?.focus();
  };
  const shared = {
    id: "text",
    value: draft,
    autocomplete: special?.autocomplete ?? "off",
    inputMode: special?.inputmode ?? "text",
    enterKeyHint: "send",
    "aria-invalid": over > 0,
    "aria-describedby": "characters",
    ref: (element: HTMLElement | null) => {
      field.current = element;
    },
    onInput: (event: Event) => conversation.write((event.currentTarget as HTMLTextAreaElement).value),
  } as const;

  return (
    <form class="composer" part="composer" onSubmit={send} noValidate>
      <label for="text">{say(language, special?.label ?? "label")}</label>
      {special ? <input type="text" {...shared} /> : <textarea rows={2} onKeyDown={onEnter} {...shared} />}
      <button type="submit" class="send" part="send" aria-disabled={over > 0}>
        <Icon name="send" />
        <span>{say(language, "send")}</span>
      </button>
      <p class="characters" id="characters">{count}</p>
      <p class="unseen" role="status">{aloud}</p>
    </form>
  );
}

/** Enter sends, Shift and Enter begins a line; an input method's Enter is its own. */
function onEnter(event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }): void {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}
