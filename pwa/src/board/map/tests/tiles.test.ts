/** Cases on a tile server's map: where each lies in the map's own coordinates, and what is joined into one mark. */

import { expect, it } from "vitest";
import { aCase, report, standing } from "../../tests/cast";
import { clustered } from "../cluster";
import { drawn, placed, pointOf, type Placed } from "../coordinates";

const NANPING = { latitude: 29.5266, longitude: 106.5702 };

function there(id: string, latitude: number | null, longitude: number | null) {
  const one = aCase(id);
  return { ...one, target: { ...one.target, latitude, longitude } };
}

it("lies where the signal said, or else where the phone stood on arrival", () => {
  expect(pointOf(there("a", 29.5, 106.5))).toEqual({ latitude: 29.5, longitude: 106.5 });
  const arrived = report({ track: "visit", step: "travel", answer: "arrived", inputs: { place: { ...NANPING, accuracy: 12 } } });
  const called = report({ inputs: { place: { latitude: 1, longitude: 1 } } });
  expect(pointOf(aCase("b", { reports: [called, arrived] }))).toMatchObject(NANPING);
  expect(pointOf(aCase("c", { reports: [called] }))).toBeNull();
});

it("is moved as Chinese maps are drawn, and not on a map of the world", () => {
  expect(drawn(NANPING, "wgs84")).toEqual(NANPING);
  const moved = drawn(NANPING, "gcj02");
  const metres = Math.hypot((moved.latitude - NANPING.latitude) * 111_000, (moved.longitude - NANPING.longitude) * 96_600);
  expect(metres).toBeGreaterThan(300);
  expect(metres).toBeLessThan(800);
});

it("counts what has no coordinates, and leaves out what is not open", () => {
  const done = { ...there("done", 29.5, 106.5), standing: standing({ state: "closed" }) };
  const { on, off } = placed([there("a", 29.5, 106.5), there("b", null, null), done], "wgs84");
  expect([on.map((each) => each.one.id), off.map((one) => one.id)]).toEqual([["a"], ["b"]]);
});

it("joins what would lie upon each other and parts it closer in, losing none", () => {
  const all: Placed[] = [
    { one: there("a", 29.5, 106.5), latitude: 29.5, longitude: 106.5 },
    { one: there("b", 29.5001, 106.5001), latitude: 29.5001, longitude: 106.5001 },
    { one: there("c", 29.6, 106.6), latitude: 29.6, longitude: 106.6 },
  ];
  const at = (scale: number) => clustered(all, ({ latitude, longitude }) => ({ x: longitude * scale, y: latitude * scale }));
  const ids = (scale: number) => at(scale).map(({ cases }) => cases.map((one) => one.id));
  expect(ids(1)).toEqual([["a", "b", "c"]]);
  expect(ids(1200)).toEqual([["a", "b"], ["c"]]);
  expect(ids(1_200_000)).toEqual([["a"], ["b"], ["c"]]);
  const [pair] = at(1200);
  expect(pair?.latitude).toBeCloseTo(29.50005, 6);
});
