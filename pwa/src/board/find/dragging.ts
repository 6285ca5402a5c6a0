/** Rows on their way to a person: which they are, from the moment they are lifted until they are let go. Mouse only; `a` does the same. */

import { shallowRef, type ShallowRef } from "vue";

/** The cases in the hand; empty while nothing is dragged. */
export const dragged: ShallowRef<readonly string[]> = shallowRef([]);
/** Long press and scrolling are one on a touch screen: there it is not offered. */
export const canDrag = matchMedia("(hover: hover) and (pointer: fine)").matches;

export function lift(event: DragEvent, ids: readonly string[], words: string): void {
  if (!event.dataTransfer) return;
  dragged.value = ids;
  event.dataTransfer.effectAllowed = "move";
  // Firefox starts no drag without data; what another window would get of it is only how many.
  event.dataTransfer.setData("text/plain", words);
}

export function letGo(): void {
  dragged.value = [];
}
