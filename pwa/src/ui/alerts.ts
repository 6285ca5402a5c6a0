/** Tells the person of a task that has just come: sound, vibration and one line that leads there. */

import { shallowRef, watch, type Ref } from "vue";
import { session } from "../core/session";
import { cases } from "../core/shown";
import type { CaseView } from "../core/types";
import { levelLook, levelOf } from "./level";
import { alertFor } from "./sound";

const SHOWN_MS = 12_000;
const REPEAT_MS = 20_000;
const REPEATS = 6;

export interface Alert {
  case: string;
  level: string;
  name: string;
  drill: boolean;
}

/** The newest alert, while it is shown. */
export const latestAlert: Ref<Alert | null> = shallowRef(null);

/** Assignments the person has been told of. */
let told = new Set<number>();
let hide: ReturnType<typeof setTimeout> | undefined;
let repeat: ReturnType<typeof setInterval> | undefined;

/**
 * Watches the tasks themselves and not the events: what came while the app was closed rings as well. Of several at
 * once the gravest rings, a drill only where nothing real came.
 */
export function startAlerts(): () => void {
  return watch([cases, () => session.me?.id], ring, { immediate: true });
}

export function closeAlert(): void {
  latestAlert.value = null;
  clearTimeout(hide);
}

function ring(): void {
  const open = [...cases.value.values()].map((view) => ({ view, ids: unaccepted(view) }));
  const fresh = open.filter(({ ids }) => ids.some((id) => !told.has(id))).map(({ view }) => view);
  told = new Set(open.flatMap(({ ids }) => ids));
  const gravest = fresh.sort((a, b) => Number(a.drill) - Number(b.drill) || levelLook(b.level).rank - levelLook(a.level).rank)[0];
  if (gravest) raise(gravest);
  else if (latestAlert.value && !waits(latestAlert.value.case)) closeAlert();
}

function raise(view: CaseView): void {
  latestAlert.value = { case: view.id, level: view.level, name: view.target.name, drill: view.drill };
  clearTimeout(hide);
  hide = setTimeout(closeAlert, SHOWN_MS);
  void alertFor(view.level);
  if (levelOf(view.level)?.colour === "critical") ringOn(view);
}

/** A critical task rings again until it is accepted or no longer mine, for two minutes at most: then others are told. */
function ringOn(view: CaseView): void {
  clearInterval(repeat);
  let rung = 0;
  repeat = setInterval(() => {
    rung += 1;
    if (rung > REPEATS || !waits(view.id)) clearInterval(repeat);
    else void alertFor(view.level);
  }, REPEAT_MS);
}

function waits(caseId: string): boolean {
  const view = cases.value.get(caseId);
  return view !== undefined && unaccepted(view).length > 0;
}

/** My open assignments of the case that wait to be accepted; those I took myself need no bell. */
function unaccepted(view: CaseView): number[] {
  return view.assignments
    .filter((a) => a.member?.id === session.me?.id && !a.ended_at && !["taken_over", "called_next"].includes(a.why))
    .filter((a) => view.standing[a.track].accepted_at === null && view.standing.state !== "closed")
    .map((a) => a.id);
}
