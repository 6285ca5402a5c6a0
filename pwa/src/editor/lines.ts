/** What can be done with the lines of a section; each answers a new list. */

import type { Item, Line } from "./doors";

type Lines = readonly (Line | Item)[];

export function changed(lines: Lines, index: number, to: Line | Item): Lines {
  return lines.map((line, at) => (at === index ? to : line));
}

export function without(lines: Lines, index: number): Lines {
  return lines.filter((_, at) => at !== index);
}

export function inserted(lines: Lines, index: number, line: Line | Item): Lines {
  return [...lines.slice(0, index), line, ...lines.slice(index)];
}

/** The line at `from` stands at `to` afterwards; beyond the ends nothing moves. */
export function moved(lines: Lines, from: number, to: number): Lines {
  const line = lines[from];
  if (!line || to < 0 || to >= lines.length) return lines;
  return inserted(without(lines, from), to, line);
}

/** An empty line; something to tick gets a code that no other list has. */
export function fresh(kind: "lines" | "items" | "message"): Line | Item {
  const empty = { zh: "", en: "" };
  return kind === "items" ? { ...empty, code: `c_${crypto.getRandomValues(new Uint32Array(2)).join("_")}`.slice(0, 32) } : empty;
}
