/** A limit and the pauses in it: while a case is paused its time stands still. Mirror of `backend/cases/shift.py`. */

import { micros } from "./instant";

export interface PauseFact {
  since: string;
  until: string;
}

/** What was due then, later by as long as the case stood still after `since`; in the unit in which `moment` reads times. */
export function shifted(since: number, due: number, pauses: readonly PauseFact[] = [], moment = micros): number {
  let counted = since;
  const spans = pauses.map((pause) => [moment(pause.since), moment(pause.until)] as const);
  for (const [from, until] of spans.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const begin = Math.max(from, counted);
    if (begin < due && begin < until) {
      due += until - begin;
      counted = until;
    }
  }
  return due;
}

/** The pause that runs at this moment, if one does. */
export function pauseAt<Pause extends PauseFact>(pauses: readonly Pause[] | undefined, at: number): Pause | undefined {
  return pauses?.find((pause) => Date.parse(pause.since) <= at && at < Date.parse(pause.until));
}
