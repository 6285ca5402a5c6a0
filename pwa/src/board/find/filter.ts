/** Which cases a filter lets through, and the filter as it stands in the address, so that a reload and a link keep it. */

import type { components } from "../../core/schema";
import type { CaseView } from "../../core/types";

/** The search text is no part of it: a name or number has no place in an address. */
export type Filter = Required<Omit<components["schemas"]["BoardFilter"], "text">>;
export type Query = Readonly<Record<string, unknown>>;

export const EVERYTHING: Filter = { levels: [], types: [], person: null, place: "", unit: null, late: false, unmanned: false, kind: "" };
const KINDS = ["drill", "real"] as const;

/** Whether a case passes; of each list any will do, and all that is chosen must hold. */
export function passes(one: CaseView, filter: Filter, at: number): boolean {
  const { levels, types, person, place, unit, late, unmanned, kind } = filter;
  return (
    (levels.length === 0 || levels.includes(one.level)) &&
    (types.length === 0 || types.includes(one.standing.fraud_type)) &&
    (person === null || isWith(one, person)) &&
    one.target.division.startsWith(place) &&
    (unit === null || one.station?.id === unit || one.district.id === unit) &&
    (!late || isLate(one, at)) &&
    (!unmanned || isUnmanned(one)) &&
    (kind === "" || one.drill === (kind === "drill"))
  );
}

/** What is due should have been done by now. */
export function isLate(one: CaseView, at: number): boolean {
  return one.standing.due_at !== null && Date.parse(one.standing.due_at) < at;
}

/** Open, and somebody still has to be found: for a call or a visit given out to nobody, or for a visit that is wanted. */
export function isUnmanned(one: CaseView): boolean {
  if (one.standing.state !== "open") return false;
  const open = one.assignments.filter((each) => each.ended_at === null);
  const isVisited = open.some((each) => each.track === "visit" && each.member !== null);
  return one.needs_routing !== "" || open.some((each) => each.member === null) || (one.standing.visit_wanted && !isVisited);
}

export function isEverything(filter: Filter): boolean {
  return Object.keys(toQuery(filter)).length === 0;
}

/** Only what is chosen stands in the address. */
export function toQuery(filter: Filter): Record<string, string> {
  const said = {
    level: filter.levels.join(","),
    type: filter.types.join(","),
    person: filter.person === null ? "" : String(filter.person),
    place: filter.place,
    unit: filter.unit === null ? "" : String(filter.unit),
    late: filter.late ? "1" : "",
    unmanned: filter.unmanned ? "1" : "",
    kind: filter.kind,
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== ""));
}

/** What an address says; what makes no sense there filters nothing. */
export function fromQuery(query: Query): Filter {
  const text = (key: string): string => (typeof query[key] === "string" ? query[key] : "");
  const list = (key: string): string[] => [...new Set(text(key).split(",").filter(Boolean))];
  const id = (key: string): number | null => (/^\d{1,9}$/.test(text(key)) ? Number(text(key)) : null);
  return {
    levels: list("level"),
    types: list("type"),
    person: id("person"),
    place: /^\d{2,12}$/.test(text("place")) ? text("place") : "",
    unit: id("unit"),
    late: text("late") === "1",
    unmanned: text("unmanned") === "1",
    kind: KINDS.find((each) => each === text("kind")) ?? "",
  };
}

export function isSame(a: Filter, b: Filter): boolean {
  return JSON.stringify(toQuery(a)) === JSON.stringify(toQuery(b));
}

/** Add it to the list, or take it out. */
export function toggled(list: readonly string[], code: string): string[] {
  return list.includes(code) ? list.filter((each) => each !== code) : [...list, code];
}

/** In his hands now, or brought to its end by him. */
function isWith(one: CaseView, person: number): boolean {
  return one.assignments.some((each) => each.member?.id === person && (each.ended_at === null || each.end === "done"));
}
