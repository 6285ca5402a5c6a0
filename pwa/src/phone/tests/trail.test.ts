// @vitest-environment node
/** The path one can go back on: what was passed, what a correction takes along, what it must not. */

import { describe, expect, it } from "vitest";
import type { CaseView, Inputs, TrackName } from "../../core/types";
import { readFlow } from "../../fold/tests/rules";
import { aCase, assignment, report } from "../../board/tests/cast";
import { earlier, lastPassed, later, progress, replay, trailOf } from "../trail";

const flow = readFlow("dissuasion-1");
type Given = [step: string, answer: string, inputs?: Inputs];

function visited(answers: Given[], track: TrackName = "visit"): CaseView {
  const reports = answers.map(([step, answer, inputs = {}], index) =>
    report({ track, step, answer, inputs, seq: index + 1, made_at: new Date(Date.parse("2026-03-01T06:10:00Z") + index * 1000).toISOString() }),
  );
  return aCase("peng", { assignments: [assignment(1, { track })], reports });
}

const trail = (answers: Given[], track: TrackName = "visit") => trailOf(visited(answers, track), flow, track);
const steps = (answers: Given[]): string[] => trail(answers).passed.map(({ step }) => step);

const TO_SUMMARY: Given[] = [
  ["travel", "arrived"],
  ["door", "met_target"],
  ["look", "looked"],
  ["talk", "believes"],
  ["money", "already_sent", { lost_fen: 5_000_000 }],
  ["payee", "noted", { lost_fen: 5_000_000 }],
  ["proof", "skipped"],
  ["result", "persuaded"],
];

describe("the trail", () => {
  it("holds each answer with its inputs and the step now due", () => {
    const gone = trail(TO_SUMMARY);
    expect(gone.step).toBe("summary");
    expect(gone.passed.map(({ step }) => step)).toEqual(TO_SUMMARY.map(([step]) => step));
    expect(gone.passed[4]?.inputs).toEqual({ lost_fen: 5_000_000 });
  });

  it("goes back to a corrected step and forgets what came after it", () => {
    expect(steps([...TO_SUMMARY, ["look", "looked"]])).toEqual(["travel", "door", "look"]);
  });

  it("passes over an answer that has no place", () => {
    expect(steps([["travel", "arrived"], ["money", "nothing_sent"], ["door", "met_target"]])).toEqual(["travel", "door"]);
  });

  it("leaves out what the fold calls stray", () => {
    const view = visited([["travel", "arrived"], ["door", "met_target"]]);
    view.standing.strays = { [view.reports[1]!.id]: "reassigned" };
    expect(trailOf(view, flow, "visit").step).toBe("door");
  });

  it("shows a step that was passed several times once, at its last passing", () => {
    const gone = trail([["travel", "arrived"], ["door", "nobody_home"], ["revisit", "planned"], ["travel", "arrived"]]);
    expect(lastPassed(gone).map((index) => gone.passed[index]?.step)).toEqual(["door", "revisit", "travel"]);
  });
});

describe("going back and forward", () => {
  it("goes back step by step to the first one, and forward again to the one now due", () => {
    const gone = trail(TO_SUMMARY.slice(0, 3));
    expect(earlier(gone, 3)).toBe(2);
    expect(earlier(gone, 2)).toBe(1);
    expect(earlier(gone, 0)).toBeNull();
    expect(later(gone, 1)).toBe(2);
    expect(later(gone, 2)).toBeNull();
  });

  it("never goes back to the step that is on the screen already", () => {
    const gone = trail([["travel", "arrived"], ["door", "nobody_home"], ["revisit", "planned"]]);
    expect(gone.step).toBe("travel");
    expect(earlier(gone, 3)).toBe(2);
    expect(earlier(gone, 1)).toBeNull();
  });
});

describe("what is answered again after a correction", () => {
  const again = (index: number, answer: string): string[] => replay(flow, "visit", trail(TO_SUMMARY), index, answer).map(({ step }) => step);

  it("is all that followed, when the way stays the same", () => {
    expect(again(2, "looked")).toEqual(["talk", "money", "payee", "proof", "result"]);
  });

  it("passes over the accounts when no money has gone after all", () => {
    expect(again(4, "nothing_sent")).toEqual(["proof", "result"]);
  });

  it("stops where the way parts", () => {
    expect(again(1, "not_the_person")).toEqual([]);
  });

  it("is never a call: each was made once", () => {
    const called = trail([["dial", "dead_number"], ["other_number", "found", { phone: "1" }], ["dial", "persuaded"]], "call");
    expect(replay(flow, "call", called, 1, "found")).toEqual([]);
  });

  it("brings the flow to the same place", () => {
    const before = trail(TO_SUMMARY);
    const more = replay(flow, "visit", before, 2, "looked").map(({ step, answer }): Given => [step, answer]);
    expect(trail([...TO_SUMMARY, ["look", "looked"], ...more]).step).toBe("summary");
  });
});

describe("progress", () => {
  it("grows with every step and is complete at the end", () => {
    const shares = TO_SUMMARY.map((_, count) => progress(flow, trail(TO_SUMMARY.slice(0, count))));
    const parts = shares.map(({ done, total }) => done / total);
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
    const { done, total } = progress(flow, trail([...TO_SUMMARY, ["summary", "confirmed"]]));
    expect(done).toBe(total);
  });
});
