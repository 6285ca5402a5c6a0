/** The wall: what stands on it in which order, what it counts, and what passers-by can read. */

import { expect, it } from "vitest";
import { aCase, after, assignment, chief, standing } from "../../board/tests/cast";
import type { MemberView } from "../../core/types";
import { masked } from "../names";
import { countCases, countDuty, nameOf, placeOf, wallRows } from "../rows";

const quiet = () => false;

it("puts calls for help first, then what rings, then what is due first; what is not open is not there", () => {
  const soon = aCase("soon", { standing: standing({ due_at: after(60) }) });
  const later = aCase("later", { standing: standing({ due_at: after(600) }) });
  const never = aCase("never", { standing: standing({ due_at: null, due_kind: "" }) });
  const help = aCase("help", { standing: standing({ due_at: after(9000), help_since: after(5) }) });
  const rings = aCase("rings", { standing: standing({ due_at: after(7200) }) });
  const signed = aCase("signed", { standing: standing({ state: "answered" }) });
  const rows = wallRows([never, later, signed, rings, soon, help], "masked", (one) => one === rings);
  expect(rows.map(({ one }) => one.id)).toEqual(["help", "rings", "soon", "later", "never"]);
  expect(rows.map(({ isLoud }) => isLoud)).toEqual([false, true, false, false, false]);
});

it.each([
  ["彭先生", "彭**"],
  ["欧阳文", "欧阳**"],
  ["欧阳", "欧**"],
  ["王", "王**"],
  ["𠮷田", "𠮷**"],
  ["  冉婆婆 ", "冉**"],
  ["", ""],
])("reads %s as %s", (name, shown) => {
  expect(masked(name)).toBe(shown);
});

it("hides name and house number from passers-by, and neither where the rules say so", () => {
  const one = aCase("a");
  expect([nameOf(one, "masked"), placeOf(one, "masked")]).toEqual(["彭**", "南坪街道"]);
  expect([nameOf(one, "full"), placeOf(one, "full")]).toEqual(["彭先生", "南坪街道1号"]);
  const [row] = wallRows([one], "masked", quiet);
  expect(`${row?.name}${row?.place}`).not.toMatch(/先生|1号/);
});

it("counts what is late, what nobody has accepted, and what was closed today", () => {
  const now = Date.parse(after(300));
  const late = aCase("late", { standing: standing({ due_at: after(200) }), assignments: [assignment(1, { accepted_at: after(9) })] });
  const unmanned = aCase("unmanned", { standing: standing({ due_at: after(900) }), assignments: [assignment(2, { member: null })] });
  const unread = aCase("unread", { standing: standing({ due_at: after(900) }), assignments: [assignment(3)] });
  const unrouted = aCase("unrouted", { standing: standing({ due_at: null }), assignments: [] });
  const signed = aCase("signed", { standing: standing({ state: "answered" }) });
  const by = { id: 9, name: "张所", role: "chief", phone: "" };
  const closed = ["2026-03-01T05:00:00Z", "2026-02-27T05:00:00Z"].map((at, i) =>
    aCase(`closed${i}`, { standing: standing({ state: "closed" }), decisions: [{ kind: "signed" as const, by, at, reason: "" }] }),
  );
  expect(countCases([late, unmanned, unread, unrouted, signed, ...closed], now)).toEqual({ open: 4, late: 1, waiting: 3, to_sign: 1, closed: 1 });
});

it("counts who is on duty", () => {
  const others: MemberView[] = [chief, { ...chief, id: 10, on_duty: false }];
  expect(countDuty(others)).toBe(1);
});
