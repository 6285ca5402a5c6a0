/** What a member has to do: his open assignments, each with what is due of him next, most urgent first, drills last. */

import type { AssignmentView, CaseView, DueKind, Level, Rules } from "../core/types";
import { shifted } from "../fold/shift";

export interface Task {
  key: string;
  view: CaseView;
  assignment: AssignmentView;
  isAccepted: boolean;
  due: { kind: DueKind; at: number } | null;
}

/** The open tasks of a member among these cases. */
export function tasksOf(cases: Iterable<CaseView>, me: number, rules: Rules | null): Task[] {
  const tasks: Task[] = [];
  for (const view of cases) {
    for (const assignment of view.assignments) {
      if (isOpenFor(assignment, view, me)) tasks.push(taskOf(view, assignment, rules));
    }
  }
  return tasks.sort(
    (a, b) =>
      Number(a.view.drill) - Number(b.view.drill) ||
      (a.due?.at ?? Infinity) - (b.due?.at ?? Infinity) ||
      rank(b, rules) - rank(a, rules) ||
      a.view.opened_at.localeCompare(b.view.opened_at),
  );
}

/** The cases in which the member has done his part, newest first. */
export function doneBy(cases: Iterable<CaseView>, me: number): CaseView[] {
  return [...cases]
    .filter((view) => {
      const mine = view.assignments.filter((a) => a.member?.id === me);
      return mine.some((a) => a.end === "done" || isThrough(a, view)) && !mine.some((a) => isOpenFor(a, view, me));
    })
    .sort((a, b) => Date.parse(lastMoment(b, me)) - Date.parse(lastMoment(a, me)));
}

/** When the member last had to do with the case. */
export function lastMoment(view: CaseView, me: number): string {
  const ends = view.assignments.filter((a) => a.member?.id === me).map((a) => a.ended_at ?? "");
  return [view.standing.outcome?.at ?? "", ...ends, view.opened_at].find(Boolean)!;
}

function isOpenFor(assignment: AssignmentView, view: CaseView, me: number): boolean {
  return assignment.member?.id === me && !assignment.ended_at && view.standing.state !== "closed" && !isThrough(assignment, view);
}

/** Ended on this phone already, while the server does not know yet. */
function isThrough(assignment: AssignmentView, view: CaseView): boolean {
  return !assignment.ended_at && view.standing[assignment.track].end !== null;
}

function taskOf(view: CaseView, assignment: AssignmentView, rules: Rules | null): Task {
  const isAccepted = view.standing[assignment.track].accepted_at !== null;
  const level = rules?.levels[view.level];
  const due = level ? dueOf(view, assignment, isAccepted, level, rules.immediate_met) : null;
  return { key: `${view.id}:${assignment.id}`, view, assignment, isAccepted, due };
}

/** What is due of this assignment next; the case as a whole may have something else due of somebody else. */
function dueOf(view: CaseView, assignment: AssignmentView, isAccepted: boolean, level: Level, immediateMet: number): Task["due"] {
  const { standing } = view;
  const graded = Date.parse(view.graded_at);
  const dues: { kind: DueKind; at: number }[] = [];
  const due = (since: number, seconds: number) => shifted(since, since + seconds * 1000, view.pauses, Date.parse);
  if (!isAccepted) dues.push({ kind: "accept", at: due(Date.parse(assignment.assigned_at), level.limits.accept) });
  if (assignment.track === "call" && standing.call.attempts.length === 0) {
    dues.push({ kind: "phone", at: due(graded, level.limits.phone) });
  }
  if (assignment.track === "visit" && !standing.visit.arrived_at) {
    const limit = due(graded, level.limits.met);
    const immediate = standing.immediate_since ? due(Date.parse(standing.immediate_since), immediateMet) : Infinity;
    const at = standing.revisit_at ? Date.parse(standing.revisit_at) : Math.min(limit, immediate);
    dues.push({ kind: "met", at });
  }
  return dues.sort((a, b) => a.at - b.at)[0] ?? null;
}

function rank(task: Task, rules: Rules | null): number {
  return rules?.levels[task.view.level]?.rank ?? 0;
}
