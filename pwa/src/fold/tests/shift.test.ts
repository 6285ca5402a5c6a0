// @vitest-environment node
/** While a case is paused its time stands still: a limit comes later by as long as that, and never sooner. */

import { expect, it } from "vitest";
import { pauseAt, shifted } from "../shift";

const MINUTE = 60_000;
const NOON = Date.parse("2026-03-05T04:00:00Z");

function pause(from: number, until: number) {
  return { since: new Date(NOON + from * MINUTE).toISOString(), until: new Date(NOON + until * MINUTE).toISOString() };
}

/** The minute at which a limit of ten minutes from noon is due. */
function due(...pauses: ReturnType<typeof pause>[]): number {
  return (shifted(NOON, NOON + 10 * MINUTE, pauses, Date.parse) - NOON) / MINUTE;
}

it("is due as it was where nothing paused, or only before it began or after it was due", () => {
  expect(shifted(0, 600)).toBe(600);
  expect([due(), due(pause(-20, -10)), due(pause(10, 30))]).toEqual([10, 10, 10]);
});

it("is due later by each pause, those that lie over each other counted once, in whatever order they are told", () => {
  expect(due(pause(5, 8))).toBe(13);
  expect(due(pause(-5, 2))).toBe(12);
  expect(due(pause(12, 14), pause(5, 8))).toBe(15);
  expect(due(pause(4, 8), pause(4, 6))).toBe(14);
});

it("knows the pause that runs, and where there is none", () => {
  const one = pause(5, 8);
  expect([5, 7].map((minute) => pauseAt([one], NOON + minute * MINUTE))).toEqual([one, one]);
  expect([4, 8].map((minute) => pauseAt([one], NOON + minute * MINUTE))).toEqual([undefined, undefined]);
  expect(pauseAt(undefined, NOON)).toBeUndefined();
});
