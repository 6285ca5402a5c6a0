/** Work that keeps nobody waiting: what is on the screen is drawn first. */

/** A page out of sight draws nothing, and a busy phone is never idle: then it comes all the same. */
const LATEST_MS = 2_000;

/** For what somebody may need in the next second. */
export function whenDrawn(work: () => void): void {
  const begin = once(work);
  requestAnimationFrame(() => setTimeout(begin));
  setTimeout(begin, LATEST_MS);
}

/** For the rest: when the phone has nothing else to do. */
export function whenIdle(work: () => void): void {
  const begin = once(work);
  // Safari has no idle callback.
  whenDrawn(() => (window.requestIdleCallback ?? setTimeout)(begin));
  setTimeout(begin, LATEST_MS);
}

/** Between two pieces of work on the way to the first screen: what is drawn and tapped goes first. */
export function breathe(): Promise<void> {
  const { scheduler } = window as { scheduler?: { yield?: () => Promise<void> } };
  return scheduler?.yield?.() ?? new Promise((goOn) => setTimeout(goOn));
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}
