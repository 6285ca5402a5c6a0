/** Which cases the board lists, in which order: what is real before any drill, a call for help first, then what needs routing, then what is due. */

import { beijingDay } from "../core/clock";
import type { CaseView, Me } from "../core/types";
import { realOrAll } from "./drills";
import { isAlarmed } from "../safety/alarms";
import { hasToRoute } from "./rights";
import { hasToReview } from "./transfer/papers";

export type Tab = "open" | "to_sign" | "closed" | "mine";
export const TABS: readonly Tab[] = ["open", "to_sign", "closed", "mine"];

export interface Listing {
  /** Transfers to review, then cases nobody could be found for: apart for whoever has to see to them. */
  routing: CaseView[];
  rest: CaseView[];
}

/** The cases of one tab, sorted. */
export function listed(all: Iterable<CaseView>, tab: Tab, me: Me, today: string): Listing {
  const shown = [...all].filter((one) => belongs(one, tab, me, today)).sort(byDue);
  return {
    routing: [...shown.filter((one) => hasToReview(me, one)), ...shown.filter((one) => !hasToReview(me, one) && hasToRoute(me, one))],
    rest: shown.filter((one) => !hasToReview(me, one) && !hasToRoute(me, one)),
  };
}

/** Cases found by searching, whatever tab they are in, sorted the same way. */
export function sorted(found: Iterable<CaseView>): Listing {
  return { routing: [], rest: [...found].sort(byDue) };
}

/** How many cases each tab holds; drills beside what is real are shown, never counted. */
export function counts(all: Iterable<CaseView>, me: Me, today: string): Record<Tab, number> {
  const counted: Record<Tab, number> = { open: 0, to_sign: 0, closed: 0, mine: 0 };
  for (const one of realOrAll(all)) for (const tab of TABS) if (belongs(one, tab, me, today)) counted[tab] += 1;
  return counted;
}

/** The tab a case is found under, for an address that names the case alone. */
export function tabOf(one: CaseView): Tab {
  return one.standing.state === "open" ? "open" : one.standing.state === "answered" ? "to_sign" : "closed";
}

/** When it was signed or, as a drill, cleared away, in ms; null while it is not closed. */
export function closedAt(one: CaseView): number | null {
  const last = one.decisions.at(-1);
  return last && last.kind !== "sent_back" ? Date.parse(last.at) : null;
}

function belongs(one: CaseView, tab: Tab, me: Me, today: string): boolean {
  const { state } = one.standing;
  if (tab === "open") return state === "open";
  if (tab === "to_sign") return state === "answered";
  if (tab === "closed") return state === "closed" && beijingDay(closedAt(one) ?? 0) === today;
  return one.assignments.some((a) => a.member?.id === me.id && a.ended_at === null);
}

function byDue(a: CaseView, b: CaseView): number {
  return Number(a.drill) - Number(b.drill) || urgency(a) - urgency(b) || rank(a) - rank(b) || Date.parse(a.opened_at) - Date.parse(b.opened_at) || (a.number < b.number ? -1 : 1);
}

/** Help calls, then open cases, then those to be signed, then the closed ones. */
function urgency(one: CaseView): number {
  if (isAlarmed(one)) return 0;
  return { open: 1, answered: 2, closed: 3 }[one.standing.state];
}

/** Within a group: what is due first; what waits longest for a signature; what was closed last. */
function rank(one: CaseView): number {
  const { state, due_at, outcome } = one.standing;
  if (state === "closed") return -(closedAt(one) ?? 0);
  if (state === "answered") return outcome ? Date.parse(outcome.at) : 0;
  return due_at ? Date.parse(due_at) : Number.MAX_SAFE_INTEGER;
}
