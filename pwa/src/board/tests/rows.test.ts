/** The list: what is due comes first, a call for help before everything, and every case under its tab. */

import { describe, expect, it } from "vitest";
import type { Role } from "../../core/types";
import { counts, listed, tabOf } from "../rows";
import { aCase, after, assignment, chief, standing } from "./cast";

const TODAY = "2026-03-01";
const signed = (at: string) => ({ kind: "signed" as const, by: { id: 9, name: "张所", role: "chief" as const, phone: "" }, at, reason: "" });
const ids = (cases: { id: string }[]) => cases.map((one) => one.id);

describe("the open list", () => {
  it("puts what is due first, then what has no limit", () => {
    const cases = [
      aCase("no_limit", { standing: standing({ due_at: null, due_kind: "" }) }),
      aCase("later", { standing: standing({ due_at: after(900) }) }),
      aCase("late", { standing: standing({ due_at: after(-60) }) }),
    ];
    expect(ids(listed(cases, "open", chief, TODAY).rest)).toEqual(["late", "later", "no_limit"]);
  });

  it("puts a call for help before everything", () => {
    const cases = [
      aCase("late", { standing: standing({ due_at: after(-600) }) }),
      aCase("help", { standing: standing({ due_at: after(900), help_since: after(10) }) }),
    ];
    expect(ids(listed(cases, "open", chief, TODAY).rest)).toEqual(["help", "late"]);
  });

  it("keeps equal ones in the order they came", () => {
    const cases = [aCase("b", { opened_at: after(5) }), aCase("a", { opened_at: after(1) })];
    expect(ids(listed(cases, "open", chief, TODAY).rest)).toEqual(["a", "b"]);
  });

  it("sets apart what needs routing, only for who has to find somebody", () => {
    const cases = [aCase("call", { needs_routing: "nobody_to_call" }), aCase("lost", { needs_routing: "no_station" }), aCase("fine")];
    const apart = (role: Role) => ids(listed(cases, "open", { ...chief, role }, TODAY).routing);
    expect([apart("operator"), apart("commander"), apart("chief")]).toEqual([["lost"], ["call", "lost"], []]);
  });
});

describe("the tabs", () => {
  const cases = [
    aCase("open", { assignments: [assignment(1, { member: { id: 9, name: "张所", role: "chief", phone: "" } })] }),
    aCase("answered", { standing: standing({ state: "answered" }) }),
    aCase("today", { standing: standing({ state: "closed" }), decisions: [signed("2026-03-01T15:59:00Z")] }),
    aCase("tomorrow", { standing: standing({ state: "closed" }), decisions: [signed("2026-03-01T16:01:00Z")] }),
  ];

  it("count each case once, the closed ones by the day in Beijing", () => {
    expect(counts(cases, chief, TODAY)).toEqual({ open: 1, to_sign: 1, closed: 1, mine: 1 });
  });

  it("do not keep as mine what was taken away", () => {
    const former = assignment(1, { member: { id: 9, name: "张所", role: "chief", phone: "" }, ended_at: T_END, end: "reassigned" });
    expect(listed([aCase("x", { assignments: [former] })], "mine", chief, TODAY).rest).toEqual([]);
  });

  it("are found from the case", () => {
    expect(cases.map(tabOf)).toEqual(["open", "to_sign", "closed", "closed"]);
  });

  it("show what waits longest for a signature first", () => {
    const outcome = (at: string) => ({ code: "persuaded", track: "visit" as const, level: "critical", fraud_type: "investment", at });
    const waiting = [
      aCase("short", { standing: standing({ state: "answered", outcome: outcome(after(500)) }) }),
      aCase("long", { standing: standing({ state: "answered", outcome: outcome(after(100)) }) }),
    ];
    expect(ids(listed(waiting, "to_sign", chief, TODAY).rest)).toEqual(["long", "short"]);
  });
});

const T_END = after(60);
