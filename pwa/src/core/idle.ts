/** Work that keeps nobody waiting: it comes when the phone has nothing else to do. Safari has no idle callback. */
export function whenIdle(work: () => void): void {
  (window.requestIdleCallback ?? setTimeout)(work);
}
