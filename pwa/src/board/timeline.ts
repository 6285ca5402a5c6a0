/** The timeline of a case: everything that happened, in the order it happened, with what does not fit and what came late. */

import type { AlarmView, AssignmentView, CaseView, DecisionView, EscalationView, LinkView, PauseView, PrintingView, ReportView, Rules, SignalView, TrackName } from "../core/types";
import { inOrder } from "../fold/order";
import { shifted } from "../fold/shift";
import { papersOf, type Paper } from "./transfer/papers";

export type Moment = { id: string; at: number; track: TrackName | null } & (
  | { kind: "signal"; signal: SignalView; count: number }
  | { kind: "raised"; level: string }
  | { kind: "assigned" | "delivered" | "ended"; assignment: AssignmentView }
  | { kind: "report"; report: ReportView; arrived: number | null; stray: string | null; late: number }
  | { kind: "visit_wanted"; hangUps: number }
  | { kind: "decided"; decision: DecisionView }
  | { kind: "transfer"; paper: Paper }
  | { kind: "tied"; link: LinkView }
  | { kind: "printed"; printing: PrintingView }
  | { kind: "escalated"; escalation: EscalationView }
  | { kind: "paused" | "resumed"; pause: PauseView }
  | { kind: "alarm"; alarm: AlarmView; what: "told" | "heard" | "taken" | "ended"; step: number }
);

/** A report that came in this much after it was made is shown with both times. */
const NOTICEABLE_MS = 60_000;

/** All moments of a case, oldest first. */
export function timelineOf(one: CaseView, rules: Rules | null): Moment[] {
  const moments = [
    ...signals(one),
    ...raised(one),
    ...one.assignments.flatMap(stages),
    ...reports(one, rules),
    ...visitWanted(one),
    ...one.decisions.map(
      (decision, i): Moment => ({ id: `decision-${i}`, at: Date.parse(decision.at), track: null, kind: "decided", decision }),
    ),
    ...((one.links as LinkView[] | undefined) ?? []).map(
      (link): Moment => ({ id: `tied-${link.case}-${link.kind}`, at: Date.parse(link.at), track: null, kind: "tied", link }),
    ),
    ...papersOf(one).map((each): Moment => ({ ...each, track: null, kind: "transfer" })),
    ...(one.alarms ?? []).flatMap(alarmStages),
    ...(one.printings ?? []).map(
      (printing, i): Moment => ({ id: `printing-${i}`, at: Date.parse(printing.at), track: null, kind: "printed", printing }),
    ),
    ...(one.escalations ?? []).map(
      (escalation, i): Moment => ({ id: `escalated-${i}`, at: Date.parse(escalation.at), track: escalation.track, kind: "escalated", escalation }),
    ),
    ...(one.pauses ?? []).flatMap(pauses),
  ];
  return moments.sort((a, b) => a.at - b.at || weight(a) - weight(b));
}

/** How often the target hung up before the visit became immediate. */
export function hangUps(one: CaseView): number {
  const until = one.standing.immediate_since;
  return one.standing.call.attempts.filter(
    (a) => a.answer === "hung_up" && (until === null || Date.parse(a.at) <= Date.parse(until)),
  ).length;
}

function signals(one: CaseView): Moment[] {
  return one.signals.map((signal, i) => ({
    id: `signal-${i}`,
    at: Date.parse(signal.received_at),
    track: null,
    kind: "signal",
    signal,
    count: i + 1,
  }));
}

/** The level counts from the moment of the grade; a later one than the opening means that it was raised. */
function raised(one: CaseView): Moment[] {
  if (one.graded_at === one.opened_at) return [];
  return [{ id: "raised", at: Date.parse(one.graded_at), track: null, kind: "raised", level: one.level }];
}

/** Begun, and ended by somebody; the end that was agreed stands with the beginning. */
function pauses(pause: PauseView, i: number): Moment[] {
  const begun: Moment = { id: `paused-${i}`, at: Date.parse(pause.since), track: null, kind: "paused", pause };
  return pause.ended_by ? [begun, { ...begun, id: `resumed-${i}`, at: Date.parse(pause.until), kind: "resumed", pause }] : [begun];
}

