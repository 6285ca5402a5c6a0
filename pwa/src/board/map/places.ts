/** Which place each open case lies in, a level of divisions at a time; what no place is known of lies in a field of its own. */

import type { components } from "../../core/schema";
import type { CaseView } from "../../core/types";

export type Area = components["schemas"]["AreaView"];
export type Division = components["schemas"]["DivisionView"];

export interface Field {
  /** A division's code, or what the field is for. */
  code: string;
  name: string;
  /** What is real first, then what is most urgent. */
  cases: CaseView[];
}

/** Fields that are no division and cannot be zoomed into the same way. */
export const UNKNOWN = "unknown";
export const OUTSIDE = "outside";

export interface Fields {
  /** Those in which there is something, the fullest first. */
  busy: Field[];
  quiet: Division[];
}

/** Every open case in one of the area's divisions, or in 还不知道在哪 or 辖区以外. */
export function fieldsOf(all: Iterable<CaseView>, area: Area, isWhole: boolean, words: { unknown: string; outside: string }): Fields {
  const found = new Map<string, CaseView[]>();
  for (const one of within(all, area, isWhole)) {
    const code = fieldOf(codeOf(one), area);
    found.set(code, [...(found.get(code) ?? []), one]);
  }
  const named: Division[] = [...area.divisions.map(shortened), { code: UNKNOWN, name: words.unknown }, { code: OUTSIDE, name: words.outside }];
  const busy = named
    .map((each) => ({ ...each, cases: (found.get(each.code) ?? []).sort(byDue) }))
    .filter((each) => each.cases.length > 0)
    .sort((a, b) => Number(isPlace(b)) - Number(isPlace(a)) || b.cases.length - a.cases.length || (a.code < b.code ? -1 : 1));
  return { busy, quiet: area.divisions.map(shortened).filter((each) => !found.has(each.code)) };
}

/** The open cases that lie in this part of the area. */
export function within(all: Iterable<CaseView>, area: Area, isWhole: boolean): CaseView[] {
  return [...all].filter((one) => one.standing.state === "open" && (isWhole || codeOf(one).startsWith(area.within)));
}

export function isPlace({ code }: Pick<Field, "code">): boolean {
  return code !== UNKNOWN && code !== OUTSIDE;
}

export function shortened({ code, name }: Division): Division {
  return { code, name: spoken(name) };
}

/** 双石村村民委员会 → 双石村, as people say it. */
export function spoken(name: string): string {
  return name.replace(/(?:村民|居民)委员会$/, "") || name;
}

export function byDue(a: CaseView, b: CaseView): number {
  return Number(a.drill) - Number(b.drill) || dueOf(a) - dueOf(b) || Date.parse(a.opened_at) - Date.parse(b.opened_at) || (a.number < b.number ? -1 : 1);
}

/** Where no address is known, the unit it was given to says at least about where: units bear their division's code. */
function codeOf({ target, station, district }: CaseView): string {
  return target.division || station?.code || district.code;
}

function fieldOf(code: string, { within: around, divisions }: Area): string {
  const inside = divisions.find((each) => code.startsWith(each.code));
  if (inside) return inside.code;
  // Known only as far as this place itself, or not even so far.
  const isAround = around ? around.startsWith(code) || code.startsWith(around) : divisions.some((each) => each.code.startsWith(code));
  return isAround ? UNKNOWN : OUTSIDE;
}

function dueOf({ standing }: CaseView): number {
  if (standing.help_since) return 0;
  return standing.due_at ? Date.parse(standing.due_at) : Number.MAX_SAFE_INTEGER;
}
