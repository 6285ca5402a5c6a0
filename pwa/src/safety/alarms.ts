/** What there is to know of the alarms of a case: the one that is open, who goes, and whether the member's phone is dark. */

import type { AlarmView, CaseView } from "../core/types";

/** The open alarm of a case that concerns others: a call for help, or silence of which more than he himself was told. */
export function openAlarm(one: CaseView): AlarmView | null {
  const open = (one.alarms ?? []).filter((alarm) => alarm.ended_at === null);
  return open.find((alarm) => alarm.kind === "help") ?? open.find(isTold) ?? null;
}

/** Whether this case needs somebody to go: he calls, or nothing is heard of him. */
export function isAlarmed(one: CaseView): boolean {
  return one.standing.help_since !== null || openAlarm(one) !== null;
}

/** Since when, in ms. */
export function alarmedSince(one: CaseView): number {
  return Date.parse(one.standing.help_since ?? openAlarm(one)?.since ?? "");
}

/** Whether this member was asked to go, or answers for it before anybody is asked. */
export function isAsked(one: CaseView, me: number, leads: boolean): boolean {
  const alarm = openAlarm(one);
  return alarm === null || leads || alarm.told.some((step) => step.members.includes(me));
}

function isTold(alarm: AlarmView): boolean {
  return alarm.told.some((step) => step.does.some((who) => who !== "self"));
}
