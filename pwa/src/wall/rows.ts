/** What the wall shows of the cases: which of them, in which order, and how much of each may be read by passers-by. */

import { realOrAll } from "../board/drills";
import { spoken } from "../board/map/places";
import { beijingDay } from "../core/clock";
import { isAlarmed } from "../safety/alarms";
import type { CaseView, MemberView } from "../core/types";
import { masked } from "./names";

export type Names = "masked" | "full";

export interface WallRow {
  one: CaseView;
  name: string;
  place: string;
  /** Rings, or calls for help, and nobody has acknowledged it. */
  isLoud: boolean;
}

export interface Counted {
  open: number;
  late: number;
  /** Sent to nobody yet, or to somebody who has not accepted. */
  waiting: number;
  to_sign: number;
  closed: number;
}

/** The open cases: calls for help, then what rings, then what is due first. */
export function wallRows(all: Iterable<CaseView>, names: Names, isLoud: (one: CaseView) => boolean): WallRow[] {
  return [...all]
    .filter((one) => one.standing.state === "open")
    .map((one) => ({ one, name: nameOf(one, names), place: placeOf(one, names), isLoud: isLoud(one) }))
    .sort(byUrgency);
}

/** What is real; drills beside it are shown, never counted. */
export function countCases(all: Iterable<CaseView>, now: number): Counted {
  const counted: Counted = { open: 0, late: 0, waiting: 0, to_sign: 0, closed: 0 };
  const today = beijingDay(now);
  for (const one of realOrAll(all)) {
    const { state, due_at } = one.standing;
    if (state === "answered") counted.to_sign += 1;
    if (state === "closed" && closedOn(one) === today) counted.closed += 1;
    if (state !== "open") continue;
    counted.open += 1;
    if (due_at !== null && Date.parse(due_at) < now) counted.late += 1;
    if (waits(one)) counted.waiting += 1;
  }
  return counted;
}

export function countDuty(members: readonly MemberView[]): number {
  return members.filter((member) => member.on_duty).length;
}

/** As much of the name as the rules let passers-by read. */
export function nameOf(one: CaseView, names: Names): string {
  return names === "full" ? one.target.name : masked(one.target.name);
}

/** Whoever may not read the name may not read the house number. */
export function placeOf({ target }: CaseView, names: Names): string {
  return (names === "full" && target.address) || spoken(target.division_name);
}

function waits(one: CaseView): boolean {
  const open = one.assignments.filter((a) => a.ended_at === null);
  return open.length === 0 || open.some((a) => a.member === null || (a.accepted_at === null && one.standing[a.track].accepted_at === null));
}

function closedOn(one: CaseView): string {
  const last = one.decisions.at(-1);
  return last && last.kind !== "sent_back" ? beijingDay(Date.parse(last.at)) : "";
}

function byUrgency(a: WallRow, b: WallRow): number {
  return Number(a.one.drill) - Number(b.one.drill) || rank(a) - rank(b) || due(a.one) - due(b.one) || Date.parse(a.one.opened_at) - Date.parse(b.one.opened_at) || (a.one.number < b.one.number ? -1 : 1);
}

function rank({ one, isLoud }: WallRow): number {
  if (isAlarmed(one)) return 0;
  return isLoud ? 1 : 2;
}

function due({ standing }: CaseView): number {
  return standing.due_at ? Date.parse(standing.due_at) : Number.MAX_SAFE_INTEGER;
}
