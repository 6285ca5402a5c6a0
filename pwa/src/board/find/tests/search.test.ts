/** Search at every key: phone tail, name, initials, number and address, and nothing besides. */

import { describe, expect, it } from "vitest";
import { finder } from "../search";
import { aCase, report } from "../../tests/cast";

const peng = aCase("00012", {
  number: "500108-20260301-00012",
  target: { ...aCase("x").target, name: "彭先生", initials: ["pxs"], phone: "199 0000 1234", address: "南坪正街 1号", division_name: "南坪街道" },
});
const shan = aCase("2", { target: { ...peng.target, name: "单女士", initials: ["dns", "sns"], phone: "" }, number: "500108-20260301-00002" });

describe("a search", () => {
  it.each(["234", "1234", "0000 1234", "19900001234", "12", "00012", "20260301", "500108-20260301-0001", "彭", "先生", "彭 先", "px", "PXS", "正街1号", "南坪街"])(
    "finds him by %s",
    (text) => expect(finder(text)(peng)).toBe(true),
  );

  it.each(["34", "9900", "00013", "-", "彭女士", "xs", "花园路"])("does not find him by %s", (text) => expect(finder(text)(peng)).toBe(false));

  it("finds a name that is read in two ways by either", () => {
    expect([finder("dn")(shan), finder("sns")(shan), finder("px")(shan)]).toEqual([true, true, false]);
  });

  it("finds a person by a number found on the way", () => {
    expect(finder("8899")({ ...shan, reports: [report({ inputs: { phone: "13900008899" } })] })).toBe(true);
    expect(finder("8899")(shan)).toBe(false);
  });

  it("finds all without a text, and does not stumble over a case from before there were initials", () => {
    const { initials: _none, ...target } = peng.target;
    expect(finder("  ")(peng)).toBe(true);
    expect(finder("pxs")({ ...peng, target })).toBe(false);
  });
});
