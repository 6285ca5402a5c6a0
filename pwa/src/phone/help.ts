/** A member in danger: one tap calls for help, another says that he is safe; neither waits for a network to be on record. */

import { computed, type ComputedRef, type InjectionKey, type Ref } from "vue";
import { report, unsentReports } from "../core/store";
import type { CaseView } from "../core/types";
import { whereAmI } from "./place";

/** The case whose help button stands at the thumb on every step: a volunteer is alone out there. */
export const helpAtThumb: InjectionKey<Readonly<Ref<CaseView | null>>> = Symbol("help at the thumb");

/** Help cannot wait for a receiver: a place known from the last minutes, or one found at once. */
const PATIENCE_MS = 1500;
const FRESH_MS = 10 * 60_000;

export async function callForHelp(caseId: string): Promise<void> {
  const place = await whereAmI(PATIENCE_MS, FRESH_MS);
  await report({ case: caseId, kind: "help", inputs: place ? { place } : {} });
}

export async function sayIAmSafe(caseId: string): Promise<void> {
  await report({ case: caseId, kind: "safe" });
}

/** A call goes out at once, for seconds decide; for as long as any other report it can be taken back, and says so. */
export async function takeBack(caseId: string): Promise<void> {
  await report({ case: caseId, kind: "safe", reason: "by_mistake" });
}

/** Whether the call for help has left the phone; until it has, only a telephone helps. */
export function useHelpIsSent(view: () => CaseView): ComputedRef<boolean> {
  const own = unsentReports(view().id);
  return computed(() => !own.value.some((report) => report.kind === "help" && report.state !== "sent"));
}
