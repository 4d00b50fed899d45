/** Keeping the newest messages in sight. */

import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

const MARGIN = 16; // pixels
const SLACK = 40; // pixels: further up, the visitor is reading and is not disturbed
const GESTURES = ["wheel", "touchmove", "pointerdown", "keydown", "focusin"];

/** Scrolls to what is new when one of *news* changes, unless the visitor has scrolled up. */
export function useFollowing(log: RefObject<HTMLElement | null>, writing: boolean, news: unknown[]): void {
  const following = useRef(true);
  const placed = useRef({ top: 0, size: "" });
  const byHand = useRef(false);
  const drafting = useRef(writing);
  drafting.current = writing;
  const follow = () => {
    byHand.current = false;
    if (!log.current || !following.current) return;
    const box = scrolling(log.current);
    if (drafting.current && box !== log.current) return; // the field is in the box, and stays in sight
    place(box, log.current);
    placed.current = { top: box.scrollTop, size: size(box) };
  };
  useLayoutEffect(follow, news);
  useLayoutEffect(() => {
    const touched = () => (byHand.current = true);
    const scrolled = () => {
      const box = scrolling(log.current!);
      const sameSize = placed.current.size === size(box); // with another, the browser itself may have scrolled
      if (byHand.current && sameSize) following.current = box.scrollTop >= placed.current.top - SLACK;
      placed.current.size = size(box);
    };
    const resized = new ResizeObserver(follow); // an on-screen keyboard, a turned phone, or the suggestions below
    resized.observe(log.current!);
    const frame = log.current!.parentElement!;
    frame.addEventListener("scroll", scrolled, true);
    for (const gesture of GESTURES) log.current!.addEventListener(gesture, touched, { passive: true });
    return () => {
      resized.disconnect();
      frame.removeEventListener("scroll", scrolled, true);
    };
  }, []);
}

/** What scrolls: the log, or all of the window where there is little height. */
function scrolling(log: HTMLElement): HTMLElement {
  return getComputedStyle(log).overflowY === "visible" ? log.parentElement! : log;
}

function size({ scrollHeight, clientHeight, clientWidth }: HTMLElement): string {
  return [scrollHeight, clientHeight, clientWidth].join();
}

/**
 * Scrolls so that the visitor's last words and all that answers them are seen; where that is more than fits, the
 * newest message from its first line on.
 */
function place(box: HTMLElement, log: HTMLElement): void {
  const newest = log.querySelector<HTMLElement>("li:last-child");
  const asked = [...log.querySelectorAll<HTMLElement>("li.visitor")].at(-1);
  if (!newest) return;
  const top = box === log ? 0 : log.offsetTop;
  const start = (entry: HTMLElement) => top + entry.offsetTop - MARGIN;
  const end = start(newest) + newest.offsetHeight + 2 * MARGIN - box.clientHeight;
  box.scrollTop = Math.min(start(newest), Math.max(end, asked ? start(asked) : 0));
}
