/** What there is to filter by, with honest counts. */

import { describe, expect, it } from "vitest";
import { countBy, peopleIn, placesIn, unitTree } from "../choices";
import { aCase, after, assignment, chief, li, standing, T0, zhou } from "../../tests/cast";

const late = standing({ due_at: after(-60) });
const far = { id: 5, code: "500106", name: "沙坪坝区中心" };
const cases = [
  aCase("1", { assignments: [assignment(1), assignment(2, { track: "call", member: zhou })] }),
  aCase("2", { assignments: [assignment(3, { ended_at: T0, end: "reassigned" })], station: null }),
  aCase("3", { district: far, station: { id: 6, code: "500106003", name: "渝碚路派出所" }, standing: late }),
  aCase("4", { standing: standing({ state: "closed", due_at: null }), target: { ...aCase("x").target, division: "" } }),
];

describe("the choices", () => {
  it("name everybody with what he has in hand, and who has nothing", () => {
    const members = [{ ...chief }, { ...chief, id: li.id, name: li.name }];
    expect(new Map(peopleIn(cases, members).map((each) => [each.name, each.count]))).toEqual(new Map([["李伟", 1], ["张所", 0], ["周敏", 1]]));
  });

  it("name the places there are cases in", () => {
    expect(placesIn(cases)).toEqual([{ code: "500108001", name: "南坪街道", count: 3 }]);
    expect(countBy(cases, (one) => one.level).get("critical")).toBe(4);
  });

  it("show districts with their stations, the latest first, and count only what is open", () => {
    expect(unitTree(cases, Date.parse(T0))).toEqual([
      { id: 5, name: "沙坪坝区中心", open: 1, late: 1, below: [{ id: 6, name: "渝碚路派出所", open: 1, late: 1, below: [] }] },
      { id: 1, name: "南岸区中心", open: 2, late: 0, below: [{ id: 2, name: "南坪派出所", open: 1, late: 0, below: [] }] },
    ]);
  });
});
