/** Whom rows can be let go at: who can take them, how many, and why not. */

import { describe, expect, it } from "vitest";
import type { Me, MemberView } from "../../../core/types";
import { against, fitOf, takers, trackOf } from "../fit";
import { aCase, assignment, chief, li, standing, zhou } from "../../tests/cast";

const officer: MemberView = { ...chief, id: li.id, name: li.name, role: "officer" };
const operator: MemberView = { ...chief, id: zhou.id, name: zhou.name, role: "operator", unit: { ...chief.unit, id: 1, tier: "district" } };
const open = aCase("open");

describe("a person", () => {
  it.each([
    ["", officer, open],
    ["off_duty", { ...officer, on_duty: false }, open],
    ["has_it", officer, aCase("his", { assignments: [assignment(1)] })],
    ["not_open", officer, aCase("done", { standing: standing({ state: "answered" }) })],
    ["elsewhere", { ...officer, unit: { ...officer.unit, id: 99 } }, open],
    ["elsewhere", officer, aCase("lost", { station: null })],
    ["not_yours", operator, open],
    ["wrong_role", { ...officer, role: "desk" }, open],
  ] as const)("is judged %s", (why, member, one) => expect(against(chief, member as MemberView, one)).toBe(why));

  it("takes calls as an operator, from an operator; a commander gives out both", () => {
    const commander: Me = { ...chief, role: "commander" };
    expect([trackOf(operator), trackOf(officer), trackOf(commander)]).toEqual(["call", "visit", null]);
    expect([against(operator, operator, open), against(commander, operator, open), against(commander, officer, open)]).toEqual(["", "", ""]);
    expect(against(operator, officer, open)).toBe("not_yours");
  });

  it("takes what fits out of many, and says why when nothing does", () => {
    const answered = aCase("done", { standing: standing({ state: "answered" }) });
    expect(fitOf(chief, officer, [open, answered])).toEqual({ ids: ["open"], why: "" });
    expect(fitOf(chief, officer, [answered])).toEqual({ ids: [], why: "not_open" });
    expect(fitOf(chief, officer, [])).toEqual({ ids: [], why: "not_open" });
  });
});

it("offers first who can take most, then who has least in hand; who is off duty comes last, who never could not at all", () => {
  const away = { ...officer, id: 20, on_duty: false };
  const busy = { ...officer, id: 21 };
  const free = { ...officer, id: 22 };
  const holder = { ...officer, id: 23 };
  const desk: MemberView = { ...officer, id: 24, role: "desk" };
  const held = aCase("held", { assignments: [assignment(1, { member: { ...li, id: 23 } })] });
  const found = takers(chief, [away, desk, holder, busy, free], [open, held], (id) => (id === 21 ? 3 : 0));
  expect(found.map(({ member, ids, why }) => [member.id, ids.length, why])).toEqual([
    [22, 2, ""],
    [21, 2, ""],
    [23, 1, ""],
    [20, 0, "off_duty"],
  ]);
});