/** Accepting, declining and finishing are the member's own reports: shown as those, not twice. */
function stages(assignment: AssignmentView): Moment[] {
  const { id, track } = assignment;
  const shown: Moment[] = [{ id: `assigned-${id}`, at: Date.parse(assignment.assigned_at), track, kind: "assigned", assignment }];
  if (assignment.delivered_at) {
    shown.push({ id: `delivered-${id}`, at: Date.parse(assignment.delivered_at), track, kind: "delivered", assignment });
  }
  if (assignment.ended_at && (assignment.end === "reassigned" || assignment.end === "stood_down")) {
    shown.push({ id: `ended-${id}`, at: Date.parse(assignment.ended_at), track, kind: "ended", assignment });
  }
  return shown;
}

/** Whom it was told, whether his phone had it, who went, how it ended. */
function alarmStages(alarm: AlarmView): Moment[] {
  const at = (what: "told" | "heard" | "taken" | "ended", when: string | null, step = 0): Moment[] =>
    when === null ? [] : [{ id: `alarm-${alarm.id}-${what}-${step}`, at: Date.parse(when), track: "visit", kind: "alarm", alarm, what, step }];
  return [
    ...alarm.told.flatMap((step, i) => at("told", step.at, i)),
    ...at("heard", alarm.heard_at),
    ...at("taken", alarm.taken_at),
    ...at("ended", alarm.ended_at),
  ];
}

function reports(one: CaseView, rules: Rules | null): Moment[] {
  const byId = new Map(one.reports.map((report) => [report.id, report]));
  const facts = one.reports.map((report) => ({ ...report, member: report.member.id }));
  const done = new Set<string>();
  return inOrder(facts, one.opened_at).flatMap(({ at: micros, report: { id } }) => {
    const report = byId.get(id);
    if (!report) return [];
    const at = Math.floor(micros / 1000);
    const received = Date.parse(report.received_at);
    const stray = one.standing.strays[id] ?? null;
    const limit = stray ? null : limitOf(one, report, rules);
    // A limit is for the first call, the first arrival; what follows them is not late.
    const late = limit === null || done.has(limit.what) ? 0 : Math.max(0, at - limit.due);
    if (limit) done.add(limit.what);
    const arrived = received - at > NOTICEABLE_MS ? received : null;
    return [{ id, at, track: report.track, kind: "report", report, arrived, stray, late } satisfies Moment];
  });
}

interface Limit {
  what: string;
  due: number;
}

/** Which limit this report keeps or misses; null where none applies. */
function limitOf(one: CaseView, report: ReportView, rules: Rules | null): Limit | null {
  const limits = rules?.levels[one.level]?.limits;
  if (!rules || !limits) return null;
  const graded = Date.parse(one.graded_at);
  const due = (since: number, seconds: number) => shifted(since, since + seconds * 1000, one.pauses, Date.parse);
  if (report.kind === "accept") {
    const assignment = one.assignments.find((a) => a.id === report.assignment);
    return assignment ? { what: `accept-${assignment.id}`, due: due(Date.parse(assignment.assigned_at), limits.accept) } : null;
  }
  if (report.kind !== "answer") return null;
  const screen = rules.flows[one.flow]?.steps[report.step ?? ""]?.screen;
  if (screen === "call") return { what: "phone", due: due(graded, limits.phone) };
  if (screen !== "travel" || report.answer === "wrong_address") return null;
  const since = one.standing.immediate_since;
  const met = due(graded, limits.met);
  return { what: "met", due: since ? Math.min(met, due(Date.parse(since), rules.immediate_met)) : met };
}

function visitWanted(one: CaseView): Moment[] {
  const since = one.standing.immediate_since;
  if (!since) return [];
  return [{ id: "visit-wanted", at: Date.parse(since), track: "visit", kind: "visit_wanted", hangUps: hangUps(one) }];
}

/** In the same instant the cause stands before what follows from it. */
function weight(moment: Moment): number {
  return { signal: 0, raised: 1, report: 2, visit_wanted: 3, decided: 4, transfer: 4, tied: 4, ended: 5, assigned: 6, delivered: 7, printed: 8, escalated: 9, paused: 4, resumed: 4, alarm: 8 }[moment.kind];
}
