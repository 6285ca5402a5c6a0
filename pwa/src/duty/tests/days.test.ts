/** Days, minutes and gaps in words. */

import { beforeAll, describe, expect, it } from "vitest";
import { addWords, loadWords } from "../../ui/i18n";
import { FURTHER } from "../../ui/further_words";
import { addDays, clockOf, dayWords, minutesOf, spanWords, weekdayOf } from "../days";
import { gapWords, type Gap } from "../gaps";

beforeAll(async () => {
  addWords(FURTHER);
  await loadWords("duty");
});

describe("days", () => {
  it("go over the ends of months and years", () => {
    expect(addDays("2026-11-26", 7)).toBe("2026-12-03");
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(addDays("2028-03-01", -1)).toBe("2028-02-29");
  });

  it("begin the week on Monday", () => {
    expect(["2026-11-23", "2026-11-26", "2026-11-29"].map(weekdayOf)).toEqual([0, 3, 6]);
    expect(dayWords("2026-11-05")).toBe("11月5日");
  });
});

describe("minutes of the day", () => {
  it("are written and read as people do", () => {
    expect(clockOf(485)).toBe("08:05");
    expect(minutesOf("18:30")).toBe(1110);
    expect(minutesOf("")).toBeNull();
  });

  it("say when they go over midnight", () => {
    expect(spanWords({ start: 480, end: 1080 })).toBe("08:00–18:00");
    expect(spanWords({ start: 1080, end: 480 })).toBe("18:00–次日 08:00");
    expect(spanWords({ start: 540, end: 540 })).toBe("09:00–次日 09:00");
  });
});

describe("gaps", () => {
  const gap: Gap = { unit: "南坪派出所", unit_code: "1", shift: "夜班", day: "2026-11-26", starts: new Date().toISOString(), kind: "empty", name: "" };

  it("are said by the soonest shift that lacks somebody, and how many more there are", () => {
    expect(gapWords([])).toBe("");
    expect(gapWords([gap])).toMatch(/^夜班 .*：没人值班$/);
    expect(gapWords([{ ...gap, kind: "unreachable", name: "王晓燕" }, gap, { ...gap, kind: "short" }])).toMatch(/：没人值班，另有 1 处$/);
  });

  it("count each person whose phone is silent once, and name nobody", () => {
    const silent: Gap = { ...gap, kind: "unreachable", name: "王晓燕" };
    expect(gapWords([silent, silent, { ...silent, name: "李建国" }])).toMatch(/：2 人手机多日没上线$/);
  });
});
