/** Facts → where a case stands and what is due. Mirror of `backend/cases/standing.py`; both run the same vectors. */

import type { Flow, Level } from "../core/rules";
import type { DueKind, Money, Outcome, Standing, TrackName, TrackStanding } from "../core/types";
import { aliveUntil } from "./alone";
import { isoOf, micros } from "./instant";
import {
  answered,
  latest,
  legsOf,
  misfits,
  reachedAt,
  straysByAssignment,
  takenUp,
  walked,
  type Leg,
} from "./legs";
import { inOrder, type Facts, type Timed } from "./order";
import { shifted } from "./shift";

const WANTS_VISIT = ["needs_visit", "immediate_visit"];

/** The limits a fold needs from the rules. */
export interface FoldRules {
  levels: Record<string, Pick<Level, "limits"> & Partial<Pick<Level, "alone">>>;
  /** Seconds to meet a target once the visit became immediate. */
  immediate_met: number;
}

/** The standing of a case; reports known already, or given in another order, change nothing. */
export function fold(facts: Facts, flow: Flow, rules: FoldRules): Standing {
  const reports = inOrder(facts.reports, facts.opened_at);
  const strays = straysByAssignment(reports, facts.assignments);
  const calls = legsOf("call", facts.assignments, reports, strays);
  const visits = legsOf("visit", facts.assignments, reports, strays);
  for (const leg of [...calls, ...visits]) Object.assign(strays, misfits(leg, flow));
  const fitting = reports.filter((t) => !(t.report.id in strays));
  const call = calls.at(-1) ?? null;
  const visit = visits.at(-1) ?? null;
  const visitWanted = Boolean(call && reachedAt(call, flow, WANTS_VISIT) !== null);
  const asked = visit ? [...visits].reverse() : call && !visitWanted ? [call] : [];
  const outcome = outcomeFrom(facts, asked, flow, fitting);
  const isJoined = facts.decisions.at(-1)?.kind === "joined";
  const visitStanding = trackStanding("visit", visits, reports, flow);
  const since = helpSince(reports);
  const standing: Standing = {
    state: stateOf(facts, outcome),
    fraud_type: lastType(fitting, facts.given_type),
    call: trackStanding("call", calls, reports, flow),
    visit: visitStanding,
    visit_wanted: visitWanted,
    immediate_since: call ? iso(reachedAt(call, flow, ["immediate_visit"])) : null,
    outcome: isJoined ? repeated(facts, fitting) : outcome,
    // Counted once, where the case goes on.
    money: moneyOf(isJoined ? [] : fitting),
    help_since: iso(since),
    // A call for help is told already.
    alive_until: since === null ? iso(aliveUntil(visit, visitStanding, reports, flow, rules.levels[facts.level]?.alone)) : null,
    revisit_at: revisitAt(visit, flow),
    transfer_to: transferTo(visit, flow),
    strays,
    due_kind: "",
    due_at: null,
  };
  return { ...standing, ...firstDue(standing, facts, rules) };
}

/** What is due first, on server time. */
export function firstDue(
  standing: Standing,
  facts: Pick<Facts, "level" | "graded_at" | "assignments" | "pauses">,
  rules: FoldRules,
): Pick<Standing, "due_kind" | "due_at"> {
  let first: [DueKind, number] | null = null;
  for (const due of dues(standing, facts, rules)) if (!first || due[1] < first[1]) first = due;
  return first ? { due_kind: first[0], due_at: isoOf(first[1]) } : { due_kind: "", due_at: null };
}

/**
 * The visit's outcome; the call's only where no visit is wanted or under way. Sent back, it no longer counts.
 *
 * Nobody is sent while there is an outcome, so one of a former visit was on its way when the next was sent: it counts.
 */
function outcomeFrom(facts: Facts, legs: readonly Leg[], flow: Flow, fitting: readonly Timed[]): Outcome | null {
  const sentBack = Math.max(...facts.decisions.filter((d) => d.kind === "sent_back").map((d) => micros(d.at)));
  for (const leg of legs) {
    if (micros(leg.assignments.at(-1)!.assigned_at) < sentBack) continue;
    const gone = walked(leg, flow);
    if (gone.end && gone.effects.includes("outcome")) return outcomeOf(facts, leg, flow, fitting);
  }
  return null;
}

function outcomeOf(facts: Facts, leg: Leg, flow: Flow, fitting: readonly Timed[]): Outcome {
  const given = latest(answered(leg, flow, leg.track === "visit" ? "result" : "call_close"));
  return {
    code: leg.track === "call" || given?.answer == null ? "persuaded" : given.answer,
    track: leg.track,
    level: given?.inputs?.level || facts.level,
    fraud_type: given?.inputs?.fraud_type || lastType(fitting, facts.given_type),
    at: isoOf(leg.answers.at(-1)!.at),
  };
}

