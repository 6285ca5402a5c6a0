/** The steps passed on a track, each with the report that passed it: for going back, correcting, and checking at the end. */

import type { Flow } from "../core/rules";
import type { CaseView, Inputs, ReportView, TrackName } from "../core/types";
import { legsOf } from "../fold/legs";
import { inOrder } from "../fold/order";
import { walk } from "../flow/interpret";

export interface Passed {
  step: string;
  answer: string;
  inputs: Inputs;
  report: ReportView;
}

export interface Trail {
  /** The step now due; an end when `end` is set. */
  step: string;
  end: string | null;
  passed: Passed[];
}

/** A follow-up answer to give again after a correction, so that nothing has to be entered twice. */
export type Again = Pick<Passed, "step" | "answer" | "inputs">;

/** The trail of the track's present go, from all its reports, sent or not. */
export function trailOf(view: CaseView, flow: Flow, track: TrackName): Trail {
  const byId = new Map(view.reports.map((report) => [report.id, report]));
  const facts = view.reports.map((report) => ({ ...report, member: report.member.id }));
  const assignments = view.assignments.map((a) => ({ ...a, member: a.member?.id ?? null }));
  const leg = legsOf(track, assignments, inOrder(facts, view.opened_at), view.standing.strays).at(-1);
  const given = (leg?.answers ?? []).flatMap(({ report }) => {
    const whole = byId.get(report.id);
    return whole ? [{ step: whole.step ?? "", answer: whole.answer ?? "", inputs: whole.inputs, report: whole }] : [];
  });
  const passed = given.reduce<Passed[]>((path, next) => afterAnswer(flow, track, path, next), []);
  const gone = walk(flow, track, passed);
  return { step: gone.current, end: gone.end, passed };
}

/** The path once this is answered as well: an answer to a passed step goes back to it, one without a place changes nothing. */
function afterAnswer(flow: Flow, track: TrackName, path: Passed[], next: Passed): Passed[] {
  const gone = walk(flow, track, [...path, next]);
  if (gone.strays.length > 0) return path;
  return [...path.slice(0, gone.path.length - 1), next];
}

/** What has to be given again after the step at `index` is answered anew, as far as the flow still leads there. */
export function replay(flow: Flow, track: TrackName, trail: Trail, index: number, answer: string): Again[] {
  const corrected = trail.passed[index];
  if (!corrected) return [];
  // The walk goes back to the last time the step was passed, so what came after that is what is lost.
  const last = lastAt(trail, corrected.step);
  const path: { step: string; answer: string }[] = [...trail.passed.slice(0, last), { step: corrected.step, answer }];
  const again: Again[] = [];
  for (const next of trail.passed.slice(last + 1)) {
    const gone = walk(flow, track, path);
    // No money gone after all: the accounts it went to are passed over.
    if (gone.current !== next.step && flow.steps[next.step]?.screen === "payee") continue;
    if (gone.current !== next.step || gone.end) break;
    // A call attempt happened once: giving it again would count it twice. So would the same answer twice on end.
    const isRepeated = next.step === path.at(-1)?.step;
    if (isRepeated || flow.steps[next.step]?.screen === "call") break;
    path.push(next);
    again.push({ step: next.step, answer: next.answer, inputs: next.inputs });
  }
  return again;
}

/** The passed step one goes back to from `from` (an index, or the end of the path): each step once, at its last passing. */
export function earlier(trail: Trail, from: number): number | null {
  for (let index = from - 1; index >= 0; index--) {
    const step = trail.passed[index]?.step ?? "";
    if (step !== trail.step && lastAt(trail, step) === index) return index;
  }
  return null;
}

/** The step one comes to going forward again from a passed one; null for the step now due. */
export function later(trail: Trail, from: number): number | null {
  for (let index = from + 1; index < trail.passed.length; index++) {
    const step = trail.passed[index]?.step ?? "";
    if (step !== trail.step && lastAt(trail, step) === index) return index;
  }
  return null;
}

/** Each passed step once, at its last passing, in order. */
export function lastPassed(trail: Trail): number[] {
  return trail.passed.flatMap(({ step }, index) => (lastAt(trail, step) === index ? [index] : []));
}

function lastAt(trail: Trail, step: string): number {
  return trail.passed.map((passed) => passed.step).lastIndexOf(step);
}

/** How far one has come, 0 to 1: by the shortest way from here to an end. */
export function progress(flow: Flow, trail: Trail): { done: number; total: number } {
  const done = new Set(trail.passed.map((passed) => passed.step)).size;
  return { done, total: done + shortestWay(flow, trail.step) };
}

/** Steps still to answer on the shortest way to an end. */
function shortestWay(flow: Flow, from: string): number {
  let edge = [from];
  const seen = new Set(edge);
  for (let length = 0; edge.length > 0; length++) {
    if (edge.some((name) => flow.steps[name]?.end)) return length;
    edge = edge.flatMap((name) => flow.steps[name]?.rules.map((rule) => rule.go) ?? []).filter((name) => !seen.has(name));
    for (const name of edge) seen.add(name);
  }
  return 0;
}
