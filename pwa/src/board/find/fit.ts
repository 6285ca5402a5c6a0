/** Whom a case could be given to, and what speaks against it; the server judges again, this shows it before the hand lets go. */

import type { CaseView, Me, MemberView, TrackName } from "../../core/types";
import { mayAssign } from "../rights";

export type Against = "" | "wrong_role" | "off_duty" | "not_open" | "not_yours" | "elsewhere" | "has_it";
const VISITING = ["officer", "chief", "volunteer"];

/** Operators call, the station's people go. */
export function trackOf(member: MemberView): TrackName | null {
  if (member.role === "operator") return "call";
  return VISITING.includes(member.role) ? "visit" : null;
}

/** Why this person cannot have this case; empty when he can. */
export function against(me: Me, member: MemberView, one: CaseView): Against {
  const track = trackOf(member);
  if (!track) return "wrong_role";
  if (one.standing.state !== "open") return "not_open";
  if (member.unit.id !== (track === "call" ? one.district.id : one.station?.id)) return "elsewhere";
  if (!mayAssign(me, one, track)) return "not_yours";
  if (one.assignments.some((each) => each.track === track && each.ended_at === null && each.member?.id === member.id)) return "has_it";
  return member.on_duty ? "" : "off_duty";
}

export interface Fit {
  /** The cases he can have. */
  ids: string[];
  /** What speaks against it, where he can have none of them. */
  why: Against;
}

/** Of these cases, those he can have. */
export function fitOf(me: Me, member: MemberView, cases: readonly CaseView[]): Fit {
  const judged = cases.map((one) => ({ id: one.id, why: against(me, member, one) }));
  const ids = judged.filter(({ why }) => why === "").map(({ id }) => id);
  return { ids, why: ids.length ? "" : (judged[0]?.why ?? "not_open") };
}

export interface Taker extends Fit {
  member: MemberView;
  load: number;
}

/** Who could take some of them: whoever can take most first, then who has least in hand; who is off duty last. */
export function takers(me: Me, members: readonly MemberView[], cases: readonly CaseView[], load: (id: number) => number): Taker[] {
  return members
    .map((member) => ({ member, load: load(member.id), ...fitOf(me, member, cases) }))
    .filter(({ ids, why }) => ids.length > 0 || why === "off_duty")
    .sort((a, b) => b.ids.length - a.ids.length || a.load - b.load || a.member.id - b.member.id);
}
