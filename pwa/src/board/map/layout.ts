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
const TRIES = 12;
/** In px at the usual type: the least width of a field, a touch target, a case with its name, and what stands in a field's head. */
const LEAST = 104;
const DOT = 48;
const NAMED = 176;
const SIZES = { letter: 18.5, line: 24, level: 78, small: 21, due: 132 };
const PADDING = 12;
const FRAME = 24;

interface Leaf {
  field?: Field;
  children?: Leaf[];
}

/** Fields within this width; they take at least this height, and more where there are too many for it. `type` is the type's size, 16 as a rule. */
export function laidOut(fields: readonly Field[], width: number, height: number, type = 16): { laid: Laid[]; height: number } {
  if (fields.length === 0 || width <= 0) return { laid: [], height: 0 };
  const scale = Math.max(1, type / 16);
  let tall = Math.max(height, Math.ceil((1.3 * fields.length * LEAST * 1.2 * LEAST * scale * scale) / width));
  for (let tried = 0; tried < TRIES; tried += 1) {
    const laid = squares(fields, width, tall, scale, Math.max(1, STEEPEST * 0.85 ** tried));
    if (laid.every((each) => each.width >= LEAST * scale && each.height >= headOf(each.field, each.width, scale) + FRAME)) return { laid, height: tall };
    tall = Math.round(tall * 1.06);
  }
  return shelves(fields, width, scale);
}

function squares(fields: readonly Field[], width: number, height: number, scale: number, steepest: number): Laid[] {
  const most = Math.max(...fields.map((each) => each.cases.length));
  const weights = (leaf: Leaf): number => (leaf.field ? Math.max(leaf.field.cases.length, most / steepest) : 0);
  const root = hierarchy<Leaf>({ children: fields.map((field) => ({ field })) }).sum(weights);
  const placed = treemap<Leaf>().tile(treemapSquarify.ratio(1.1)).size([width, height]).paddingInner(GAP).round(true)(root);
  return placed.leaves().flatMap(({ data: { field }, x0, y0, x1, y1 }) => (field ? [inBox(field, { x: x0, y: y0, width: x1 - x0, height: y1 - y0 }, scale)] : []));
}

/** Where a treemap leaves one of them too small: rows, each as high as its fullest head needs, with room for some dots. */
function shelves(fields: readonly Field[], width: number, scale: number): { laid: Laid[]; height: number } {
  const across = Math.max(1, Math.floor((width + GAP) / (LEAST * 1.4 * scale + GAP)));
  const wide = Math.floor((width - GAP * (across - 1)) / across);
  const laid: Laid[] = [];
  let y = 0;
  for (let first = 0; first < fields.length; first += across) {
    const row = fields.slice(first, first + across);
    const high = Math.ceil(Math.max(...row.map((field) => headOf(field, wide, scale))) + FRAME + DOT * scale);
    laid.push(...row.map((field, i) => inBox(field, { x: i * (wide + GAP), y, width: wide, height: high }, scale)));
    y += high + GAP;
  }
  return { laid, height: y - GAP };
}

function inBox(field: Field, box: Pick<Laid, "x" | "y" | "width" | "height">, scale: number): Laid {
  const room = box.height - headOf(field, box.width, scale) - FRAME;
  return { field, ...box, ...dotsOf(field.cases.length, box.width - 2 * PADDING, room, scale) };
}

/** How high the name, the levels and the clock stand in a field of this width. */
function headOf({ name, cases }: Field, width: number, scale: number): number {
  const inner = (width - 2 * PADDING) / scale;
  const lines = (wanted: number): number => Math.ceil(wanted / inner);
  // Drills are a number of their own beside the levels.
  const levels = new Set(cases.map((one) => one.level)).size + Number(cases.some((one) => one.drill));
  const names = Math.max(DOT, Math.ceil(name.length / Math.max(1, Math.floor(inner / SIZES.letter))) * SIZES.line);
  return scale * (names + Math.ceil(levels / Math.max(1, Math.floor((inner + PADDING) / SIZES.level))) * SIZES.small + lines(SIZES.due) * SIZES.small);
}

/** All of them with their names if they fit below the head, else as many dots as do; the last place then says how many more there are. */
function dotsOf(cases: number, width: number, height: number, scale: number): Pick<Laid, "dots" | "isNamed"> {
  const down = Math.max(0, Math.floor(height / (DOT * scale)));
  if (cases <= Math.floor(width / (NAMED * scale)) * down) return { dots: cases, isNamed: true };
  const places = Math.max(0, Math.floor(width / (DOT * scale))) * down;
  return { dots: cases <= places ? cases : Math.max(0, places - 1), isNamed: false };
}
