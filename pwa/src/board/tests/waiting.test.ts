/** What the board says of limits that have passed, of what comes next, and of pauses. */

import { describe, expect, it } from "vitest";
import type { EscalationView, PauseView } from "../../core/types";
import { timelineOf } from "../timeline";
import { tell } from "../told";
import { spansFor } from "../waiting/spans";
import { comingLine, escalationDetails, escalationTitle } from "../waiting/told";
import { aCase, after, assignment, chief, li, report, rules, zhou } from "./cast";

function step(change: Partial<EscalationView> = {}): EscalationView {
  return {
    limit: "accept",
    track: "visit",
    assignment: 1,
    step: 1,
    does: "next_person",
    tell: ["chief"],
    waited: 180,
    at: after(180),
    found: true,
    sent: li,
    ...change,
  };
}

const person = { id: chief.id, name: chief.name, role: chief.role, phone: chief.phone };
const pause = (change: Partial<PauseView> = {}): PauseView => ({
  reason: "asked_later",
  by: person,
  since: after(60),
  until: after(660),
  ended_by: null,
  ...change,
});

describe("a step that was taken", () => {
  it("says how long nobody accepted, who has it now and who was told", () => {
    expect(escalationTitle(step())).toBe("上门：3分没人签收，已改派给李伟，并告知所长");
  });

  it("does not tell twice whom the step itself tells", () => {
    expect(escalationTitle(step({ does: "tell_district", tell: ["district"], sent: null }))).toBe("上门：3分没人签收，已报区县指挥中心");
    const both = step({ does: "put_before_district", tell: ["district", "chief", "city"], sent: null });
    expect(escalationTitle(both)).toBe("上门：3分没人签收，已请区县分派，并告知所长、市级指挥中心");
  });

  it("says that an empty slot has nobody, and that nobody could be told", () => {
    expect(escalationTitle(step({ waited: 0, sent: null, found: false }))).toBe("上门：没有人在办，没有别人可派，并告知所长");
    expect(escalationDetails(step({ sent: null, found: false }))).toEqual([]);
    expect(escalationDetails(step({ does: "tell_chief", found: false }))).toHaveLength(1);
  });

  it("stays readable for a limit this app does not know", () => {
    expect(escalationTitle(step({ limit: "alive", does: "remind", tell: [] }))).toBe("上门：3分没有动静，已再次提醒本人");
  });
});

describe("what comes next", () => {
  const one = aCase("a", { coming: { at: after(120), limit: "accept", track: "visit", does: "tell_district", tell: [] } });

  it("counts down to it, and says nothing of what is far away", () => {
    expect(comingLine(one, Date.parse(after(0)))).toBe("2分后报区县指挥中心");
    expect(comingLine(one, Date.parse(after(119.5)))).toBe("1秒后报区县指挥中心");
    expect(comingLine(one, Date.parse(after(121)))).toBe("马上报区县指挥中心");
    expect(comingLine(one, Date.parse(after(0)), 60)).toBe("");
    expect(comingLine(aCase("b"), 0)).toBe("");
  });
});

describe("the story", () => {
  it("tells steps and pauses where they happened", () => {
    const one = aCase("c", { escalations: [step()], pauses: [pause({ until: after(300), ended_by: person })] });
    const told = timelineOf(one, rules).map((moment) => [moment.kind, tell(moment, rules, one.flow).who]);
    expect(told).toEqual([
      ["paused", "张所"],
      ["escalated", expect.any(String)],
      ["resumed", "张所"],
    ]);
  });

  it("marks nothing late that waited only because the case was paused", () => {
    const given = {
      assignments: [assignment(1, { track: "call", member: zhou, assigned_at: after(0) })],
      reports: [report({ kind: "accept", step: null, answer: null, track: "call", assignment: 1, member: zhou, made_at: after(500), received_at: after(500) })],
    };
    const late = (pauses: PauseView[]): number[] =>
      timelineOf(aCase("d", { ...given, pauses }), rules).flatMap((m) => (m.kind === "report" ? [m.late] : []));
    expect(late([])).toEqual([320_000]);
    expect(late([pause()])).toEqual([0]);
  });
});

it("offers no longer pause than the level allows", () => {
  expect(spansFor(3600)).toEqual([15, 30, 60]);
  expect(spansFor(172800)).toEqual([120, 240, 720, 1440, 2880]);
  expect(spansFor(0)).toEqual([]);
});
