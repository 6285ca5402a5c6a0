/** Lays the fields out on the screen: a treemap whose smallest field can still be read and tapped. */

import { hierarchy, treemap, treemapSquarify } from "d3-hierarchy";
import type { Field } from "./places";

export interface Laid {
  field: Field;
  x: number;
  y: number;
  width: number;
  height: number;
  /** So many cases show on their own. */
  dots: number;
  /** There is room for their names and clocks beside the dots. */
  isNamed: boolean;
}

const GAP = 6;
/** The fullest field is at most so many times the emptiest, and less where that leaves one too narrow: all are to be read. */
const STEEPEST = 5;
const TRIES = 16;
/** What a name and its numbers need, in px at the usual type. */
const LEAST = { width: 104, height: 96 };
/** A dot is a touch target. */
const DOT = 48;
const NAMED = 176;
const HEAD = 92;
const PADDING = 12;

interface Leaf {
  field?: Field;
  children?: Leaf[];
}

/** Fields within this width; they take at least this height, and more where there are too many for it. `type` is the type's size, 16 as a rule. */
export function laidOut(fields: readonly Field[], width: number, height: number, type = 16): { laid: Laid[]; height: number } {
  if (fields.length === 0 || width <= 0) return { laid: [], height: 0 };
  const scale = type / 16;
  const least = Math.ceil((1.15 * fields.length * LEAST.width * LEAST.height * scale * scale) / width);
  let tall = Math.max(height, least);
  let best: { laid: Laid[]; height: number; roominess: number } | undefined;
  for (let tried = 0; tried < TRIES; tried += 1) {
    const laid = squares(fields, width, tall, scale, Math.max(1, STEEPEST * 0.85 ** tried));
    const roominess = Math.min(...laid.map((each) => Math.min(each.width / LEAST.width, each.height / LEAST.height))) / scale;
    if (!best || roominess > best.roominess) best = { laid, height: tall, roominess };
    if (roominess >= 1) break;
    tall = Math.round(tall * 1.05);
  }
  return { laid: best?.laid ?? [], height: best?.height ?? 0 };
}

function squares(fields: readonly Field[], width: number, height: number, scale: number, steepest: number): Laid[] {
  const most = Math.max(...fields.map((each) => each.cases.length));
  const weights = (leaf: Leaf): number => (leaf.field ? Math.max(leaf.field.cases.length, most / steepest) : 0);
  const root = hierarchy<Leaf>({ children: fields.map((field) => ({ field })) }).sum(weights);
  const placed = treemap<Leaf>().tile(treemapSquarify.ratio(1.1)).size([width, height]).paddingInner(GAP).round(true)(root);
  return placed.leaves().flatMap(({ data: { field }, x0, y0, x1, y1 }) => {
    const box = { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
    return field ? [{ field, ...box, ...dotsOf(field.cases.length, box.width - 2 * PADDING, box.height - HEAD * scale - PADDING, scale) }] : [];
  });
}

/** All of them with their names if they fit below the head, else as many dots as do; the last place then says how many more there are. */
function dotsOf(cases: number, width: number, height: number, scale: number): Pick<Laid, "dots" | "isNamed"> {
  const down = Math.max(0, Math.floor(height / DOT));
  if (cases <= Math.floor(width / (NAMED * scale)) * down) return { dots: cases, isNamed: true };
  const places = Math.max(0, Math.floor(width / DOT)) * down;
  return { dots: cases <= places ? cases : Math.max(0, places - 1), isNamed: false };
}
