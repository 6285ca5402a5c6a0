/** The filter: what it lets through, and the way into the address and back. */

import { describe, expect, it } from "vitest";
import { EVERYTHING, fromQuery, isEverything, isSame, isUnmanned, passes, toggled, toQuery, type Filter } from "../filter";
import { aCase, after, assignment, li, standing, T0, zhou } from "../../tests/cast";

const AT = Date.parse(T0);
const seen = (change: Partial<Filter>, ...args: Parameters<typeof aCase>) => passes(aCase(...args), { ...EVERYTHING, ...change }, AT);

describe("a filter", () => {
  it("lets everything through when nothing is chosen", () => {
    expect(seen({}, "a")).toBe(true);
    expect(isEverything(EVERYTHING)).toBe(true);
  });

  it("takes any of the chosen levels and types, and both must hold", () => {
    expect(seen({ levels: ["high", "critical"] }, "a")).toBe(true);
    expect(seen({ levels: ["high"] }, "a")).toBe(false);
    expect(seen({ types: ["investment"] }, "a")).toBe(true);
    expect(seen({ levels: ["critical"], types: ["loan"] }, "a")).toBe(false);
  });

  it("finds whose it is and who brought it to its end, not who lost it", () => {
    const had = (change: Parameters<typeof assignment>[1]) => ({ assignments: [assignment(1, change)] });
    expect(seen({ person: li.id }, "a", had({}))).toBe(true);
    expect(seen({ person: li.id }, "a", had({ ended_at: T0, end: "done" }))).toBe(true);
    expect(seen({ person: li.id }, "a", had({ ended_at: T0, end: "reassigned" }))).toBe(false);
    expect(seen({ person: zhou.id }, "a", had({}))).toBe(false);
  });

  it("takes a place with all that lies in it", () => {
    const village = { target: { ...aCase("x").target, division: "500108001002" } };
    expect(seen({ place: "500108001" }, "a", village)).toBe(true);
    expect(seen({ place: "500108001002" }, "a", village)).toBe(true);
    expect(seen({ place: "500108001002" }, "a")).toBe(false);
  });

  it("takes a unit as station or as district, and a case without station by its district", () => {
    expect(seen({ unit: 2 }, "a")).toBe(true);
    expect(seen({ unit: 1 }, "a", { station: null })).toBe(true);
    expect(seen({ unit: 2 }, "a", { station: null })).toBe(false);
  });

  it("knows late from due, drill from real", () => {
    const late = { standing: standing({ due_at: after(-1) }) };
    expect(seen({ late: true }, "a", late)).toBe(true);
    expect(seen({ late: true }, "a")).toBe(false);
    expect(seen({ late: true }, "a", { standing: standing({ due_at: null }) })).toBe(false);
    const seenAs = (kind: Filter["kind"], drill: boolean) => seen({ kind }, "a", { drill });
    expect([seenAs("real", true), seenAs("drill", true), seenAs("real", false), seenAs("drill", false)]).toEqual([false, true, true, false]);
  });
});

describe("nobody on the way", () => {
  it("is a track without a person, a case to be routed, and a wanted visit nobody makes", () => {
    const wanted = standing({ visit_wanted: true });
    expect(isUnmanned(aCase("a", { assignments: [assignment(1, { member: null })] }))).toBe(true);
    expect(isUnmanned(aCase("a", { needs_routing: "no_station" }))).toBe(true);
    expect(isUnmanned(aCase("a", { standing: wanted, assignments: [assignment(1, { track: "call" })] }))).toBe(true);
    expect(isUnmanned(aCase("a", { standing: wanted, assignments: [assignment(1)] }))).toBe(false);
    expect(isUnmanned(aCase("a", { standing: standing({ state: "closed" }), needs_routing: "no_station" }))).toBe(false);
  });
});

describe("the address", () => {
  it("keeps every filter and says nothing of what is not chosen", () => {
    const all: Filter = { levels: ["critical", "high"], types: ["loan"], person: 7, place: "500108", unit: 3, late: true, unmanned: true, kind: "drill" };
    expect(fromQuery(toQuery(all))).toEqual(all);
    expect(toQuery(EVERYTHING)).toEqual({});
    expect(fromQuery({})).toEqual(EVERYTHING);
  });

  it("filters nothing by what makes no sense", () => {
    expect(fromQuery({ person: "x", unit: "-1", place: "彭", late: "yes", kind: "both", level: ["a"] })).toEqual(EVERYTHING);
  });

  it("is the same for the same filter", () => {
    expect(isSame({ ...EVERYTHING, levels: toggled([], "high") }, { ...EVERYTHING, levels: ["high"] })).toBe(true);
    expect(isSame({ ...EVERYTHING, late: true }, EVERYTHING)).toBe(false);
    expect(toggled(["high", "low"], "high")).toEqual(["low"]);
  });
});
