/** How long to wait before trying again. */

const FIRST = 500; // milliseconds
const MOST = 20_000;

/** Doubles with each attempt and draws from the whole span, so that many clients do not come back at once. */
export function pause(attempt: number): number {
  return FIRST / 2 + Math.random() * Math.min(MOST, FIRST * 2 ** attempt);
}

/** Waits, at most until the browser says it is online again, or the page comes back to the front. */
export function waiting(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      removeEventListener("pageshow", done);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener("online", done);
    addEventListener("pageshow", done);
    signal?.addEventListener("abort", done);
    if (signal?.aborted) done();
  });
}
