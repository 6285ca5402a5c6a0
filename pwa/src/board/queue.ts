/** The operator's queue: the calls that wait for him, or for anybody, most urgent first. */

import type { AssignmentView, CaseView, Me } from "../core/types";
import { openAssignment } from "./state";

/** What the next-call key goes through, in the server's order: what is real, mine not accepted yet, mine under way, nobody's. */
export function waitingCalls(all: Iterable<CaseView>, me: Me): CaseView[] {
  return [...all]
    .flatMap((one) => {
      const assignment = openAssignment(one, "call");
      const isWaiting = one.standing.state === "open" && (assignment?.member === null || assignment?.member?.id === me.id);
      return assignment && isWaiting ? [{ one, assignment }] : [];
    })
    .sort((a, b) => Number(a.one.drill) - Number(b.one.drill) || turn(a.assignment) - turn(b.assignment) || due(a.one) - due(b.one) || a.assignment.id - b.assignment.id)
    .map(({ one }) => one);
}

function turn({ member, accepted_at }: AssignmentView): number {
  if (member === null) return 2;
  return accepted_at === null ? 0 : 1;
}

function due(one: CaseView): number {
  return one.standing.due_at ? Date.parse(one.standing.due_at) : Number.MAX_SAFE_INTEGER;
}
