/** The seconds of an assignment: sent, delivered, accepted, and those still running. */

import { describe, expect, it } from "vitest";
import { elapsed, receiptsOf, receiptText } from "../receipts";
import { after, assignment, critical } from "./cast";

const texts = (one: ReturnType<typeof assignment>, seconds: number) =>
  receiptsOf(one, critical, Date.parse(after(seconds))).map(receiptText);

describe("receipts", () => {
  it("count both from the moment it was sent", () => {
    const one = assignment(1, { delivered_at: after(8), accepted_at: after(40) });
    expect(texts(one, 500)).toEqual(["送达 8秒", "签收 40秒"]);
  });

  it("run while the phone has not confirmed, and name nothing beyond it", () => {
    expect(texts(assignment(1), 12)).toEqual(["等送达 12秒"]);
  });

  it("run while the person has not accepted, and are late past the limit", () => {
    const one = assignment(1, { delivered_at: after(8) });
    expect(texts(one, 80)).toEqual(["送达 8秒", "等签收 1分20秒"]);
    const late = receiptsOf(one, critical, Date.parse(after(181)));
    expect(late.map((r) => r.late)).toEqual([false, true]);
  });

  it("stop when the assignment ends without them", () => {
    expect(texts(assignment(1, { delivered_at: after(8), ended_at: after(60), end: "reassigned" }), 900)).toEqual(["送达 8秒"]);
  });

  it("are none where nobody has been chosen", () => {
    expect(texts(assignment(1, { member: null }), 12)).toEqual([]);
  });

  it("never run backwards when clocks differ", () => {
    expect(texts(assignment(1, { delivered_at: after(-3) }), 1)).toEqual(["送达 0秒", "等签收 1秒"]);
  });
});

describe("elapsed time", () => {
  it.each([
    [0, "0秒"],
    [59, "59秒"],
    [60, "1分"],
    [80, "1分20秒"],
    [3600, "1小时"],
    [7500, "2小时5分"],
    [86400, "1天"],
    [273600, "3天4小时"],
  ])("of %i s reads %s", (seconds, text) => {
    expect(elapsed(seconds)).toBe(text);
  });
});
