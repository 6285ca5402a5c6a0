/** Work that keeps nobody waiting: what is on the screen is drawn first, then it comes when the phone has nothing else to do. */

/** A page out of sight draws nothing, and a busy phone is never idle: then it comes all the same. */
const LATEST_MS = 2_000;

export function whenIdle(work: () => void): void {
  let isDone = false;
  const begin = (): void => {
    if (!isDone) work();
    isDone = true;
  };
  // Safari has no idle callback.
  requestAnimationFrame(() => setTimeout(() => (window.requestIdleCallback ?? setTimeout)(begin)));
  setTimeout(begin, LATEST_MS);
}
