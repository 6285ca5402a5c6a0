/** Follow-ups (回访), as the server tells them, and what was answered here and waits for the network. */

import { computed, shallowRef, type ComputedRef } from "vue";
import { ask } from "../core/api";
import { keep, kept, openMemberId } from "../core/db";
import { report, session, waitingReports } from "../core/store";
import type { components } from "../core/schema";
import type { FollowUpSaid } from "../core/types";

export type FollowUp = components["schemas"]["FollowUpView"];
export type FollowUpList = components["schemas"]["FollowUpList"];
export type Said = FollowUpSaid;
export type Person = components["schemas"]["CandidateView"];

/** Sealed on the phone like all that names people. */
const KEY = "follow_ups";

/** One's own, as last heard; null before anything is known. */
export const own = shallowRef<FollowUpList | null>(null);
let ownOf: number | null = null;

/** What the member has to do and has not answered yet on this phone. */
export const ownDue: ComputedRef<FollowUp[]> = computed(() => (own.value?.due ?? []).filter(({ id }) => !isAnswered(id)));

/** Whether an answer of it lies on this phone still; held ones may be taken back, until then it is answered. */
export function isAnswered(id: number): boolean {
  return waitingReports.value.some((row) => row.kind === "follow_up" && row.state !== "invalid" && row.inputs.follow_up?.id === id);
}

/** Forget whose they were when somebody else is here, and show what this phone kept of this member's. */
export async function showKept(): Promise<void> {
  const member = openMemberId();
  if (member === ownOf) return;
  ownOf = member;
  own.value = null;
  if (member === null) return;
  const found = await kept<FollowUpList>(KEY).catch(() => undefined);
  if (ownOf === member && own.value === null && found) own.value = found;
}

/** Ask for one's own; without a network what is kept stays. */
export async function loadOwn(): Promise<void> {
  await showKept();
  const member = ownOf;
  const found = await ask<FollowUpList>("/api/follow-ups/mine/");
  if (member === null || member !== openMemberId()) return;
  own.value = found;
  await keep(KEY, found);
}

export const loadAll = (): Promise<FollowUpList> => ask<FollowUpList>("/api/follow-ups/");

export const loadPeople = async (id: number): Promise<Person[]> =>
  (await ask<{ people: Person[] }>(`/api/follow-ups/${id}/people/`)).people;

export const giveTo = (id: number, to: number): Promise<FollowUpList> =>
  ask<FollowUpList>(`/api/follow-ups/${id}/give/`, { method: "POST", body: { to } });

/** A report like any other: on the phone first, sent when there is a network, and for ten seconds it may be taken back. */
export function answer(row: Pick<FollowUp, "case">, said: Said, note: string): Promise<string> {
  const text = note.trim();
  return report({ case: row.case, kind: "follow_up", inputs: { follow_up: said }, ...(text ? { note: text } : {}) }, { undoable: true });
}

/** Whether this answer means that the person is in it again, and is warned anew. */
export function isAgain(said: Partial<Said>): boolean {
  return said.in_contact === "yes" || said.paid === "yes";
}

/** Whether somebody has follow-ups of his own to ask for at all. */
export function hasOwn(): boolean {
  return ["officer", "chief", "operator"].includes(session.me?.role ?? "");
}
