/** A tiny emitter: sounds and toasts hear of each event once. */

import type { CaseView, EventView } from "./types";

type Listener = (event: EventView, shown: CaseView | undefined) => void;

const listeners = new Set<Listener>();

/** Be told of each event that arrives; returns the way to stop. */
export function onEvent(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tell everybody. */
export function emitEvent(event: EventView, shown: CaseView | undefined): void {
  for (const listener of listeners) listener(event, shown);
}
