// @vitest-environment node
/** Facts that leave out what they may leave out fold all the same: an older app or a half-told report breaks nothing. */

import { expect, it } from "vitest";
import type { OutboxReport } from "../../core/outbox";
import { givenCase } from "../../core/tests/scene";
import { officer } from "../../core/tests/server";
import type { Rules } from "../../core/types";
import type { AssignmentFact, Facts, ReportFact } from "../order";
import { refold } from "../refold";
import { fold } from "../standing";
import { foldRules, readFlow } from "./rules";

const flow = readFlow("dissuasion-1");
const visit: AssignmentFact = { id: 1, track: "visit", member: 7, why: "first", assigned_at: "2026-03-05T06:00:00Z" };
let made = 0;

function told(more: Partial<ReportFact>): ReportFact {
  made += 1;
  return {
    id: `01950000-0000-7000-8000-${String(made).padStart(12, "0")}`,
    kind: "answer",
    track: "visit",
    assignment: 1,
    member: 7,
    device: "00000000-0000-0000-0000-000000000007",
    seq: made,
    made_at: new Date(Date.parse("2026-03-05T06:10:00Z") + made * 1000).toISOString(),
    ...more,
  };
}

function standingOf(reports: ReportFact[], assignments: AssignmentFact[] = [visit], level = "critical") {
  const facts: Facts = { level, graded_at: visit.assigned_at, given_type: "police", assignments, reports, decisions: [] };
  return fold(facts, flow, foldRules);
}

it("calls an answer without a step, an assignment or the right track what it is", () => {
  const half = told({});
  const loose = told({ assignment: null, step: "travel", answer: "arrived" });
  const crossed = told({ track: "call", step: "dial", answer: "busy" });
  expect(standingOf([half, loose, crossed]).strays).toEqual({
    [half.id]: "does_not_fit",
    [loose.id]: "no_assignment",
    [crossed.id]: "no_assignment",
  });
});

it("takes an assignment that ended without saying how as not taken away", () => {
  const ended = { ...visit, ended_at: "2026-03-05T06:05:00Z" };
  expect(standingOf([told({ step: "travel", answer: "arrived" })], [ended]).strays).toEqual({});
});

it("hands on to nowhere when no station was named, and plans nothing without a time", () => {
  const moved = [told({ step: "travel", answer: "wrong_address" }), told({ step: "hand_on", answer: "transferred" })];
  expect(standingOf(moved)).toMatchObject({ transfer_to: null, revisit_at: null });
});

it("has nothing due under a level the rules no longer know", () => {
  expect(standingOf([], [visit], "unheard_of")).toMatchObject({ due_kind: "", due_at: null });
});

const rules = { ...foldRules, flows: { "dissuasion-1": flow } } as unknown as Rules;

function own(more: Partial<OutboxReport>): OutboxReport {
  const base = { case: givenCase().id, flow: "dissuasion-1", state: "unsent", held_until: 0, errors: [], about: "" };
  return { ...told({}), ...base, inputs: {}, clock_offset_ms: 0, ...more } as OutboxReport;
}

it.each([
  ["a corrected type", { kind: "retype", fraud_type: "police" }, { fraud_type: "police" }],
  ["a type found at the door", { inputs: { fraud_type: "brushing" }, step: "travel", answer: "arrived", assignment: 2 }, { fraud_type: "brushing" }],
  ["being safe again", { kind: "safe" }, { help_since: null }],
] as const)("lets a volunteer's own %s count before the server knows it", (_, said, expected) => {
  const volunteer = { ...officer, role: "volunteer" } as const;
  const held = { ...givenCase(), standing: { ...givenCase().standing, help_since: "2026-03-05T06:05:00Z" } };
  expect(refold(held, [own(said as Partial<OutboxReport>)], volunteer, rules).standing).toMatchObject(expected);
});

it("keeps a call a volunteer made himself", () => {
  const volunteer = { ...officer, role: "volunteer" } as const;
  const given = givenCase();
  const unmanned = given.assignments.map((a) => (a.track === "call" ? { ...a, member: null } : a));
  const shown = refold({ ...given, assignments: unmanned }, [own({ track: "call", step: "dial", answer: "busy" })], volunteer, rules);
  expect(shown.standing.call.attempts).toEqual([]);
});
