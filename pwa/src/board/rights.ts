/** Which doors the board shows this member; the server decides (`backend/people/access.py`), this only spares a refusal. */

import type { CaseView, Me, TrackName } from "../core/types";

export function mayAssign(me: Me, one: CaseView, track: TrackName): boolean {
  if (one.standing.state !== "open" || (track === "visit" && !one.station)) return false;
  return me.role === "commander" || me.role === (track === "visit" ? "chief" : "operator");
}

/** Whether the member could have the track himself. */
export function mayTake(me: Me, one: CaseView, track: TrackName): boolean {
  if (one.standing.state !== "open") return false;
  if (track === "call") return me.role === "operator" && me.unit.id === one.district.id;
  return me.role === "chief" && me.unit.id === one.station?.id;
}

export function mayRoute(me: Me, one: CaseView): boolean {
  return one.standing.state !== "closed" && (me.role === "operator" || me.role === "commander" || me.role === "chief");
}

export function maySign(me: Me, one: CaseView): boolean {
  return one.standing.state === "answered" && me.role === (one.station ? "chief" : "commander");
}

/** Whose business it is when nobody could be found. */
export function seesRouting(me: Me): boolean {
  return me.role === "operator" || me.role === "commander";
}
