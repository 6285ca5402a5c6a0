// @vitest-environment node
/** A case as it stands on this phone: what the server said, and what it does not know yet. */

import { expect, it } from "vitest";
import type { OutboxReport } from "../../core/outbox";
import { officer } from "../../core/tests/server";
import { givenCase } from "../../core/tests/scene";
import type { CaseView, MemberView, ReportView, Rules } from "../../core/types";
import { refold } from "../refold";
import { foldRules, readFlow } from "./rules";

const rules = { ...foldRules, flows: { "dissuasion-1": readFlow("dissuasion-1") } } as unknown as Rules;
const volunteer: MemberView = { ...officer, role: "volunteer" };
let made = 0;

function own(more: Partial<OutboxReport>): OutboxReport {
  made += 1;
  return {
    id: `01950000-0000-7000-8000-${String(made).padStart(12, "0")}`,
    case: givenCase().id,
    kind: "answer",
    inputs: {},
    flow: "dissuasion-1",
    seq: made,
    made_at: new Date(Date.parse("2026-03-05T06:10:00Z") + made * 1000).toISOString(),
    clock_offset_ms: 0,
    device: "00000000-0000-0000-0000-000000000007",
    state: "unsent",
    held_until: 0,
    errors: [],
    about: "彭先生",
    ...more,
  };
}

const arrived = { track: "visit", assignment: 2, step: "travel", answer: "arrived" } as const;

/** As the server shows a volunteer's case: two hang-ups of the operator's made it immediate, without their reports. */
function immediateCase(): CaseView {
  const given = givenCase();
  const call = { ...given.standing.call, step: "dial_on", attempts: [{ at: "2026-03-05T06:04:00Z", answer: "hung_up", member: 8 }] };
  const standing = { ...given.standing, call, visit_wanted: true, immediate_since: "2026-03-05T06:04:00Z", help_since: "2026-03-05T06:05:00Z" };
  return { ...given, assignments: given.assignments.slice(1), standing };
}

it("leaves the server's standing alone while nothing is unsent", () => {
  const held = givenCase();
  expect(refold(held, [], officer, rules)).toBe(held);
});

it("counts what the server does not know yet", () => {
  const shown = refold(givenCase(), [own(arrived)], officer, rules);
  expect(shown.standing.visit).toMatchObject({ step: "door", accepted_by: officer.id });
  expect(shown.standing.visit.arrived_at).not.toBeNull();
});

it("counts a report once when it has come back with its case", () => {
  const report = own({ track: "call", assignment: 1, step: "dial", answer: "hung_up" });
  const back = { ...report, member: { ...officer }, received_at: report.made_at, device_label: "" } as unknown as ReportView;
  const held = { ...givenCase(), reports: [back] };
  expect(refold(held, [report], officer, rules)).toBe(held);
  const more = refold(held, [report, own({ track: "call", assignment: 1, step: "dial", answer: "hung_up" })], officer, rules);
  expect(more.standing.call.attempts).toHaveLength(2);
});

it("does not count a refused report, as the server does not", () => {
  const held = givenCase();
  expect(refold(held, [own({ ...arrived, state: "invalid" })], officer, rules)).toBe(held);
});

it("keeps the server's standing of a flow it does not know", () => {
  const held = { ...givenCase(), flow: "dissuasion-9" };
  expect(refold(held, [own(arrived)], officer, rules)).toBe(held);
});

it("does not make a volunteer's phone forget what others' reports led to", () => {
  const shown = refold(immediateCase(), [own(arrived)], volunteer, rules).standing;
  expect(shown.visit.step).toBe("door");
  expect(shown.call.attempts).toHaveLength(1);
  expect(shown).toMatchObject({ immediate_since: "2026-03-05T06:04:00Z", help_since: "2026-03-05T06:05:00Z", due_kind: "" });
});

it("follows a volunteer's own word on type and danger", () => {
  const reports = [own({ kind: "retype", fraud_type: "police" }), own({ kind: "safe" })];
  const shown = refold(immediateCase(), reports, volunteer, rules).standing;
  expect(shown).toMatchObject({ fraud_type: "police", help_since: null, due_kind: "accept" });
});

it("takes a declined task off at once, and gives it back with the undo", () => {
  const decline = own({ kind: "decline", track: "visit", assignment: 2, reason: "too_far" });
  const shown = refold(givenCase(), [decline], officer, rules);
  expect(shown.assignments.find((a) => a.id === 2)).toMatchObject({ end: "declined" });
  expect(shown.standing.strays).toEqual({});
  expect(refold(givenCase(), [], officer, rules).assignments.find((a) => a.id === 2)!.ended_at).toBeNull();
});

it("lets an end the server knows stand", () => {
  const given = givenCase();
  const ended = given.assignments.map((a) => ({ ...a, ended_at: "2026-03-05T06:01:00Z", end: "reassigned" }));
  const shown = refold({ ...given, assignments: ended }, [own({ kind: "decline", track: "visit", assignment: 2 })], officer, rules);
  expect(shown.assignments.find((a) => a.id === 2)!.end).toBe("reassigned");
});
