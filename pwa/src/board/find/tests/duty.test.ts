/** Who is where: on duty first, with what is in hand, how much of it is late, and the case he is at. */

import { describe, expect, it } from "vitest";
import type { MemberView } from "../../../core/types";
import { dutyByDistrict, dutyByUnit } from "../../duty";
import { aCase, after, assignment, chief, li, standing, T0 } from "../../tests/cast";

const AT = Date.parse(T0);
const at = (id: number, name: string, change: Partial<MemberView> = {}): MemberView => ({ ...chief, role: "officer", id, name, ...change });
const members = [at(1, "甲", { on_duty: false }), at(li.id, "李伟"), at(3, "丙")];
const his = (id: number, change: Parameters<typeof assignment>[1] = {}, about: Parameters<typeof aCase>[1] = {}) =>
  aCase(`case-${id}`, { assignments: [assignment(id, change)], ...about });

function hand(cases: ReturnType<typeof aCase>[]) {
  return dutyByUnit(members, cases, AT)[0]!.people.find(({ member }) => member.id === li.id)!;
}

describe("duty", () => {
  it("lists who is free first and who is off duty last", () => {
    const [unit] = dutyByUnit(members, [his(1)], AT);
    expect(unit!.people.map(({ member }) => member.name)).toEqual(["丙", "李伟", "甲"]);
  });

  it("counts only what is still open, and what of it is late", () => {
    const late = { standing: standing({ due_at: after(-60) }) };
    const cases = [his(1), his(2, {}, late), his(3, { ended_at: after(1), end: "reassigned" }, late)];
    expect([hand(cases).load, hand(cases).late]).toEqual([2, 1]);
  });

  it("says where he is: at the door before on the way, on the way before not accepted", () => {
    const there = standing();
    there.visit.arrived_at = after(900);
    const waits = his(1);
    const under_way = his(2, { accepted_at: after(60) });
    const arrived = his(3, { accepted_at: after(60) }, { standing: there });
    expect(hand([waits]).spot?.stage).toBe("waits");
    expect(hand([waits, under_way]).spot?.one.id).toBe("case-2");
    expect(hand([arrived, under_way, waits]).spot?.stage).toBe("there");
    expect(hand([his(4, { track: "call", accepted_at: after(60) })]).spot?.stage).toBe("calling");
    expect(hand([]).spot).toBeNull();
  });

  it("puts a station under its district, named by the city's own members or by a case", () => {
    const far = { ...chief.unit, id: 6, code: "500106003", name: "渝碚路派出所" };
    const cases = [aCase("a", { district: { id: 5, code: "500106", name: "沙坪坝区中心" } })];
    const centre = at(9, "周敏", { role: "operator", unit: { ...chief.unit, id: 1, code: "500108", name: "南岸区中心", tier: "district" } });
    const grouped = dutyByDistrict([...members, centre, at(4, "丁", { unit: far })], cases, AT);
    expect(grouped.map(({ name, present, all, units }) => [name, present, all, units.length])).toEqual([
      ["南岸区中心", 3, 4, 2],
      ["沙坪坝区中心", 1, 1, 1],
    ]);
  });
});
