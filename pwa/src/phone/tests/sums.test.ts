// @vitest-environment node
/** Money adds up by itself, and is never counted twice. */

import { describe, expect, it } from "vitest";
import type { ReportView } from "../../core/types";
import { readFlow } from "../../fold/tests/rules";
import type { Trail } from "../trail";
import { carried, lostBy, nothingSent } from "../sums";

const flow = readFlow("dissuasion-1");
const report = {} as ReportView;
const after = (...passed: Omit<Trail["passed"][number], "report">[]): Trail => ({
  step: "payee",
  end: null,
  passed: passed.map((one) => ({ ...one, report })),
});
const payment = (amount_fen: number) => ({ payee_account: "6222", amount_fen });

describe("when no money has gone", () => {
  it("all that was about to go is saved", () => {
    expect(nothingSent({ about_to_go_fen: 103 }, flow, after())).toEqual({ saved_fen: 103, lost_fen: 0, payments: [] });
  });

  it("a typed sum stands", () => {
    expect(nothingSent({ about_to_go_fen: 103, saved_fen: 50 }, flow, after())).toMatchObject({ saved_fen: 50 });
  });

  it("nothing is claimed as saved while he still does not believe", () => {
    const trail = after({ step: "backup", answer: "still_disbelieves", inputs: {} });
    expect(nothingSent({ about_to_go_fen: 103 }, flow, trail)).toEqual({ lost_fen: 0, payments: [] });
  });
});

describe("what is lost", () => {
  it("is the sum of the payments", () => {
    expect(lostBy([payment(3), payment(4)], flow, after({ step: "money", answer: "already_sent", inputs: {} }))).toBe(7);
  });

  it("is the sum named before where not every payment is remembered", () => {
    expect(lostBy([payment(3)], flow, after({ step: "money", answer: "already_sent", inputs: { lost_fen: 11 } }))).toBe(11);
  });

  it("follows the corrected sum", () => {
    const payee = { step: "payee", answer: "noted", inputs: { payments: [payment(3)], lost_fen: 5 } };
    expect(carried(payee, flow, "money", { lost_fen: 4 }).lost_fen).toBe(4);
    expect(carried(payee, flow, "money", { lost_fen: 2 }).lost_fen).toBe(3);
    expect(carried(payee, flow, "look", {}).lost_fen).toBe(5);
  });
});
