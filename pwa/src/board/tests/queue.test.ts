/** The queue in the server's order; the track that is given out next. */

import { describe, expect, it } from "vitest";
import type { Me } from "../../core/types";
import { picturesOf } from "../pictures";
import { waitingCalls } from "../queue";
import { mayAssign, mayRoute, maySign, mayTake } from "../rights";
import { currentOf, flagsOf, formerOf, trackToAssign } from "../state";
import { aCase, after, assignment, chief, li, report, rules, standing, zhou } from "./cast";

const operator: Me = { ...chief, id: zhou.id, name: "周敏", role: "operator", unit: { ...chief.unit, id: 1, tier: "district" } };
const call = (id: number, change = {}) => assignment(id, { track: "call", member: zhou, ...change });

describe("the call queue", () => {
  it("holds mine not yet accepted, mine under way, then nobody's; never another's", () => {
    const cases = [
      aCase("nobodys", { assignments: [call(1, { member: null })], standing: standing({ due_at: after(-900) }) }),
      aCase("under_way", { assignments: [call(2, { accepted_at: after(5) })] }),
      aCase("mine_later", { assignments: [call(3)], standing: standing({ due_at: after(600) }) }),
      aCase("mine", { assignments: [call(4)] }),
      aCase("anothers", { assignments: [call(5, { member: li })] }),
      aCase("answered", { assignments: [call(6)], standing: standing({ state: "answered" }) }),
      aCase("ended", { assignments: [call(7, { ended_at: after(9), end: "done" })] }),
    ];
    expect(waitingCalls(cases, operator).map((one) => one.id)).toEqual(["mine", "mine_later", "under_way", "nobodys"]);
  });
});

describe("rights", () => {
  const open = aCase("a");
  const answered = aCase("b", { standing: standing({ state: "answered" }) });
  const commander: Me = { ...chief, role: "commander" };

  it("give the visit to the chief and the call to the operator", () => {
    expect([mayAssign(chief, open, "visit"), mayAssign(chief, open, "call")]).toEqual([true, false]);
    expect([mayAssign(operator, open, "visit"), mayAssign(operator, open, "call")]).toEqual([false, true]);
    expect([mayTake(chief, open, "visit"), mayTake(operator, open, "call"), mayTake(commander, open, "visit")]).toEqual([true, true, false]);
  });

  it("end with the outcome, but for signing", () => {
    expect([mayAssign(chief, answered, "visit"), maySign(chief, answered), maySign(chief, open)]).toEqual([false, true, false]);
  });

  it("leave the signature of a case without a station to a commander", () => {
    const lost = { ...answered, station: null };
    expect([maySign(chief, lost), maySign(commander, lost)]).toEqual([false, true]);
    expect([mayRoute(operator, lost), mayRoute(operator, { ...open, station: null })]).toEqual([false, true]);
  });
});

describe("the state of a row", () => {
  it("says in words why somebody must go at once", () => {
    const attempts = [10, 70].map((s) => ({ at: after(s), answer: "hung_up", member: zhou.id }));
    const one = aCase("a", { standing: standing({ visit_wanted: true, immediate_since: after(70), call: { ...standing().call, attempts } }) });
    expect(flagsOf(one, rules, chief)).toEqual([{ text: "挂断2次 → 立即上门", tone: "critical" }]);
    const there = { ...one, standing: { ...one.standing, visit: { ...one.standing.visit, arrived_at: after(900) } } };
    expect(flagsOf(there, rules, chief)).toEqual([{ text: "挂断2次 → 立即上门", tone: "quiet" }]);
  });

  it("says what needs routing in words, whatever the code", () => {
    expect(flagsOf(aCase("a", { needs_routing: "nobody_to_visit" }), rules, chief)[0]!.text).toBe("要分派：派出所没有能上门的人");
    expect(flagsOf(aCase("a", { needs_routing: "something_new" }), rules, operator)[0]!.text).toBe("要分派：没有找到人");
  });

  it("says of whom the rules want it said that he was warned often", () => {
    const often = { rule: "warned_often", level: "high", words: "反复预警，已有3次", words_en: "", flag: "反复预警3次", flag_en: "Warned 3 times" };
    const age = { rule: "elderly", level: "medium", words: "66岁，老年人", words_en: "", flag: "", flag_en: "" };
    expect(flagsOf(aCase("a", { reasons: [often, age, often] }), rules, chief)).toEqual([{ text: "反复预警3次", tone: "high" }]);
  });

  it("says quietly what the reader can do nothing about", () => {
    expect(flagsOf(aCase("a", { needs_routing: "nobody_to_call" }), rules, chief)).toEqual([{ text: "没有能打电话的专员", tone: "quiet" }]);
  });

  it("shows who is on it now, and the former ones apart", () => {
    const one = aCase("a", { assignments: [assignment(1, { ended_at: after(9), end: "declined" }), assignment(2), call(3, { ended_at: after(9), end: "done" })] });
    expect(currentOf(one).map((a) => a.id)).toEqual([3, 2]);
    expect(formerOf(one).map((a) => a.id)).toEqual([1]);
  });

  it("gives out first what nobody has", () => {
    const both = aCase("a", { assignments: [assignment(1), call(2, { member: null })] });
    expect(trackToAssign(both, () => true)).toBe("call");
    expect(trackToAssign(both, (track) => track === "visit")).toBe("visit");
    expect(trackToAssign(both, () => false)).toBeNull();
  });
});

describe("pictures", () => {
  it("are shown once each, with those that have not arrived yet", () => {
    const ref = (sha256: string, use: "photo" | "signature") => ({ sha256, use, media_type: "image/jpeg" as const, size: 1 });
    const one = aCase("a", {
      evidence: ["p1"],
      reports: [report({ inputs: { evidence: [ref("p1", "photo"), ref("s1", "signature")] } }), report({ inputs: { evidence: [ref("p1", "photo")] } })],
    });
    expect(picturesOf(one).map(({ sha256, use, n, isHere }) => [sha256, use, n, isHere])).toEqual([
      ["p1", "photo", 1, true],
      ["s1", "signature", 1, false],
    ]);
  });

  it("show when they were taken by the server's clock", () => {
    const ref = { sha256: "p1", use: "photo" as const, media_type: "image/jpeg" as const, size: 1 };
    const slow = report({ inputs: { evidence: [ref] }, made_at: after(60 - 86_400), clock_offset_ms: 86_400_000 });
    expect(Date.parse(picturesOf(aCase("a", { reports: [slow] }))[0]!.made_at)).toBe(Date.parse(after(60)));
  });
});
