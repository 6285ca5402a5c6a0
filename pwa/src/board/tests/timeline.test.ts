/** The timeline: in the order it happened, both times where they differ, strays and late ones marked. */

import { describe, expect, it } from "vitest";
import { hangUps, timelineOf, type Moment } from "../timeline";
import { tell } from "../told";
import { aCase, after, assignment, chief, li, report, rules, standing, zhou } from "./cast";

type Reported = Extract<Moment, { kind: "report" }>;

const said = (one: ReturnType<typeof aCase>) => timelineOf(one, rules).map((m) => tell(m, rules, one.flow).title);
const reportsOf = (one: ReturnType<typeof aCase>) => timelineOf(one, rules).filter((m): m is Reported => m.kind === "report");

describe("story 1 on the timeline", () => {
  const attempts = [10, 70].map((s) => ({ at: after(s), answer: "hung_up", member: zhou.id }));
  const one = aCase("peng", {
    signals: [
      {
        source: "市平台",
        received_at: after(0),
        text: "",
        behaviours: ["shares_screen"],
        amount_fen: 103000000,
        call_seconds: null,
        call_count: null,
        transaction_at: null,
        site_or_app: "",
        suspect_phone: "",
        suspect_account: "",
        places: [
          { code: "500108003", name: "南岸区南坪街道", score: 0.5 },
          { code: "500108005", name: "南岸区南坪镇", score: 0.4 },
        ],
      },
    ],
    assignments: [
      assignment(1, { track: "call", member: zhou, assigned_at: after(1), delivered_at: after(3), accepted_at: after(5) }),
      assignment(2, { assigned_at: after(1), delivered_at: after(9), accepted_at: after(41) }),
    ],
    reports: [
      report({ kind: "accept", step: null, answer: null, made_at: after(5) }),
      report({ made_at: after(10) }),
      report({ made_at: after(70) }),
      report({ track: "visit", assignment: 2, step: "travel", answer: "arrived", member: li, device: "device-b", made_at: after(1200) }),
      report({
        track: "visit",
        assignment: 2,
        step: "result",
        answer: "persuaded",
        member: li,
        device: "device-b",
        made_at: after(1800),
        inputs: { saved_fen: 103000000 },
      }),
    ],
    decisions: [{ kind: "signed", by: { ...li, name: chief.name }, at: after(2000), reason: "" }],
    standing: standing({
      state: "closed",
      immediate_since: after(70),
      call: { step: "dial_on", end: null, attempts, arrived_at: null, accepted_by: zhou.id, accepted_at: after(5) },
    }),
  });

  it("says where an address may be that nobody is sure of", () => {
    const [signal] = timelineOf(one, rules);
    expect(tell(signal!, rules, one.flow).details).toContain("地址拿不准，可能在：南岸区南坪街道、南岸区南坪镇");
  });

  it("reads from the signal to the signature, the switch to a visit after the second hang-up", () => {
    expect(said(one)).toEqual([
      "预警推送",
      "电话派给 周敏",
      "上门派给 李伟",
      "送达手机",
      "签收",
      "送达手机",
      "打电话：挂断了",
      "打电话：挂断了",
      "挂断2次 → 立即上门",
      "上门：我到了",
      "劝阻结果：已劝阻",
      "审核通过，办结",
    ]);
  });

  it("says who, from which device, and every digit of the money", () => {
    const result = timelineOf(one, rules).find((m) => m.kind === "report" && m.report.step === "result")!;
    expect(tell(result, rules, one.flow)).toMatchObject({ who: "李伟", device: "Android · Chrome", details: ["挽回 1,030,000元"] });
  });

  it("counts the hang-ups up to the switch only", () => {
    const more = [...attempts, { at: after(300), answer: "hung_up", member: zhou.id }];
    const called = aCase("x", { standing: standing({ immediate_since: after(70), call: { ...one.standing.call, attempts: more } }) });
    expect(hangUps(called)).toBe(2);
  });
});

describe("a report made without a network", () => {
  const late = report({ made_at: after(100), received_at: after(5000), device: "device-c" });
  const sharp = report({ made_at: after(200), received_at: after(201), device: "device-d" });

  it("stands where it happened, with the time it arrived", () => {
    const shown = reportsOf(aCase("x", { reports: [sharp, late] }));
    expect(shown.map((m) => m.id)).toEqual([late.id, sharp.id]);
    expect(shown.map((m) => m.arrived)).toEqual([Date.parse(after(5000)), null]);
  });

  it("is put right where the phone's clock was wrong", () => {
    const wrong = report({ made_at: after(-90000), clock_offset_ms: 90_000_000, received_at: after(2) });
    expect(reportsOf(aCase("x", { reports: [wrong] }))[0]).toMatchObject({ at: Date.parse(after(0)), arrived: null });
  });

  it("that does not fit keeps its place and its reason", () => {
    const shown = reportsOf(aCase("x", { reports: [late], standing: standing({ strays: { [late.id]: "reassigned" } }) }));
    expect(shown[0]).toMatchObject({ stray: "reassigned", late: 0 });
  });
});

describe("limits", () => {
  it("mark the first call as late, and not the ones after it", () => {
    const shown = reportsOf(aCase("x", { reports: [report({ made_at: after(660) }), report({ made_at: after(900) })] }));
    expect(shown.map((m) => m.late)).toEqual([60_000, 0]);
  });

  it("mark an acceptance by its own assignment", () => {
    const accept = report({ kind: "accept", assignment: 2, track: "visit", step: null, answer: null, made_at: after(500) });
    const one = aCase("x", { assignments: [assignment(2, { assigned_at: after(300) })], reports: [accept] });
    expect(reportsOf(one)[0]!.late).toBe(20_000);
  });

  it("are shorter once the visit became immediate", () => {
    const arrival = report({ track: "visit", step: "travel", answer: "arrived", made_at: after(2000) });
    const calm = aCase("x", { reports: [arrival] });
    const urgent = aCase("x", { reports: [arrival], standing: standing({ immediate_since: after(100) }) });
    expect(reportsOf(calm)[0]!.late).toBe(0);
    expect(reportsOf(urgent)[0]!.late).toBe(100_000);
  });

  it("show a raised level, but not the first one", () => {
    expect(said(aCase("x"))).toEqual([]);
    expect(said(aCase("x", { graded_at: after(60) }))).toEqual(["等级升到特危"]);
  });
});

describe("a printed case file", () => {
  it("stands on the timeline with who printed it; a case kept from before has none", () => {
    const printed = timelineOf(aCase("peng", { printings: [{ by: zhou, at: after(90) }] }), rules).at(-1);
    expect(printed && tell(printed, rules, "dissuasion-1")).toMatchObject({ title: "打印了案卷", who: zhou.name });
    expect(timelineOf(aCase("peng"), rules).some(({ kind }) => kind === "printed")).toBe(false);
  });
});
