/** Transfers on the board: who may do what, which come on top, and how each step is told. */

import { beforeAll, describe, expect, it } from "vitest";
import type { Me, TransferView } from "../../core/types";
import { loadWords } from "../../ui/i18n";
import { listed } from "../rows";
import { timelineOf } from "../timeline";
import { hasToReview, mayReview, mayTransfer, returnable } from "../transfer/papers";
import { paperTitle, paperWho } from "../transfer/told";
import { aCase, after, chief, li, zhou } from "./cast";

const district: Me["unit"] = { ...chief.unit, id: 1, code: "500108", name: "南岸区中心", tier: "district" };
const commander: Me = { ...chief, role: "commander", unit: district };
const operator: Me = { ...chief, role: "operator", unit: district };
const giver = { id: 2, code: "500108001", name: "南坪派出所" };
const receiver = { id: 20, code: "500106003", name: "渝碚路派出所" };

function aTransfer(changes: Partial<TransferView> = {}): TransferView {
  const asked = { id: 1, giver, receiver, why: "moved", note: "", by: li, at: after(60), reason: "", decided_by: null, decided_at: null, approved_by: null, approved_at: null };
  return { ...asked, state: "waiting", moved_at: null, ...changes };
}

beforeAll(async () => {
  await loadWords("board");
  await loadWords("transfer");
});

describe("a transfer that waits", () => {
  const one = aCase("a", { transfers: [aTransfer()], reviewing: commander.unit.id });

  it("is reviewed by the commander of the giving district, and by nobody else", () => {
    expect([mayReview(commander, one), mayReview(operator, one), mayReview(chief, one)]).toEqual([true, false, false]);
    expect(mayReview({ ...commander, unit: { ...commander.unit, id: 77, tier: "district" } }, one)).toBe(false);
  });

  it("stands on top for commander and operator", () => {
    const cases = [aCase("fine"), aCase("lost", { needs_routing: "no_station" }), one];
    expect(listed(cases, "open", commander, "2026-03-01").routing.map(({ id }) => id)).toEqual(["a", "lost"]);
    expect([hasToReview(operator, one), hasToReview(chief, one)]).toEqual([true, false]);
  });

  it("is not handed over a second time", () => {
    expect([mayTransfer(chief, aCase("b")), mayTransfer(chief, one), mayTransfer(commander, aCase("b"))]).toEqual([true, false, false]);
  });
});

describe("a case that was handed over", () => {
  const here = { ...aTransfer({ state: "approved", moved_at: after(90) }), giver: receiver, receiver: giver };
  const got = aCase("a", { transfers: [here] });

  it("can be returned by the chief who got it, until it was", () => {
    expect(returnable(chief, got)?.id).toBe(1);
    expect(returnable(chief, aCase("a", { transfers: [{ ...here, state: "returned" }] }))).toBeUndefined();
    expect(returnable(operator, got)).toBeUndefined();
    expect(returnable(chief, aCase("a"))).toBeUndefined();
  });
});

describe("the timeline", () => {
  const at = after(60);

  it("tells each step", () => {
    const told = (changes: Partial<TransferView>, stage: "asked" | "settled"): string => paperTitle({ transfer: aTransfer(changes), stage });
    expect(told({}, "asked")).toBe("申请移交到渝碚路派出所，等指挥长审核");
    expect(told({ state: "done", moved_at: at }, "asked")).toBe("移交到渝碚路派出所");
    expect(told({ moved_at: at }, "asked")).toBe("先移交到渝碚路派出所，指挥长事后审核");
    expect(told({ state: "approved" }, "settled")).toBe("同意移交到渝碚路派出所");
    expect(told({ state: "refused", reason: "地址没错" }, "settled")).toBe("不同意移交到渝碚路派出所：地址没错");
    expect(told({ state: "returned", reason: "查无此人" }, "settled")).toBe("渝碚路派出所退回：查无此人");
    expect(told({ state: "lapsed" }, "settled")).toBe("移交到渝碚路派出所不再审核");
  });

  it("holds both moments at their times", () => {
    const one = aCase("a", { transfers: [aTransfer({ state: "approved", decided_by: zhou, decided_at: after(120), moved_at: after(120) })] });
    expect(timelineOf(one, null).filter(({ kind }) => kind === "transfer").map((moment) => moment.at)).toEqual([Date.parse(at), Date.parse(after(120))]);
  });

  it("says when it moved, where the agreement is not told any more", () => {
    const back = { state: "returned" as const, moved_at: after(90), decided_by: zhou, decided_at: after(200), reason: "查无此人" };
    const one = aCase("a", { transfers: [aTransfer(back)] });
    const told = timelineOf(one, null).flatMap((moment) => (moment.kind === "transfer" ? [paperTitle(moment.paper)] : []));
    expect(told).toEqual(["申请移交到渝碚路派出所，等指挥长审核", "转到渝碚路派出所处置", "渝碚路派出所退回：查无此人"]);
  });

  it("still says who had agreed when it was returned", () => {
    const agreed = { approved_by: zhou, approved_at: after(120), moved_at: after(120) };
    const one = aCase("a", { transfers: [aTransfer({ ...agreed, state: "returned", decided_by: li, decided_at: after(200), reason: "查无此人" })] });
    const told = timelineOf(one, null).flatMap((moment) => (moment.kind === "transfer" ? [`${paperWho(moment.paper)} ${paperTitle(moment.paper)}`] : []));
    expect(told).toEqual([`${li.name} 申请移交到渝碚路派出所，等指挥长审核`, `${zhou.name} 同意移交到渝碚路派出所`, `${li.name} 渝碚路派出所退回：查无此人`]);
  });

  it("does without where a case was kept from before", () => {
    const { transfers: _, ...before } = aCase("a");
    expect(timelineOf(before as typeof before & { transfers: [] }, null).some(({ kind }) => kind === "transfer")).toBe(false);
  });
});
