import { useEffect, useLayoutEffect, useReducer, useRef, useState } from "preact/hooks";
import type { Conversation } from "../conversation";
import { hides } from "./hiding";
import { Launcher } from "./Launcher";
import { Window } from "./Window";

interface Props {
  conversation: Conversation;
  base: string;
  /** Whether the chat is the page, without a launcher. */
  page: boolean;
  open: boolean;
  /** Told when the visitor opens or closes the window. */
  toggle: (open: boolean) => void;
}

/** Launcher or window. */
export function Chat({ conversation, base, page, open, toggle }: Props) {
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => conversation.watch(() => again(undefined)), [conversation]);

  const others = conversation.view.messages.filter(({ sender }) => sender !== "visitor").length;
  const [seen, see] = useState(others);
  useEffect(() => {
    if (open || page || conversation.view.restoring) see(others);
  }, [open, others, conversation.view.restoring]);

  const field = useRef<HTMLElement | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const was = useRef(open);
  useLayoutEffect(() => {
    if (was.current === open) return;
    was.current = open;
    if (open) (field.current ?? root.current?.querySelector("button"))?.focus();
    else if (document.activeElement === document.body) root.current?.querySelector("button")?.focus();
  }, [open]);

  useEffect(() => {
    if (!open || page) return;
    const makeWay = ({ target }: FocusEvent) =>
      requestAnimationFrame(() => root.current && hides(root.current, target as Element) && toggle(false));
    document.addEventListener("focusin", makeWay);
    return () => document.removeEventListener("focusin", makeWay);
  }, [open, page]);

  return (
    <div class={page ? "page" : "float"} ref={root}>
      {open || page ? (
        <Window conversation={conversation} base={base} field={field} close={page ? null : () => toggle(false)} />
      ) : (
        <Launcher language={conversation.view.language} news={Math.max(0, others - seen)} open={() => toggle(true)} />
      )}
    </div>
  );
}
