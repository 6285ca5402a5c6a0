/** The board by keyboard: single keys, never while somebody types or a dialog is open. */

import { onMounted, onUnmounted } from "vue";

export type Keys = Readonly<Record<string, () => void>>;

/** Listen while the screen is there. Letters are named in lower case. */
export function useKeys(keys: Keys): void {
  const listen = (event: KeyboardEvent): void => {
    const run = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!run || isTaken(event)) return;
    event.preventDefault();
    run();
  };
  onMounted(() => window.addEventListener("keydown", listen));
  onUnmounted(() => window.removeEventListener("keydown", listen));
}

function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  if (document.querySelector("dialog[open]")) return true;
  const at = event.target instanceof Element ? event.target : null;
  if (at?.closest("input:not([type='checkbox']), textarea, select, [contenteditable]")) return true;
  // Enter and the space bar on a button, link or box already mean that button, link or box.
  return (event.key === "Enter" || event.key === " ") && Boolean(at?.closest("button, a, summary, input"));
}
