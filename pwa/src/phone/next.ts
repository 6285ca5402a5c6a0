/** What a member has to do next in a case: for each of his open assignments, accept it or go on with it. */

import type { OutboxReport } from "../core/outbox";
import type { AssignmentView, CaseView, TrackName } from "../core/types";

export interface Next {
  track: TrackName;
  assignment: AssignmentView;
  isAccepted: boolean;
  /** The step that waits, by its name in the flow. */
  step: string;
}

/** What waits for this member, what is not accepted first; what he has just declined no longer does. */
export function nextFor(view: CaseView, me: number, own: readonly OutboxReport[]): Next[] {
  if (view.standing.state === "closed") return [];
  const declined = new Set(own.filter((r) => r.kind === "decline" && r.state !== "invalid").map((r) => r.assignment));
  return view.assignments
    .filter((a) => a.member?.id === me && !a.ended_at && !declined.has(a.id) && view.standing[a.track].end === null)
    .map((assignment) => {
      const { accepted_at, step } = view.standing[assignment.track];
      return { track: assignment.track, assignment, isAccepted: accepted_at !== null, step };
    })
    .sort((a, b) => Number(a.isAccepted) - Number(b.isAccepted) || a.track.localeCompare(b.track));
}
