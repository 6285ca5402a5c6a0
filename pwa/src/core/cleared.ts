/** Notices that the browser has thrown away what the phone held: unsent work that is gone must not be gone in silence. */

import { session } from "./session";

const HOLDS = "qiaomen.holds";

/** Note how much waits here, outside the database that may be cleared. */
export function noteHeld(count: number): void {
  if (count > 0) localStorage.setItem(HOLDS, String(count));
  else localStorage.removeItem(HOLDS);
}

/** At a start: `isKnown` says whether the phone still knows who used it last. */
export function noteCleared(isKnown: boolean): void {
  const held = Number(localStorage.getItem(HOLDS) ?? 0);
  if (!isKnown && held > 0) session.cleared = held;
}

/** The person has read it. */
export function forgetCleared(): void {
  session.cleared = 0;
  localStorage.removeItem(HOLDS);
}
