/** One go at a track: which answers belong to it, and how far they led. Mirror of `backend/cases/legs.py`. */

import type { Flow } from "../core/rules";
import type { TrackName } from "../core/types";
import { walk, type Walk } from "../flow/interpret";
import { micros } from "./instant";
import type { AssignmentFact, ReportFact, Timed } from "./order";

/** An assignment that ended so is no longer its member's: what he does after that is kept, but as stray. */
const TAKEN_AWAY: readonly string[] = ["reassigned", "transferred", "stood_down", "declined"];

/** 交接班: taken over from whoever had it, who had got so far. */
const HANDED_OVER = "handed_over";

/** 首接首办: he had been relieved for his silence, and then accepted before the one sent in his place did. */
const ACCEPTED_FIRST = "accepted_first";

export type Strays = Record<string, string>;

/**
 * A go at a track. A visit starts afresh unless it was handed over; calls go on across operators, so hang-ups add up.
 * Whoever accepted first goes on where he was, whatever came between.
 */
export interface Leg {
  track: TrackName;
  assignments: AssignmentFact[];
  answers: Timed[];
}

/** The legs of a track, oldest first, each with the answers that count in it. */
export function legsOf(
  track: TrackName,
  assignments: readonly AssignmentFact[],
  reports: readonly Timed[],
  strays: Strays,
): Leg[] {
  const legs: Leg[] = [];
  for (const assignment of assignments.filter((a) => a.track === track).sort((a, b) => a.id - b.id)) {
    const leg = continued(assignment, legs) ?? { track, assignments: [], answers: [] };
    if (leg.assignments.length) legs.splice(legs.indexOf(leg), 1);
    leg.assignments.push(assignment);
    legs.push(leg);
  }
  for (const leg of legs) {
    const mine = new Set(leg.assignments.map((a) => a.id));
    leg.answers = reports.filter(
      ({ report }) =>
        report.kind === "answer" && report.assignment != null && mine.has(report.assignment) && !(report.id in strays),
    );
  }
  return legs;
}

/** Reports on an assignment that was never, or is no longer, the reporter's: id → reason. */
export function straysByAssignment(reports: readonly Timed[], assignments: readonly AssignmentFact[]): Strays {
  const byId = new Map(assignments.map((a) => [a.id, a]));
  const strays: Strays = {};
  for (const timed of reports) {
    if (["accept", "decline", "answer"].includes(timed.report.kind)) {
      const sent = byId.get(timed.report.assignment ?? 0);
      const reason = notHis(timed, sent);
      if (reason && !(reason === "reassigned" && cameFirst(sent!, assignments))) strays[timed.report.id] = reason;
    }
  }
  return strays;
}

/** Where the leg's answers (the first `count` of them) lead. */
export function walked(leg: Leg, flow: Flow, count?: number): Walk {
  const answers = leg.answers
    .slice(0, count)
    .map(({ report }) => ({ step: report.step ?? "", answer: report.answer ?? "" }));
  return walk(flow, leg.track, answers);
}

/** The answers the flow has no place for: id → reason. */
export function misfits(leg: Leg, flow: Flow): Strays {
  return Object.fromEntries(walked(leg, flow).strays.map((i) => [leg.answers[i]!.report.id, "does_not_fit"]));
}

/** When the leg first came to a step with one of these effects: the moment of the answer that led there. */
export function reachedAt(leg: Leg, flow: Flow, effects: readonly string[]): number | null {
  for (let count = 1; count <= leg.answers.length; count++) {
    if (walked(leg, flow, count).effects.some((e) => effects.includes(e))) return leg.answers[count - 1]!.at;
  }
  return null;
}

/** The fitting answers given at this screen, in order. */
export function answered(leg: Leg, flow: Flow, screen: string): Timed[] {
  const strays = new Set(walked(leg, flow).strays);
  // An answer that fits names its step.
  return leg.answers.filter((t, i) => !strays.has(i) && flow.steps[t.report.step!]!.screen === screen);
}

/** Who accepted the leg's last assignment, and when. */
export function takenUp(leg: Leg, reports: readonly Timed[]): { by: number | null; at: number | null } {
  const last = leg.assignments.at(-1)!;
  // Whoever took over a shift has accepted what was handed over in it by that.
  if (last.why === ACCEPTED_FIRST || last.why === HANDED_OVER) return { by: last.member ?? null, at: micros(last.assigned_at) };
  const accept = accepted(leg, reports);
  return { by: accept?.report.member ?? null, at: accept?.at ?? null };
}

/** The first acceptance on the leg's last assignment; an answer given without one accepts as well. */
export function accepted(leg: Leg, reports: readonly Timed[]): Timed | null {
  const last = leg.assignments.at(-1)!;
  return (
    reports.find(
      (t) =>
        t.report.assignment === last.id &&
        (t.report.kind === "accept" || t.report.kind === "answer") &&
        t.report.member === last.member &&
        notHis(t, last) === null,
    ) ?? null
  );
}

/** The last of these reports. */
export function latest(timed: readonly Timed[]): ReportFact | null {
  return timed.at(-1)?.report ?? null;
}

/** The leg this assignment goes on with, if it does not begin one. */
function continued(assignment: AssignmentFact, legs: readonly Leg[]): Leg | undefined {
  if (assignment.why === ACCEPTED_FIRST) {
    return [...legs].reverse().find((leg) => leg.assignments.at(-1)!.member === assignment.member);
  }
  const goesOn = assignment.why === HANDED_OVER || (assignment.track === "call" && assignment.why !== "sent_back");
  return goesOn ? legs.at(-1) : undefined;
}

/** Whether he was given it back because he accepted before the one sent in his place. */
function cameFirst({ id, track, member }: AssignmentFact, assignments: readonly AssignmentFact[]): boolean {
  return assignments.some((a) => a.why === ACCEPTED_FIRST && a.track === track && a.member === member && a.id > id);
}

function notHis(timed: Timed, assignment: AssignmentFact | undefined): string | null {
  if (!assignment || assignment.track !== timed.report.track) return "no_assignment";
  if (assignment.member !== timed.report.member) return "not_yours";
  const end = assignment.end ?? "";
  if (assignment.ended_at && TAKEN_AWAY.includes(end) && timed.at > micros(assignment.ended_at)) return end;
  return null;
}
