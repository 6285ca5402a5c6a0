/** Signs of life: by when whoever is at the door has to be heard of. Mirror of `backend/cases/alone.py`. */

import type { Flow, Level } from "../core/rules";
import type { TrackStanding } from "../core/types";
import { micros } from "./instant";
import { answered, latest, type Leg } from "./legs";
import type { Timed } from "./order";

/**
 * The expected end of a visit that goes on, in microseconds, later with every report its member makes; null while nobody
 * is at a door. Rules kept by an app from before have no `alone`.
 */
export function aliveUntil(
  visit: Leg | null,
  standing: TrackStanding,
  reports: readonly Timed[],
  flow: Flow,
  alone: Level["alone"] | undefined,
): number | null {
  const last = visit?.assignments.at(-1);
  if (!visit || !standing.arrived_at || !last || last.ended_at || standing.end || !alone) return null;
  // To the station, where nobody is alone with him.
  if (latest(answered(visit, flow, "travel"))?.answer === "came_in") return null;
  const since = micros(standing.arrived_at);
  let until = since + alone.visit * 1e6;
  for (const { at, report } of reports) {
    // Safe is said by whoever stands beside him.
    if ((report.member !== last.member && report.kind !== "safe") || at < since) continue;
    const minutes = report.inputs?.minutes;
    until = minutes ? at + minutes * 60e6 : Math.max(until, at + alone.sign * 1e6);
  }
  return until;
}
