/** Who is there and where: members by unit and district, on duty first, each with what he has in hand and what he is at. */

import type { AssignmentView, CaseView, MemberView } from "../core/types";
import { isLate } from "./find/filter";

export type Stage = "waits" | "calling" | "under_way" | "there";
const STAGES: readonly Stage[] = ["waits", "calling", "under_way", "there"];

/** The case somebody is at now, and how far he is. */
export interface Spot {
  one: CaseView;
  assignment: AssignmentView;
  stage: Stage;
}

export interface OnHand {
  member: MemberView;
  load: number;
  late: number;
  spot: Spot | null;
}

export interface UnitDuty {
  id: number;
  unit: string;
  people: OnHand[];
}

export interface DistrictDuty {
  code: string;
  name: string;
  present: number;
  all: number;
  units: UnitDuty[];
}

/** Everybody by unit, in the order of the members. */
export function dutyByUnit(members: readonly MemberView[], cases: Iterable<CaseView>, at: number): UnitDuty[] {
  const hands = handsOf(cases, at);
  const units = new Map<number, UnitDuty>();
  for (const member of members) {
    const row = units.get(member.unit.id) ?? { id: member.unit.id, unit: member.unit.name, people: [] };
    row.people.push({ member, ...(hands.get(member.id) ?? { load: 0, late: 0, spot: null }) });
    units.set(member.unit.id, row);
  }
  for (const { people } of units.values()) people.sort(byDuty);
  return [...units.values()];
}

/** The units by district; a station's code begins with its district's. */
export function dutyByDistrict(members: readonly MemberView[], cases: readonly CaseView[], at: number): DistrictDuty[] {
  const names = new Map(cases.map(({ district }) => [district.code, district.name]));
  for (const { unit } of members) if (unit.tier !== "station") names.set(unit.code, unit.name);
  const codes = new Map(members.map(({ unit }) => [unit.id, unit.code.slice(0, 6)]));
  const districts = new Map<string, DistrictDuty>();
  for (const each of dutyByUnit(members, cases, at)) {
    const code = codes.get(each.id) ?? "";
    const row = districts.get(code) ?? { code, name: names.get(code) ?? each.unit, present: 0, all: 0, units: [] };
    row.units.push(each);
    row.all += each.people.length;
    row.present += each.people.filter(({ member }) => member.on_duty).length;
    districts.set(code, row);
  }
  return [...districts.values()];
}

type Hand = Omit<OnHand, "member">;

/** What each has in hand among the cases this board holds. */
function handsOf(cases: Iterable<CaseView>, at: number): Map<number, Hand> {
  const hands = new Map<number, Hand>();
  for (const one of cases) {
    for (const assignment of one.assignments) {
      if (!assignment.member || assignment.ended_at !== null) continue;
      const hand = hands.get(assignment.member.id) ?? { load: 0, late: 0, spot: null };
      const spot = { one, assignment, stage: stageOf(one, assignment) };
      hands.set(assignment.member.id, {
        load: hand.load + 1,
        late: hand.late + Number(isLate(one, at)),
        spot: hand.spot && STAGES.indexOf(hand.spot.stage) >= STAGES.indexOf(spot.stage) ? hand.spot : spot,
      });
    }
  }
  return hands;
}

function stageOf(one: CaseView, { track, accepted_at }: AssignmentView): Stage {
  if (accepted_at === null) return "waits";
  if (track === "call") return "calling";
  return one.standing.visit.arrived_at ? "there" : "under_way";
}

/** On duty before off duty, then who has least in hand. */
function byDuty(a: OnHand, b: OnHand): number {
  return Number(b.member.on_duty) - Number(a.member.on_duty) || a.load - b.load || a.member.id - b.member.id;
}
