/** Which doors the board shows this member; the server decides (`backend/people/access.py`), this only spares a refusal. */

import type { CaseView, Me, TrackName } from "../core/types";

export function mayAssign(me: Me, one: CaseView, track: TrackName): boolean {
  if (one.standing.state !== "open" || (track === "visit" && !one.station) || onlyReviews(me, one)) return false;
  return me.role === "commander" || me.role === (track === "visit" ? "chief" : "operator");
}

/** He sees it for the transfer he has to review; it is another district's. */
export function onlyReviews(me: Me, one: CaseView): boolean {
  return one.reviewing === me.unit.id && one.district.id !== me.unit.id;
}

/** Whether the member could have the track himself. */
export function mayTake(me: Me, one: CaseView, track: TrackName): boolean {
  if (one.standing.state !== "open") return false;
  if (track === "call") return me.role === "operator" && me.unit.id === one.district.id;
  return me.role === "chief" && me.unit.id === one.station?.id;
}

export function mayRoute(me: Me, one: CaseView): boolean {
  return one.standing.state === "open" && (me.role === "operator" || me.role === "commander") && !onlyReviews(me, one);
}

export function maySign(me: Me, one: CaseView): boolean {
  return one.standing.state === "answered" && me.role === (one.station ? "chief" : "commander");
}

/** Who leads it stops its time. */
export function mayPause(me: Me, one: CaseView): boolean {
  return one.standing.state === "open" && (me.role === "chief" || me.role === "commander") && !onlyReviews(me, one);
}

/** Who has to find somebody where the service could not; a call nobody could take is already in the operators' queue. */
export function hasToRoute(me: Me, one: CaseView): boolean {
  if (one.needs_routing === "" || one.standing.state !== "open") return false;
  if (one.needs_routing === "nobody_to_call") return me.role === "commander";
  return me.role === "operator" || me.role === "commander";
}

/** Who can do something about it at all: to the others it is said quietly. */
export function canRoute(me: Me, one: CaseView): boolean {
  return me.role !== "chief" || one.needs_routing === "nobody_to_visit";
}
