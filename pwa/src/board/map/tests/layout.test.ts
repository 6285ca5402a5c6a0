/** The fields on the screen: none upon another, all readable, the fuller the larger, on a phone as on a desk. */

import { expect, it } from "vitest";
import { aCase } from "../../tests/cast";
import { laidOut, type Laid } from "../layout";
import type { Field } from "../places";

const one = aCase("a");

function fields(...counts: number[]): Field[] {
  return counts.map((n, i) => ({ code: `5001${i}`, name: `第${i}处`, cases: Array.from({ length: n }, () => one) }));
}

const area = ({ width, height }: Laid) => width * height;

function overlap(a: Laid, b: Laid): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

const SCREENS: [string, number, number, number[]][] = [
  ["one place on a phone", 358, 600, [3]],
  ["a station on a phone", 358, 600, [9, 4, 2, 1, 1, 1]],
  ["a city on a phone", 358, 600, [60, 31, 12, ...Array.from({ length: 35 }, () => 1)]],
  ["a city on a desk", 1408, 740, [60, 31, 12, ...Array.from({ length: 35 }, () => 1)]],
  ["a very narrow window", 328, 320, [2, 1, 1]],
];

it.each(SCREENS)("%s: all within, none upon another, none too small", (_, width, height, counts) => {
  const { laid, height: tall } = laidOut(fields(...counts), width, height);
  expect(laid).toHaveLength(counts.length);
  expect(tall).toBeGreaterThanOrEqual(height);
  for (const each of laid) {
    expect(each.x >= 0 && each.y >= 0 && each.x + each.width <= width && each.y + each.height <= tall).toBe(true);
    expect(each.width).toBeGreaterThanOrEqual(104);
    expect(each.height).toBeGreaterThanOrEqual(104);
  }
  for (const [i, a] of laid.entries()) for (const b of laid.slice(i + 1)) expect(overlap(a, b)).toBe(false);
});

it("leaves every field readable, whatever the numbers and the screen", () => {
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 120; round += 1) {
    const counts = Array.from({ length: 1 + random(40) }, () => 1 + (random(4) === 0 ? random(60) : random(3)));
    const width = [328, 358, 736, 1408][round % 4] ?? 358;
    const type = round % 3 === 0 ? 34 : 17;
    const { laid } = laidOut(fields(...counts.sort((a, b) => b - a)), width, 600, type);
    expect(laid).toHaveLength(counts.length);
    for (const each of laid) expect(Math.min(each.width / 104, each.height / 100) / (type / 16), `${width}: ${counts}`).toBeGreaterThanOrEqual(1);
  }
});

it("gives more room to what is fuller, but never more than a few times the room of the quietest", () => {
  const { laid } = laidOut(fields(100, 50, 1), 1408, 740);
  const [most, middle, least] = laid.map(area) as [number, number, number];
  expect(most).toBeGreaterThan(middle);
  expect(middle).toBeGreaterThan(least);
  expect(most / least).toBeLessThan(6);
});

it("shows every case as a dot where there is room, and leaves the last place for the rest where there is not", () => {
  const [roomy] = laidOut(fields(4), 800, 600).laid;
  expect(roomy).toMatchObject({ dots: 4, isNamed: true });
  const [tight] = laidOut(fields(25), 358, 400).laid;
  expect(tight).toMatchObject({ dots: 25, isNamed: false });
  const [full] = laidOut(fields(500), 358, 400).laid;
  expect(full!.dots).toBeGreaterThan(0);
  expect(full!.dots).toBeLessThan(500);
  expect((full!.dots + 1) * 48 * 48).toBeLessThan(area(full!));
});

it("lays out nothing before the screen is measured", () => {
  expect(laidOut(fields(1, 2), 0, 600).laid).toEqual([]);
  expect(laidOut([], 358, 600)).toEqual({ laid: [], height: 0 });
});
