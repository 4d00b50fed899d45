/** Whether the chat lies over what has the focus (WCAG 2.4.11). */

/** Whether an element outside of the chat is wholly beneath it, by its middle and its corners. */
export function hides(part: HTMLElement, element: Element): boolean {
  const host = (part.getRootNode() as ShadowRoot).host;
  if (host.contains(element)) return false;
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const inside = [left + 1, (left + right) / 2, right - 1];
  const points = [top + 1, (top + bottom) / 2, bottom - 1].flatMap((y) => inside.map((x) => document.elementFromPoint(x, y)));
  return points.includes(host) && points.every((above) => above === host || above === null);
}
