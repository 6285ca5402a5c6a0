// @vitest-environment node
/** Reports count in the order they were made, whatever the phones' clocks said and however they arrived. */

import { expect, it } from "vitest";
import { isoOf, micros } from "../instant";
import { inOrder, type ReportFact } from "../order";

const NOON = Date.parse("2026-03-05T04:00:00Z");
let made = 0;

function fact(device: string, seq: number, minute: number, more: Partial<ReportFact> = {}): ReportFact {
  made += 1;
  return {
    id: `01950000-0000-7000-8000-${String(made).padStart(12, "0")}`,
    kind: "note",
    member: 7,
    device,
    seq,
    made_at: new Date(NOON + minute * 60_000).toISOString(),
    ...more,
  };
}

function names(reports: ReportFact[]): string[] {
  return inOrder(reports).map(({ report }) => `${report.device}${report.seq}`);
}

it("merges phones by time, and each by its counter", () => {
  expect(names([fact("b", 1, 2), fact("a", 2, 3), fact("a", 1, 1)])).toEqual(["a1", "b1", "a2"]);
});

it("corrects a phone that is two days behind", () => {
  const late = -2 * 24 * 60;
  const behind = [fact("a", 1, late + 5, { clock_offset_ms: 2 * 86_400_000 }), fact("b", 1, 4)];
  expect(names(behind)).toEqual(["b1", "a1"]);
});

it("keeps the counter's order when the clock was set back during a visit", () => {
  const reports = [fact("a", 1, 10), fact("a", 2, -500), fact("a", 3, 11), fact("b", 1, 10.5)];
  expect(names(reports)).toEqual(["a1", "a2", "b1", "a3"]);
  expect(inOrder(reports)[1]!.at).toBe((NOON + 600_000) * 1000);
});

it("takes a phone that believes it is 1970 to have reported after the case was opened, in its own order", () => {
  const opened = new Date(NOON).toISOString();
  const flat = [fact("a", 1, 0, { made_at: "1970-01-01T00:00:10Z" }), fact("a", 2, 0, { made_at: "1970-01-01T00:00:20Z" })];
  const others = [fact("b", 1, 1), fact("a", 3, 2)];
  expect(inOrder([...others, ...flat], opened).map(({ at, report }) => [report.device + report.seq, at / 1000 - NOON])).toEqual([
    ["a1", 0],
    ["a2", 0],
    ["b1", 60_000],
    ["a3", 120_000],
  ]);
});

it("never lets a report count later than it was received", () => {
  const ahead = fact("a", 1, 600, { received_at: new Date(NOON + 60_000).toISOString() });
  expect(inOrder([ahead])[0]!.at).toBe((NOON + 60_000) * 1000);
});

it("decides ties by device, counter and id, so that everybody decides alike", () => {
  const twins = [fact("b", 1, 0), fact("a", 2, 0), fact("a", 1, 0), fact("a", 1, 0)];
  expect(names(twins)).toEqual(["a1", "a1", "a2", "b1"]);
  expect(inOrder(twins).map((t) => t.report.id)).toEqual(inOrder([...twins].reverse()).map((t) => t.report.id));
});

it("keeps the server's microseconds", () => {
  expect(micros("2026-03-05T04:00:00.123456Z") - micros("2026-03-05T12:00:00.123455+08:00")).toBe(1);
  expect(isoOf(micros("2026-03-05T04:00:00.000120Z"))).toBe("2026-03-05T04:00:00.000120Z");
  expect(isoOf(micros("2026-03-05T12:00:00+08:00"))).toBe("2026-03-05T04:00:00Z");
  expect(() => micros("2026-03-05 04:00")).toThrow(RangeError);
});
