// @vitest-environment node
/** Amounts: read as typed, said as spoken. */

import { describe, expect, it } from "vitest";
import { readYuan, sayYuan, typedYuan } from "../money";

describe("an amount as people type it", () => {
  it.each([
    ["1030000", 103_000_000],
    ["103万", 103_000_000],
    ["103 万元", 103_000_000],
    ["1,030,000 元", 103_000_000],
    ["１０３万", 103_000_000],
    ["11w", 11_000_000],
    ["0.29万", 290_000],
    ["3千块", 300_000],
    ["1.5亿", 15_000_000_000],
    ["12345.67", 1_234_567],
    ["12345.6", 1_234_560],
    ["12345.", 1_234_500],
    ["¥500", 50_000],
    ["0", 0],
    ["10万块钱", 10_000_000],
  ])("%s is read", (typed, fen) => {
    expect(readYuan(typed)).toBe(fen);
  });

  it.each(["", "万", "abc", "12.345", "-5", "1e5", "0.0000001万", "99999999999999", "1.2.3", "十万"])(
    "%s is no amount",
    (typed) => {
      expect(readYuan(typed)).toBeNull();
    },
  );
});

describe("an amount said back", () => {
  it.each([
    [103_000_000, "103万元"],
    [11_000_000, "11万元"],
    [1_250_000, "1.25万元"],
    [15_000_000_000, "1.5亿元"],
    [1_234_567, "12,345.67元"],
    [12_345_00, "12,345元"],
    [150_000, "1,500元"],
    [5, "0.05元"],
    [0, "0元"],
  ])("%d fen", (fen, said) => {
    expect(sayYuan(fen)).toBe(said);
  });

  it("keeps its digits in English", () => {
    expect(sayYuan(103_000_000, "en")).toBe("¥1,030,000");
  });

  it("comes out of a field as it went in", () => {
    for (const fen of [0, 5, 1_234_567, 103_000_000]) expect(readYuan(typedYuan(fen))).toBe(fen);
    expect(typedYuan(null)).toBe("");
  });
});
