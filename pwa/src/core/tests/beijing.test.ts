// @vitest-environment node
/** Times to go again are Beijing times, whatever the phone is set to. */

import { describe, expect, it } from "vitest";
import { momentOf, quickTimes, wallTime } from "../beijing";

const at = (text: string): number => Date.parse(text);

describe("quick times", () => {
  it("offer an hour, tonight and tomorrow morning at noon", () => {
    const picks = quickTimes(at("2026-03-04T12:02:00+08:00"));
    expect(picks.map((pick) => pick.code)).toEqual(["in_an_hour", "tonight", "tomorrow_morning"]);
    expect(picks.map((pick) => wallTime(pick.at))).toEqual(["2026-03-04T13:05", "2026-03-04T20:00", "2026-03-05T09:00"]);
  });

  it("do not offer an evening that is nearly over", () => {
    const picks = quickTimes(at("2026-03-04T19:30:00+08:00"));
    expect(picks.map((pick) => pick.code)).toEqual(["in_an_hour", "tomorrow_morning", "tomorrow_evening"]);
  });

  it("know the day from Beijing's midnight", () => {
    const picks = quickTimes(at("2026-03-04T00:30:00+08:00"));
    expect(picks.map((pick) => wallTime(pick.at))).toEqual(["2026-03-04T01:30", "2026-03-04T20:00", "2026-03-05T09:00"]);
  });
});

describe("a typed time", () => {
  it("means Beijing and comes back the same", () => {
    const moment = momentOf("2026-03-04T20:00");
    expect(moment).toBe(at("2026-03-04T12:00:00Z"));
    expect(wallTime(moment ?? 0)).toBe("2026-03-04T20:00");
  });

  it("is nothing while half typed", () => {
    expect(momentOf("2026-03-")).toBeNull();
    expect(momentOf("")).toBeNull();
    expect(momentOf("2026-99-04T20:00")).toBeNull();
  });
});
