/** Tells the person of what has just come in for him: sound, vibration and one line that leads there. */

import { shallowRef, type Ref } from "vue";
import { onEvent } from "../core/events";
import { session } from "../core/session";
import { cases } from "../core/shown";
import type { CaseView, EventView } from "../core/types";
import { alertFor } from "./sound";

const SHOWN_MS = 12_000;
const REPEAT_MS = 20_000;
const REPEATS = 6;

export interface Alert {
  case: string;
  level: string;
  name: string;
}

/** The newest alert, while it is shown. */
export const latestAlert: Ref<Alert | null> = shallowRef(null);

let hide: ReturnType<typeof setTimeout> | undefined;
let repeat: ReturnType<typeof setInterval> | undefined;

export function startAlerts(): () => void {
  return onEvent((event, shown) => {
    if (shown && isForMe(event)) raise(shown);
  });
}

export function closeAlert(): void {
  latestAlert.value = null;
  clearTimeout(hide);
}

/** A task given to me by somebody else. */
function isForMe(event: EventView): boolean {
  const me = session.me?.id;
  return event.kind === "assigned" && event.data["member"] === me && event.data["why"] !== "taken_over";
}

function raise(shown: CaseView): void {
  latestAlert.value = { case: shown.id, level: shown.level, name: shown.target.name };
  clearTimeout(hide);
  hide = setTimeout(closeAlert, SHOWN_MS);
  void alertFor(shown.level);
  if (session.rules?.levels[shown.level]?.colour === "critical") ringOn(shown.id);
}

/** A critical task rings again until it is accepted, taken away, or somebody else's turn has come. */
function ringOn(caseId: string): void {
  clearInterval(repeat);
  let rung = 0;
  repeat = setInterval(() => {
    rung += 1;
    const open = openFor(caseId);
    if (!open || rung > REPEATS) clearInterval(repeat);
    else void alertFor(open.level);
  }, REPEAT_MS);
}

function openFor(caseId: string): CaseView | undefined {
  const shown = cases.value.get(caseId);
  const waits = shown?.assignments.some(
    (a) => a.member?.id === session.me?.id && !a.ended_at && shown.standing[a.track].accepted_at === null,
  );
  return waits ? shown : undefined;
}
