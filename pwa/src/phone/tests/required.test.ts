// @vitest-environment node
/** A whole visit asks for at most 8 required inputs, and a call is logged with one answer: counted over every way through the flow. */

import { describe, expect, it } from "vitest";
import type { Flow, Step } from "../../core/rules";
import { readFlow } from "../../fold/tests/rules";
import { requiredCount, requiredFields } from "../required";
import { missingIn } from "../stage";

const MOST = 8;
const flow = readFlow("dissuasion-1");

/** Every way from a step to an end or back to the start of the track, each step answered once: [step, answer] pairs. */
function waysFrom(rules: Flow, from: string, start: string, seen: readonly string[] = []): [string, string][][] {
  const step = rules.steps[from];
  if (!step || step.end || (from === start && seen.length > 0)) return [[]];
  return step.answers.flatMap((answer) => {
    const leads = step.rules.filter((rule) => rule.when.includes(answer)).map((rule) => rule.go);
    const onward = leads.filter((to) => to === start || !seen.includes(to));
    return onward.flatMap((to) => waysFrom(rules, to, start, [...seen, from]).map((way): [string, string][] => [[from, answer], ...way]));
  });
}

const countOf = (way: [string, string][]): number =>
  way.reduce((sum, [name, answer]) => sum + requiredCount(flow.steps[name] as Step, answer), 0);

describe("a visit", () => {
  const ways = waysFrom(flow, flow.start.visit, flow.start.visit);

  it("has the ways one expects", () => {
    const named = ways.map((way) => way.map(([step]) => step).join(" "));
    expect(named).toContain("travel door look talk money payee proof result summary");
    expect(named).toContain("travel door look talk backup money payee proof result summary");
    expect(named).toContain("travel hand_on");
  });

  it(`never asks for more than ${MOST} required inputs`, () => {
    const most = ways.map((way) => ({ way: way.map(([step, answer]) => `${step}:${answer}`).join(" "), count: countOf(way) }));
    expect(most.filter(({ count }) => count > MOST)).toEqual([]);
    expect(Math.max(...most.map(({ count }) => count))).toBeGreaterThan(4);
  });
});

describe("a call", () => {
  it("is logged with one answer beside the dialling", () => {
    for (const step of Object.values(flow.steps).filter(({ screen }) => screen === "call")) {
      for (const answer of step.answers) expect(requiredCount(step, answer)).toBe(1);
    }
  });
});

describe("what is missing", () => {
  const payee = flow.steps["payee"] as Step;

  it("is the amount of every payment", () => {
    expect(missingIn(payee, "noted", {})).toEqual(["amount_fen"]);
    const payments = [
      { payee_account: "", amount_fen: 100 },
      { payee_account: "6222", amount_fen: 0 },
    ];
    expect(missingIn(payee, "noted", { payments })).toEqual(["amount_fen"]);
    expect(missingIn(payee, "noted", { payments: payments.slice(0, 1) })).toEqual([]);
  });

  it("is nothing where the answer says that there is none", () => {
    const find = flow.steps["other_number"] as Step;
    expect(missingIn(find, "found", {})).toEqual(["phone"]);
    expect(missingIn(find, "not_found_number", {})).toEqual([]);
    expect(requiredFields("transfer", "kept")).toEqual([]);
    expect(requiredFields("transfer", "transferred")).toEqual(["station", "reason"]);
  });
});
