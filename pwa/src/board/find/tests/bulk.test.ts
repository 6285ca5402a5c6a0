/** What many came to, in words; kept filters come and go with a way back; the filter in words. */

import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { session } from "../../../core/store";
import { noAnswer } from "../../../core/problem";
import { sayEverything } from "../../../ui/tests/say_everything";
import { notice } from "../../notice";
import { outcome, outcomeOf, routeTo } from "../bulk";
import { chipsOf } from "../chips";
import * as doors from "../doors";
import type { ManyResult, SavedView } from "../doors";
import { EVERYTHING } from "../filter";
import { allViews, drop, isShown, loadViews, ownViews, rename, saveAs } from "../views";
import { aCase, assignment, chief, li, rules } from "../../tests/cast";

vi.mock("../doors");
const kept = new Map<string, unknown>();
vi.mock("../../../core/db", async (original) => ({
  ...(await original<object>()),
  kept: (key: string) => Promise.resolve(kept.get(key)),
  keep: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
}));

const result = (id: string, status: ManyResult["status"]): ManyResult => ({
  case: id,
  status,
  code: "",
  message: status === "refused" ? "这条预警已经办结。" : "",
  message_en: "",
});
const view = (id: string, name: string): SavedView => ({ id, name, shown: { ...EVERYTHING, late: true, text: "pxs" } });

beforeAll(sayEverything);
beforeEach(() => {
  vi.clearAllMocks();
  kept.clear();
  session.me = { ...chief };
});

describe("many at once", () => {
  it("say how many were done, already so, and not done, with the reason of each", () => {
    const results = [result("a", "done"), result("b", "already"), result("c", "refused"), result("d", "done")];
    expect(outcomeOf(results, "李伟", (id) => `案${id}`)).toEqual({
      text: "2 条已交给 李伟，1 条本来就是，1 条没有办成",
      notDone: [{ id: "c", name: "案c", why: "这条预警已经办结。" }],
    });
  });

  it("go to the server a hundred at a time, and show what was not done", async () => {
    const ids = Array.from({ length: 130 }, (_, n) => `case-${n}`);
    vi.mocked(doors.routeMany).mockImplementation((some) => Promise.resolve(some.map((id) => result(id, id === "case-129" ? "refused" : "done"))));
    expect(await routeTo({ code: "1", name: "南坪派出所" }, ids)).toBe(true);
    expect(vi.mocked(doors.routeMany).mock.calls.map(([some]) => some.length)).toEqual([100, 30]);
    expect(outcome.value?.text).toBe("129 条已交给 南坪派出所，1 条没有办成");
  });

  it("are not done when there is no network, and can be tried again", async () => {
    vi.mocked(doors.routeMany).mockRejectedValue(noAnswer());
    expect(await routeTo({ code: "1", name: "南坪派出所" }, ["a"])).toBe(false);
    expect(notice.value?.tone).toBe("problem");
    expect(notice.value?.action).toBeDefined();
  });
});

describe("kept filters", () => {
  it("stand after the two everybody has, and are there without a network too", async () => {
    vi.mocked(doors.savedViews).mockResolvedValueOnce([view("1", "急的")]);
    await loadViews();
    expect(allViews.value.map(({ name }) => name)).toEqual(["超时的", "还没人去的", "急的"]);
    session.me = { ...chief, id: 77 };
    expect(ownViews.value).toEqual([]);
    session.me = { ...chief };
    vi.mocked(doors.savedViews).mockRejectedValueOnce(noAnswer());
    await loadViews();
    expect(ownViews.value.map(({ name }) => name)).toEqual(["急的"]);
  });

  it("are saved with filter and text", async () => {
    vi.mocked(doors.saveView).mockImplementation((saved) => Promise.resolve([saved]));
    await saveAs("彭", { ...EVERYTHING, levels: ["high"], text: "pxs" });
    expect(ownViews.value[0]).toMatchObject({ name: "彭", shown: { levels: ["high"], text: "pxs" } });
    expect(isShown(ownViews.value[0]!, { ...EVERYTHING, levels: ["high"], text: " pxs " })).toBe(true);
    expect(isShown(ownViews.value[0]!, { ...EVERYTHING, levels: ["high"], text: "" })).toBe(false);
  });

  it("come back after being dropped or renamed", async () => {
    vi.mocked(doors.dropView).mockResolvedValue([]);
    vi.mocked(doors.saveView).mockImplementation((saved) => Promise.resolve([saved]));
    await drop(view("1", "急的"));
    expect(ownViews.value).toEqual([]);
    notice.value?.action?.run();
    await vi.waitFor(() => expect(ownViews.value).toEqual([view("1", "急的")]));
    await rename(view("1", "急的"), "特急的");
    expect(ownViews.value[0]?.name).toBe("特急的");
    notice.value?.action?.run();
    await vi.waitFor(() => expect(ownViews.value[0]?.name).toBe("急的"));
  });
});

it("says a filter in words, each with the way without it", () => {
  const known = { rules, cases: new Map([["a", aCase("a", { assignments: [assignment(1)] })]]), members: [] };
  const filter = { levels: ["critical"], types: ["investment"], person: li.id, place: "500108001", unit: 2, late: true, unmanned: true, kind: "drill" as const };
  const chips = chipsOf(filter, known);
  expect(chips.map(({ words }) => words).slice(0, 6)).toEqual(["特危", "超时的", "还没人去的", "南坪派出所", "李伟", "南坪街道"]);
  const left = chips.reduce((rest, chip) => ({ ...rest, ...chip.without }), filter as typeof EVERYTHING);
  expect(left).toEqual(EVERYTHING);
  expect(chipsOf({ ...EVERYTHING, person: 404, unit: 404 }, known).map(({ words }) => words)).toEqual(["某单位", "某人"]);
});
