/** My own visit that lasts longer than expected: the phone asks by itself, also without a network. */

import { computed, type ComputedRef } from "vue";
import { now } from "../core/clock";
import { report } from "../core/reports";
import { session } from "../core/session";
import { cases } from "../core/shown";
import type { CaseView } from "../core/types";

export function useSilence(): ComputedRef<CaseView | null> {
  return computed(() => [...cases.value.values()].find((one) => isMine(one) && isOver(one)) ?? null);
}

/** A sign of life, good for so many minutes. */
export async function sayIAmFine(caseId: string, minutes: number): Promise<void> {
  await report({ case: caseId, kind: "alive", inputs: { minutes } });
}

function isMine(one: CaseView): boolean {
  return one.assignments.some((a) => a.track === "visit" && a.member?.id === session.me?.id && a.ended_at === null);
}

function isOver({ standing }: CaseView): boolean {
  return Boolean(standing.alive_until) && Date.parse(standing.alive_until!) <= now.value;
}
