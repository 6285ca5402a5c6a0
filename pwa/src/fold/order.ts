/** What a case's standing follows from, and the one order in which reports count. Mirror of `backend/cases/facts.py`. */

import type { Inputs, ReportKind, TrackName } from "../core/types";
import { micros } from "./instant";
import type { PauseFact } from "./shift";

export interface AssignmentFact {
  id: number;
  track: TrackName;
  member: number | null;
  why: string;
  assigned_at: string;
  ended_at?: string | null;
  end?: string;
}

/** A report, as far as the fold needs it; `received_at` is missing while it is unsent. */
export interface ReportFact {
  id: string;
  kind: ReportKind;
  track?: TrackName | null | undefined;
  assignment?: number | null | undefined;
  step?: string | null | undefined;
  answer?: string | null | undefined;
  inputs?: Inputs;
  fraud_type?: string | null | undefined;
  member: number;
  device: string;
  seq: number;
  made_at: string;
  clock_offset_ms?: number;
  received_at?: string | null | undefined;
}

export interface DecisionFact {
  kind: "signed" | "sent_back" | "joined" | "cleared";
  at: string;
}

/** Everything a case's standing follows from. */
export interface Facts {
  level: string;
  opened_at?: string;
  graded_at: string;
  given_type: string;
  assignments: AssignmentFact[];
  reports: ReportFact[];
  decisions: DecisionFact[];
  pauses?: readonly PauseFact[] | undefined;
}

/** A report with the moment it counts for, in microseconds: corrected by its clock offset, between opening and receipt. */
export interface Timed {
  at: number;
  report: ReportFact;
}

/**
 * Per device by its counter, with a time that never runs back along it; then merged by time, device, counter.
 * Nobody reports on a case before it was opened: a phone whose battery died may believe it is 1970.
 */
export function inOrder(reports: readonly ReportFact[], openedAt?: string): Timed[] {
  const latest = new Map<string, number>();
  const earliest = openedAt === undefined ? -Infinity : micros(openedAt);
  const bySeq = [...reports].sort((a, b) => a.seq - b.seq || compare(a.id, b.id));
  const timed = bySeq.map((report) => {
    let at = micros(report.made_at) + (report.clock_offset_ms ?? 0) * 1000;
    if (report.received_at) at = Math.min(at, micros(report.received_at));
    at = Math.max(at, earliest, latest.get(report.device) ?? at);
    latest.set(report.device, at);
    return { at, report };
  });
  return timed.sort(
    (a, b) =>
      a.at - b.at ||
      compare(a.report.device, b.report.device) ||
      a.report.seq - b.report.seq ||
      compare(a.report.id, b.report.id),
  );
}

/** Like Python compares text; ids are ASCII. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
