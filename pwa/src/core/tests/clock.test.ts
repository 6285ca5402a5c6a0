/** Limits run on the server's time, and times are Beijing's, whatever the phone is set to. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setLanguage } from "../../ui/i18n";
import { ago, clockOff, clockTime, exactTime, measureClock, now, offset, remaining, serverNow } from "../clock";

const NOON = Date.parse("2026-03-05T04:00:00Z");

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOON });
  return setLanguage("zh");
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe("the clock", () => {
  it("knows the server's time on a phone that is two days off", () => {
    vi.setSystemTime(NOON - 2 * 86_400_000);
    measureClock(NOON, Date.now() - 100, Date.now() + 100, true);
    expect(offset.value).toBe(2 * 86_400_000);
    expect(serverNow()).toBe(NOON);
    expect(now.value).toBe(NOON);
    expect(remaining("2026-03-05T04:04:30Z").text).toBe("还剩 4 分");
  });

  it("leaves a right clock alone, however unevenly the network carried the question and the answer", () => {
    measureClock(NOON, NOON, NOON, true);
    measureClock(NOON + 50, NOON, NOON + 3_000, true);
    expect(offset.value).toBe(0);
    measureClock(NOON + 2_950, NOON, NOON + 3_000, true);
    expect(offset.value).toBe(0);
  });

  it("comes closer with every quicker answer", () => {
    measureClock(NOON + 60_000, NOON - 4_000, NOON, true);
    expect(offset.value).toBe(62_000);
    measureClock(NOON + 60_000, NOON - 40, NOON, true);
    expect(offset.value).toBe(60_020);
    measureClock(NOON + 60_000, NOON - 4_000, NOON, true);
    expect(offset.value).toBe(60_020);
  });

  it("does not believe an answer that took too long, nor a header after an exact time", () => {
    measureClock(NOON, NOON, NOON, true);
    measureClock(NOON + 60_000, NOON - 20_000, NOON, true);
    measureClock(NOON + 60_000, NOON, NOON, false);
    expect(offset.value).toBe(0);
  });
});

describe("words for time", () => {
  it.each([
    [59, "还剩 59 秒"],
    [60, "还剩 1 分"],
    [4 * 60 + 59, "还剩 4 分"],
    [3600, "还剩 1 小时"],
    [5400, "还剩 1 小时 30 分"],
    [86_400 + 3 * 3600, "还剩 1 天 3 小时"],
    [-1, "超时 1 秒"],
    [-12 * 60, "超时 12 分"],
  ])("%i seconds", (seconds, text) => {
    expect(remaining(NOON + seconds * 1000, NOON)).toEqual({ late: seconds < 0, seconds, text });
  });

  it("says roughly how far a clock is off that stands at 1970", () => {
    expect(clockOff(NOON)).toBe("约 56 年");
    expect(clockOff(-364 * 86_400_000)).toBe("364 天");
    expect(clockOff(-9_000)).toBe("");
  });

  it("says the same in English", async () => {
    await setLanguage("en");
    expect(remaining(NOON + 240_000, NOON).text).toBe("4 min left");
    expect(remaining(NOON - 240_000, NOON).text).toBe("4 min over");
  });

  it.each(["Asia/Urumqi", "America/New_York", "Asia/Shanghai"])("is Beijing's in %s", (zone) => {
    vi.stubEnv("TZ", zone);
    expect(clockTime("2026-03-05T03:58:00Z", NOON)).toBe("11:58");
    expect(clockTime("2026-03-04T15:59:00Z", NOON)).toBe("昨天 23:59");
    expect(clockTime("2026-03-04T16:00:00Z", NOON)).toBe("00:00");
    expect(clockTime("2026-02-28T16:30:00Z", NOON)).toBe("3月1日 00:30");
    expect(clockTime("2025-12-31T15:30:00Z", NOON)).toBe("2025年12月31日 23:30");
    expect(exactTime("2026-03-04T16:00:09Z")).toBe("2026-03-05 00:00:09");
  });

  it("says how long ago", () => {
    expect(ago(NOON - 3_000, NOON)).toBe("刚刚");
    expect(ago(NOON - 180_000, NOON)).toBe("3 分前");
  });
});
