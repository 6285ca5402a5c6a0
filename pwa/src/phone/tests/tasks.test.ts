// @vitest-environment node
/** A member's tasks: his own, open, most urgent first, each with what is due of him. */

import { expect, it } from "vitest";
import { officer } from "../../core/tests/server";
import { givenCase } from "../../core/tests/scene";
import type { CaseView, Rules } from "../../core/types";
import { foldRules } from "../../fold/tests/rules";
import { doneBy, lastMoment, tasksOf } from "../tasks";

const rules = foldRules as unknown as Rules;
const me = officer.id;

function visit(id: string, change: (view: CaseView) => void = () => undefined): CaseView {
  const view = { ...givenCase(), id };
  view.assignments = view.assignments.filter((a) => a.track === "visit");
  change(view);
  return view;
}

function accept(view: CaseView): void {
  view.standing.visit.accepted_at = "2026-03-05T06:01:00Z";
}

function dues(...views: CaseView[]): string[] {
  return tasksOf(views, me, rules).map((t) => `${t.view.id} ${t.due?.kind ?? ""} ${t.due ? new Date(t.due.at).toISOString().slice(11, 16) : ""}`);
}

it("asks first for the acceptance, then for the meeting, then for nothing on a clock", () => {
  const there = visit("there", (v) => {
    accept(v);
    v.standing.visit.arrived_at = "2026-03-05T06:20:00Z";
  });
  expect(dues(there, visit("accepted", accept), visit("new"))).toEqual(["new accept 06:03", "accepted met 07:00", "there  "]);
});

it("gives an immediate visit the shorter limit, and a planned one its own time", () => {
  const immediate = visit("immediate", (v) => {
    accept(v);
    v.standing.immediate_since = "2026-03-05T06:05:00Z";
  });
  const again = visit("again", (v) => {
    accept(v);
    v.standing.revisit_at = "2026-03-05T12:00:00Z";
  });
  expect(dues(again, immediate)).toEqual(["immediate met 06:35", "again met 12:00"]);
});

it("asks the caller for the first call only", () => {
  const call = givenCase();
  call.assignments = call.assignments.filter((a) => a.track === "call");
  call.standing.call.accepted_at = "2026-03-05T06:01:00Z";
  expect(tasksOf([call], me, rules)[0]?.due?.kind).toBe("phone");
  call.standing.call.attempts = [{ at: "2026-03-05T06:02:00Z", answer: "busy", member: me }];
  expect(tasksOf([call], me, rules)[0]?.due).toBeNull();
});

it("puts the graver of two without a clock first", () => {
  const there = (id: string, level: string): CaseView =>
    visit(id, (v) => {
      accept(v);
      v.level = level;
      v.standing.visit.arrived_at = "2026-03-05T06:20:00Z";
    });
  expect(tasksOf([there("a", "low"), there("b", "critical")], me, rules).map((t) => t.view.id)).toEqual(["b", "a"]);
});

it("is nobody else's, and over once ended here, elsewhere or signed", () => {
  const finished = visit("finished", (v) => (v.standing.visit.end = "done"));
  const signed = visit("signed", (v) => (v.standing.state = "closed"));
  const taken = visit("taken", (v) => (v.assignments[0]!.ended_at = "2026-03-05T06:30:00Z"));
  expect(tasksOf([finished, signed, taken], me, rules)).toEqual([]);
  expect(tasksOf([visit("mine")], 99, rules)).toEqual([]);
});

it("keeps what I have done, newest first, and nothing that was taken from me", () => {
  const ended = (id: string, end: string, at: string): CaseView =>
    visit(id, (v) => Object.assign(v.assignments[0]!, { end, ended_at: at }));
  const cases = [
    ended("early", "done", "2026-03-05T06:30:00Z"),
    ended("late", "done", "2026-03-05T07:30:00Z"),
    ended("taken", "reassigned", "2026-03-05T08:30:00Z"),
    visit("open"),
    visit("unsent", (v) => {
      v.standing.visit.end = "done";
      v.standing.outcome = { code: "persuaded", track: "visit", level: "critical", fraud_type: "investment", at: "2026-03-05T09:00:00Z" };
    }),
  ];
  expect(doneBy(cases, me).map((v) => v.id)).toEqual(["unsent", "late", "early"]);
  expect(lastMoment(visit("open"), me)).toBe("2026-03-05T06:00:00Z");
});
