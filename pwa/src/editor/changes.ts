/** What differs between two playbooks, line by line: what an editor publishes, what an edition changed, what somebody else wrote. */

import type { Book, Line } from "./doors";
import { linesOf, SECTIONS, type Section } from "./sections";

export interface Change {
  section: Section;
  /** Null where the line is new. */
  before: Line | null;
  /** Null where the line is gone. */
  after: Line | null;
}

export function changesBetween(before: Book, after: Book): Change[] {
  return SECTIONS.flatMap((section) => inSection(section, linesOf(before, section.place), linesOf(after, section.place)));
}

function inSection(section: Section, before: readonly Line[], after: readonly Line[]): Change[] {
  const kept = longestCommon(before, after);
  const found: Change[] = [];
  let [b, a] = [0, 0];
  for (const [nextB, nextA] of [...kept, [before.length, after.length] as const]) {
    // Between two lines that stayed, what went and what came are paired: the first with the first.
    for (let step = 0; step < Math.max(nextB - b, nextA - a); step++) {
      const [old, now] = [b + step < nextB ? before[b + step] : null, a + step < nextA ? after[a + step] : null];
      found.push({ section, before: old ?? null, after: now ?? null });
    }
    [b, a] = [nextB + 1, nextA + 1];
  }
  return found;
}

/** The places of the lines that both have, in order. */
function longestCommon(before: readonly Line[], after: readonly Line[]): (readonly [number, number])[] {
  const best = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  const at = (b: number, a: number): number => best[b]?.[a] ?? 0;
  for (let b = before.length - 1; b >= 0; b--) {
    for (let a = after.length - 1; a >= 0; a--) {
      best[b]![a] = isSame(before[b], after[a]) ? at(b + 1, a + 1) + 1 : Math.max(at(b + 1, a), at(b, a + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let b = 0, a = 0; b < before.length && a < after.length; ) {
    if (isSame(before[b], after[a])) pairs.push([b++, a++]);
    else if (at(b + 1, a) >= at(b, a + 1)) b++;
    else a++;
  }
  return pairs;
}

function isSame(one: Line | undefined, other: Line | undefined): boolean {
  return one?.zh === other?.zh && one?.en === other?.en;
}
