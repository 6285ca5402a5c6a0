/** The schematic: every open case lies in exactly one field, whatever is known of where it is. */

import { expect, it } from "vitest";
import type { CaseView } from "../../../core/types";
import { aCase, after, standing } from "../../tests/cast";
import { fieldsOf, OUTSIDE, shortened, UNKNOWN, within, type Area } from "../places";

const words = { unknown: "还不知道在哪", outside: "辖区以外" };
const district: Area = {
  within: "500108",
  path: [],
  divisions: [
    { code: "500108002", name: "花园路街道" },
    { code: "500108003", name: "南坪街道" },
    { code: "500108006", name: "弹子石街道" },
  ],
};
const elsewhere = { id: 1, code: "500108", name: "南岸区" };

function at(id: string, division: string, change: Partial<CaseView> = {}): CaseView {
  const one = aCase(id, { station: null, district: elsewhere, ...change });
  return { ...one, target: { ...one.target, division } };
}

function laid(all: CaseView[], area = district, isWhole = true): Record<string, string[]> {
  return Object.fromEntries(fieldsOf(all, area, isWhole, words).busy.map(({ code, cases }) => [code, cases.map((one) => one.id)]));
}

it("puts a case of a village into its street, and names what is quiet", () => {
  const all = [at("a", "500108003001"), at("b", "500108003"), at("c", "500108002")];
  expect(laid(all)).toEqual({ "500108003": ["a", "b"], "500108002": ["c"] });
  expect(fieldsOf(all, district, true, words).quiet).toEqual([{ code: "500108006", name: "弹子石街道" }]);
});

it("takes the unit where there is no address, and says where nothing is known", () => {
  const station = { id: 3, code: "500108006", name: "弹子石派出所" };
  const all = [at("routed", "", { station }), at("nowhere", ""), at("far", "500106003"), at("coarse", "500108"), at("city", "50")];
  expect(laid(all)).toEqual({ "500108006": ["routed"], [UNKNOWN]: ["city", "coarse", "nowhere"], [OUTSIDE]: ["far"] });
});

it("shows deeper down only what lies there, most urgent first, and not what is answered", () => {
  const street: Area = { within: "500108003", path: [], divisions: [{ code: "500108003001", name: "南坪正街社区居民委员会" }] };
  const all = [
    at("later", "500108003001", { standing: standing({ due_at: after(900) }) }),
    at("soon", "500108003001", { standing: standing({ due_at: after(60) }) }),
    at("help", "500108003001", { standing: standing({ due_at: after(5000), help_since: after(1) }) }),
    at("somewhere", "500108003"),
    at("beside", "500108002"),
    at("done", "500108003001", { standing: standing({ state: "answered" }) }),
  ];
  expect(laid(all, street, false)).toEqual({ "500108003001": ["help", "soon", "later"], [UNKNOWN]: ["somewhere"] });
  expect(within(all, street, false).map((one) => one.id)).toEqual(["later", "soon", "help", "somewhere"]);
});

it("an area of two parts begins with both", () => {
  const parts: Area = { within: "", path: [], divisions: [{ code: "500108003", name: "南坪街道" }, { code: "500114121203", name: "迎新村村民委员会" }] };
  expect(laid([at("a", "500108003001"), at("b", "500114121203"), at("c", "500114121"), at("d", "500106")], parts)).toEqual({
    "500108003": ["a"],
    "500114121203": ["b"],
    [UNKNOWN]: ["c"],
    [OUTSIDE]: ["d"],
  });
});

it("loses and doubles nothing", () => {
  const codes = ["", "50", "500108", "500108003", "500108003001", "500106", "500108999", "51"];
  const all = Array.from({ length: 200 }, (_, i) => at(`c${i}`, codes[i % codes.length] ?? ""));
  const found = fieldsOf(all, district, true, words).busy.flatMap(({ cases }) => cases.map((one) => one.id));
  expect([...found].sort()).toEqual(all.map((one) => one.id).sort());
});

it.each([
  ["双石村村民委员会", "双石村"],
  ["南坪正街社区居民委员会", "南坪正街社区"],
  ["中塘镇", "中塘镇"],
  ["居民委员会", "居民委员会"],
])("says %s as %s", (name, said) => {
  expect(shortened({ code: "1", name }).name).toBe(said);
});
