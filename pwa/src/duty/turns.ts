/** A week's turns, found by shift and day; and who is to be in two of them at once. */

import type { Shift, Week } from "./roster";

export function keyOf(shift: number, day: string): string {
  return `${shift} ${day}`;
}

export function clashesOf(week: Week, shift: Shift, day: string): Set<number> {
  return new Set(week.clashes.filter((each) => each.shift === shift.id && each.day === day).map(({ on }) => on ?? 0));
}
