/** An on-screen keyboard covers the page on iOS instead of shrinking it. */

/** Keeps `--visible`, the height it leaves, and `--covered`, how far the page was pushed up; returns how to stop. */
export function followKeyboard(host: HTMLElement): () => void {
  const seen = window.visualViewport;
  const measure = () => {
    if (!seen || seen.scale !== 1) return;
    host.style.setProperty("--visible", `${seen.height}px`);
    host.style.setProperty("--covered", `${seen.offsetTop}px`);
  };
  seen?.addEventListener("resize", measure);
  seen?.addEventListener("scroll", measure);
  return () => {
    seen?.removeEventListener("resize", measure);
    seen?.removeEventListener("scroll", measure);
  };
}
