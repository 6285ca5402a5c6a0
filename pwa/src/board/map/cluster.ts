/** Joins what would lie upon each other on the screen: cases within one square of a grid are shown as one. */

import type { CaseView } from "../../core/types";
import type { Placed, Point } from "./coordinates";

export interface Cluster extends Point {
  /** What tells it from the others at this zoom. */
  key: string;
  cases: CaseView[];
}

/** A touch target and some room. */
const SQUARE = 60;

/** `toPixel` is the map's own projection at its present zoom; the grid is the earth's, so moving the map joins nothing anew. */
export function clustered(all: readonly Placed[], toPixel: (point: Point) => { x: number; y: number }): Cluster[] {
  const squares = new Map<string, Placed[]>();
  for (const each of all) {
    const { x, y } = toPixel(each);
    const key = `${Math.floor(x / SQUARE)} ${Math.floor(y / SQUARE)}`;
    squares.set(key, [...(squares.get(key) ?? []), each]);
  }
  return [...squares].map(([key, inside]) => ({
    key,
    latitude: mean(inside.map((each) => each.latitude)),
    longitude: mean(inside.map((each) => each.longitude)),
    cases: inside.map((each) => each.one),
  }));
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
