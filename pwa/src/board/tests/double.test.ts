/** Cases that may be one: what is equal and what differs, which is further along, and who may join them. */

import { beforeAll, describe, expect, it } from "vitest";
import { loadWords } from "../../ui/i18n";
import { compared } from "../double/compare";
import { mayJoin, progress } from "../double/doors";
import { tell } from "../told";
import { timelineOf } from "../timeline";
import { aCase, after, assignment, chief, rules, standing, zhou } from "./cast";

beforeAll(async () => {
  await loadWords("board");
  await loadWords("transfer");
});

describe("two cases side by side", () => {
  it("say what is equal, what differs, and nothing where one of both says nothing", () => {
    const one = aCase("a");
    const other = aCase("b", { target: { ...one.target, phone: "13900001111", id_number: "" } });
    const marks = Object.fromEntries(compared(one, other, rules).map(({ key, isSame }) => [key, isSame]));
    expect(marks["double.name"]).toBe(true);
    expect(marks["double.phone"]).toBe(false);
    expect(marks["double.id_number"]).toBeNull();
    expect(marks["double.number"]).toBeNull();
  });

  it("keep the one that is further along", () => {
    const waiting = aCase("a");
    const begun = aCase("b", { assignments: [assignment(1, { accepted_at: after(60) })] });
    const closed = aCase("c", { standing: standing({ state: "closed" }) });
    expect([progress(closed) > progress(begun), progress(begun) > progress(waiting)]).toEqual([true, true]);
  });

  it("are joined by those who lead, and only while open", () => {
    expect([mayJoin(chief, aCase("a")), mayJoin({ ...chief, role: "desk" }, aCase("a")), mayJoin(null, aCase("a"))]).toEqual([true, false, false]);
    expect(mayJoin(chief, aCase("a", { standing: standing({ state: "closed" }) }))).toBe(false);
  });
});

it("a tie to another case stands on the timeline", () => {
  const link = { kind: "split_to" as const, case: "b", number: "500108-20260301-00002", signals: 2, by: zhou, at: after(60) };
  const moment = timelineOf(aCase("a", { links: [link] }), rules).find(({ kind }) => kind === "tied");
  expect(moment && tell(moment, rules, "dissuasion-1").title).toBe("拆出 2 条线索，另立 500108-20260301-00002");
});
