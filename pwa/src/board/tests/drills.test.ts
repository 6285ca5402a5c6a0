/** Drills stand below what is real, whatever is due of them, and are never counted. */

import { describe, expect, it } from "vitest";
import { tasksOf } from "../../phone/tasks";
import { countCases, wallRows } from "../../wall/rows";
import { waitingCalls } from "../queue";
import { isAllDrill } from "../drills";
import { byDue } from "../map/places";
import { caseWords } from "../map/says";
import { closedAt, counts, listed } from "../rows";
import { aCase, after, assignment, chief, standing } from "./cast";

const late = (id: string, drill: boolean, due: number) => aCase(id, { drill, standing: standing({ due_at: after(due), help_since: drill ? after(1) : null }) });
const both = [late("drill", true, -600), late("real", false, 900)];
const ids = (cases: { id: string }[]) => cases.map((one) => one.id);

describe("drills", () => {
  it("stand below what is real on the board and the wall, even late and calling for help", () => {
    expect(ids(listed(both, "open", chief, "2026-03-01").rest)).toEqual(["real", "drill"]);
    expect(wallRows(both, "full", (one) => one.drill).map((row) => row.one.id)).toEqual(["real", "drill"]);
  });

  it("are not counted beside what is real", () => {
    expect(counts(both, chief, "2026-03-01")).toMatchObject({ open: 1 });
    expect(countCases(both, Date.parse(after(0)))).toMatchObject({ open: 1, late: 0 });
  });

  it("are counted where nothing else is, and only there are the numbers said to be theirs", () => {
    const drills = [late("a", true, -600), late("b", true, 900)];
    expect(counts(drills, chief, "2026-03-01")).toMatchObject({ open: 2 });
    expect(countCases(drills, Date.parse(after(0)))).toMatchObject({ open: 2, late: 1 });
    expect([drills, both, []].map(isAllDrill)).toEqual([true, false, false]);
  });

  it("lie below what is real on the map, and are read out as drills", () => {
    expect(ids([...both].sort(byDue))).toEqual(["real", "drill"]);
    expect(both.map((one) => caseWords(one).includes("演练"))).toEqual([true, false]);
  });

  it("come last among calls and tasks", () => {
    const own = (id: string, drill: boolean, track: "call" | "visit") =>
      aCase(id, { drill, assignments: [assignment(drill ? 1 : 2, { track, member: { id: chief.id, name: chief.name, role: "chief", phone: "" } })] });
    expect(ids(waitingCalls([own("drill", true, "call"), own("real", false, "call")], chief))).toEqual(["real", "drill"]);
    const tasks = tasksOf([own("drill", true, "visit"), own("real", false, "visit")], chief.id, null);
    expect(tasks.map((task) => task.view.id)).toEqual(["real", "drill"]);
  });

  it("are closed when they are cleared away", () => {
    const by = { id: 9, name: "张所", role: "chief" as const, phone: "" };
    const cleared = aCase("x", { drill: true, decisions: [{ kind: "cleared", by, at: after(5), reason: "" }] });
    expect(closedAt(cleared)).toBe(Date.parse(after(5)));
  });
});
