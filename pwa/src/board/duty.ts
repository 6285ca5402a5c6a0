/** Who is there: members by unit, on duty first, each with what he has in hand. */

import type { CaseView, MemberView } from "../core/types";

export interface OnHand {
  member: MemberView;
  load: number;
}

export interface UnitDuty {
  unit: string;
  people: OnHand[];
}

/** Open assignments of each member among the cases this board holds. */
export function loads(cases: Iterable<CaseView>): Map<number, number> {
  const counted = new Map<number, number>();
  for (const one of cases) {
    for (const { member, ended_at } of one.assignments) {
      if (member && ended_at === null) counted.set(member.id, (counted.get(member.id) ?? 0) + 1);
    }
  }
  return counted;
}

export function dutyByUnit(members: readonly MemberView[], cases: Iterable<CaseView>): UnitDuty[] {
  const load = loads(cases);
  const units = new Map<string, OnHand[]>();
  for (const member of members) {
    const people = units.get(member.unit.name) ?? [];
    people.push({ member, load: load.get(member.id) ?? 0 });
    units.set(member.unit.name, people);
  }
  return [...units].map(([unit, people]) => ({ unit, people: people.sort(byDuty) }));
}

/** On duty before off duty, then who has least in hand. */
function byDuty(a: OnHand, b: OnHand): number {
  return Number(b.member.on_duty) - Number(a.member.on_duty) || a.load - b.load || a.member.id - b.member.id;
}
