/** What is being typed at a step, saved as it is typed: a killed tab comes back to it. */

import { db, plain } from "./db";
import { closeDraft, openDraft } from "./rows";
import type { Draft } from "./outbox";
import type { Inputs } from "./types";

export function draftKey(caseId: string, step: string): string {
  return `${caseId}:${step}`;
}

export async function loadDraft(caseId: string, step: string): Promise<Inputs | null> {
  const { drafts, seal } = db();
  const row = await drafts.get(draftKey(caseId, step));
  return row ? (await openDraft(seal, row)).inputs : null;
}

export async function saveDraft(caseId: string, step: string, inputs: Inputs): Promise<void> {
  const { drafts, seal } = db();
  await drafts.put(await closeDraft(seal, draftOf(caseId, step, plain(inputs))));
}

export function draftOf(caseId: string, step: string, inputs: Inputs): Draft {
  return { key: draftKey(caseId, step), case: caseId, step, inputs, saved: Date.now() };
}

export async function clearDraft(caseId: string, step: string): Promise<void> {
  await db().drafts.delete(draftKey(caseId, step));
}

/** Something is half filled in: no reload may go over it unasked. */
export async function hasDrafts(): Promise<boolean> {
  return (await db().drafts.count()) > 0;
}