/** Joined into another case, it was answered there: 重复预警. */
function repeated(facts: Facts, fitting: readonly Timed[]): Outcome {
  const at = isoOf(micros(facts.decisions.at(-1)!.at));
  return { code: "repeat", track: "call", level: facts.level, fraud_type: lastType(fitting, facts.given_type), at };
}

function stateOf(facts: Facts, outcome: Outcome | null): Standing["state"] {
  const last = facts.decisions.at(-1);
  if (last && last.kind !== "sent_back") return "closed";
  return outcome ? "answered" : "open";
}

function trackStanding(track: TrackName, legs: readonly Leg[], reports: readonly Timed[], flow: Flow): TrackStanding {
  const attempts = legs
    .flatMap((leg) => answered(leg, flow, "call"))
    .map((t) => ({ at: isoOf(t.at), answer: t.report.answer!, member: t.report.member }));
  const leg = legs.at(-1);
  if (!leg) {
    return { step: flow.start[track], end: null, attempts, arrived_at: null, accepted_by: null, accepted_at: null };
  }
  const gone = walked(leg, flow);
  const taken = takenUp(leg, reports);
  const arrivals = answered(leg, flow, "travel").filter((t) => ["arrived", "came_in"].includes(t.report.answer!));
  return {
    step: gone.current,
    end: gone.end,
    attempts,
    // Whoever has to set out again has not arrived.
    arrived_at: gone.current === flow.start.visit ? null : iso(arrivals.at(-1)?.at ?? null),
    accepted_by: taken.by,
    accepted_at: iso(taken.at),
  };
}

/** Each amount as last reported, so a correction or a second reporter never counts twice. */
function moneyOf(fitting: readonly Timed[]): Money {
  const money: Money = { about_to_go_fen: 0, saved_fen: 0, lost_fen: 0, payments: [] };
  for (const { report } of fitting) {
    const given = report.inputs ?? {};
    money.about_to_go_fen = given.about_to_go_fen ?? money.about_to_go_fen;
    money.saved_fen = given.saved_fen ?? money.saved_fen;
    money.lost_fen = given.lost_fen ?? money.lost_fen;
    money.payments = given.payments ?? money.payments;
  }
  return money;
}

function lastType(reports: readonly Timed[], given: string): string {
  for (const { report } of [...reports].reverse()) {
    const named = report.fraud_type || report.inputs?.fraud_type;
    if (named) return named;
  }
  return given;
}

/** A call for help lasts until somebody says the member is safe; it counts whoever's assignment it is. */
function helpSince(reports: readonly Timed[]): number | null {
  let since: number | null = null;
  for (const { at, report } of reports) {
    if (report.kind === "help") since ??= at;
    else if (report.kind === "safe") since = null;
  }
  return since;
}

/** When somebody goes again: planned at the last closed door, until he has arrived. */
function revisitAt(visit: Leg | null, flow: Flow): string | null {
  if (!visit || walked(visit, flow).current !== flow.start.visit) return null;
  const planned = latest(answered(visit, flow, "revisit"))?.inputs?.revisit_at;
  return planned ? isoOf(micros(planned)) : null;
}

function transferTo(visit: Leg | null, flow: Flow): string | null {
  if (!visit || walked(visit, flow).end !== "transferred") return null;
  return latest(answered(visit, flow, "transfer"))!.inputs?.station ?? null;
}

/** What still has to happen, and by when; while a case is paused its time stands still. */
function* dues(
  standing: Standing,
  facts: Pick<Facts, "level" | "graded_at" | "assignments" | "pauses">,
  rules: FoldRules,
): Generator<[DueKind, number]> {
  const limits = rules.levels[facts.level]?.limits;
  if (standing.state !== "open" || !limits) return;
  const due = (since: number, seconds: number) => shifted(since, since + seconds * 1e6, facts.pauses);
  for (const assignment of facts.assignments) {
    if (!assignment.ended_at && standing[assignment.track].accepted_at === null) {
      yield ["accept", due(micros(assignment.assigned_at), limits.accept)];
    }
  }
  const called = new Set(facts.assignments.map((a) => a.track));
  const graded = micros(facts.graded_at);
  if (called.has("call") && standing.call.attempts.length === 0) yield ["phone", due(graded, limits.phone)];
  if ((called.has("visit") || standing.visit_wanted) && standing.visit.arrived_at === null) {
    let met = due(graded, limits.met);
    if (standing.immediate_since) met = Math.min(met, due(micros(standing.immediate_since), rules.immediate_met));
    yield ["met", standing.revisit_at ? micros(standing.revisit_at) : met];
  }
}

function iso(at: number | null): string | null {
  return at === null ? null : isoOf(at);
}
