/** What there is to filter by: the people, places, types and units of the cases held here, each with how many. */

import type { CaseView, MemberView, UnitName } from "../../core/types";
import { isLate } from "./filter";

export interface Choice<Code> {
  code: Code;
  name: string;
  count: number;
}

/** A unit with its open cases and how many of them are late; districts with their stations below. */
export interface Branch {
  id: number;
  name: string;
  open: number;
  late: number;
  below: Branch[];
}

/** Everybody who has a case in hand or is here to get one, by name. */
export function peopleIn(cases: Iterable<CaseView>, members: readonly MemberView[]): Choice<number>[] {
  const people = new Map(members.map(({ id, name }) => [id, { code: id, name, count: 0 }]));
  for (const one of cases) {
    for (const { member, ended_at } of one.assignments) {
      if (!member || ended_at !== null) continue;
      const row = people.get(member.id) ?? { code: member.id, name: member.name, count: 0 };
      row.count += 1;
      people.set(member.id, row);
    }
  }
  return [...people.values()].sort(byName);
}

/** The villages, communities and townships the cases are in. */
export function placesIn(cases: Iterable<CaseView>): Choice<string>[] {
  const places = new Map<string, Choice<string>>();
  for (const { target } of cases) {
    if (!target.division) continue;
    const row = places.get(target.division) ?? { code: target.division, name: target.division_name || target.division, count: 0 };
    row.count += 1;
    places.set(target.division, row);
  }
  return [...places.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** How many cases have each of these. */
export function countBy(cases: Iterable<CaseView>, of: (one: CaseView) => string): Map<string, number> {
  const counted = new Map<string, number>();
  for (const one of cases) counted.set(of(one), (counted.get(of(one)) ?? 0) + 1);
  return counted;
}

/** Districts and their stations, the one with most late cases first. */
export function unitTree(cases: Iterable<CaseView>, at: number): Branch[] {
  const districts = new Map<number, Branch>();
  for (const one of cases) {
    if (one.standing.state !== "open") continue;
    const district = branch(districts, one.district);
    const counted = [district, ...(one.station ? [below(district, one.station)] : [])];
    for (const each of counted) {
      each.open += 1;
      each.late += Number(isLate(one, at));
    }
  }
  const tree = [...districts.values()].sort(byNeed);
  for (const each of tree) each.below.sort(byNeed);
  return tree;
}

function branch(all: Map<number, Branch>, unit: UnitName): Branch {
  const found = all.get(unit.id) ?? { id: unit.id, name: unit.name, open: 0, late: 0, below: [] };
  all.set(unit.id, found);
  return found;
}

function below(district: Branch, station: UnitName): Branch {
  const found = district.below.find(({ id }) => id === station.id);
  if (found) return found;
  const made = { id: station.id, name: station.name, open: 0, late: 0, below: [] };
  district.below.push(made);
  return made;
}

function byNeed(a: Branch, b: Branch): number {
  return b.late - a.late || b.open - a.open || a.id - b.id;
}

function byName(a: Choice<number>, b: Choice<number>): number {
  return a.name.localeCompare(b.name, "zh-CN") || a.code - b.code;
}
