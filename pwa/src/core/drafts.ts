/** What is being typed at a step, saved as it is typed: a killed tab comes back to it. */

import { db, plain } from "./db";
import type { Inputs } from "./types";

export function draftKey(caseId: string, step: string): string {
  return `${caseId}:${step}`;
}

export async function loadDraft(caseId: string, step: string): Promise<Inputs | null> {
  return (await db().drafts.get(draftKey(caseId, step)))?.inputs ?? null;
}

export async function saveDraft(caseId: string, step: string, inputs: Inputs): Promise<void> {
  await db().drafts.put({ key: draftKey(caseId, step), case: caseId, step, inputs: plain(inputs), saved: Date.now() });
}

export async function clearDraft(caseId: string, step: string): Promise<void> {
  await db().drafts.delete(draftKey(caseId, step));
}

/** Something is half filled in: no reload may go over it unasked. */
export async function hasDrafts(): Promise<boolean> {
  return (await db().drafts.count()) > 0;
}
