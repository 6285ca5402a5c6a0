/** What is being typed at a step, saved as it is typed: a killed tab comes back to it. */

import { db, plain } from "./db";
import { closeDraft, ifWhole, openDraft } from "./rows";
import type { Draft } from "./outbox";
import type { Inputs } from "./types";

export function draftKey(caseId: string, step: string): string {
  return `${caseId}:${step}`;
}

/** What was typed there last; nothing where it is damaged. */
export async function loadDraft(caseId: string, step: string): Promise<Inputs | null> {
  const { drafts, seal } = db();
  await draftsSaved();
  const row = await drafts.get(draftKey(caseId, step));
  return row ? ((await ifWhole(openDraft(seal, row)))?.inputs ?? null) : null;
}

let saving: Promise<unknown> = Promise.resolve();

/** One after the other: sealing takes now longer, now shorter, and what was typed last has to stay. */
export async function saveDraft(caseId: string, step: string, inputs: Inputs): Promise<void> {
  const { drafts, seal } = db();
  const draft = draftOf(caseId, step, plain(inputs));
  const saved = saving.then(async () => drafts.put(await closeDraft(seal, draft)));
  saving = saved.catch(() => undefined);
  await saved;
}

/** All that was typed until now lies on the phone. */
export async function draftsSaved(): Promise<void> {
  await saving;
}

export function draftOf(caseId: string, step: string, inputs: Inputs): Draft {
  return { key: draftKey(caseId, step), case: caseId, step, inputs, saved: Date.now() };
}
