/** Prints one element of the shadow tree, whatever page it stands in. */

const ALONE = `@media print {
  body:not(:has(privacy-chat)) { display: none !important; }
  body { visibility: hidden !important; }
  privacy-chat { visibility: visible !important; position: absolute !important; inset: 0 !important; }
}`;

/** Marks *element* with `data-printed`; the chat's own sheet hides the rest of the chat. */
export function printAlone(element: HTMLElement): void {
  const host = (element.getRootNode() as ShadowRoot).host;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(ALONE);
  const done = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    host.toggleAttribute("printing", false);
    delete element.dataset["printed"];
  };
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  host.toggleAttribute("printing", true);
  element.dataset["printed"] = "";
  addEventListener("afterprint", done, { once: true });
  print();
}
