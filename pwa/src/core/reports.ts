/** Making a report: written to the phone first, shown at once, sent as soon as possible; for 10 seconds it may be taken back. */

import type { Collection } from "dexie";
import { shallowRef, type Ref } from "vue";
import { say, t } from "../ui/i18n";
import { offset } from "./clock";
import { db, isOpen, plain, type MemberDatabase } from "./db";
import { deviceId, nextSeq } from "./device";
import { draftKey, draftOf, draftsSaved } from "./drafts";
import type { OutboxReport, ReportDraft } from "./outbox";
import { releaseHeld } from "./push";
import { askForProtection } from "./room";
import { closeDraft, closeReport, openReport, type DraftRow, type ReportRow } from "./rows";
import { session } from "./session";
import { heldCase, showOutbox } from "./shown";
import { syncOnce, syncSoon, type SyncResult } from "./sync";
import { tellTabs } from "./tabs";
import { uuid7 } from "./uuid7";

export const UNDO_MS = 10_000;
/** Two taps closer than this are one tap of a wet thumb. */
const DOUBLE_TAP_MS = 700;

export interface Undoable {
  id: string;
  text: string;
  /** Phone time in ms until which it can be taken back. */
  until: number;
}

export const lastUndoable: Ref<Undoable | null> = shallowRef(null);

let latest: { signature: string; at: number; id: Promise<string> } | null = null;
let releaseTimer: ReturnType<typeof setTimeout> | undefined;

/** Report what was done. Returns its id once it is safe on the phone; sending goes on by itself. */
export function report(draft: ReportDraft, { undoable = false }: { undoable?: boolean } = {}): Promise<string> {
  const signature = JSON.stringify([draft.case, draft.kind, draft.track, draft.step, draft.answer, draft.assignment]);
  const now = Date.now();
  if (latest?.signature === signature && now - latest.at < DOUBLE_TAP_MS) return latest.id;
  const id = write(draft, undoable, now);
  latest = { signature, at: now, id };
  return id;
}

/** Take a report back while it is still held on the phone; true if it is gone as if never made. */
export async function undo(reportId: string): Promise<boolean> {
  const database = db();
  const draft = await draftOfReport(database, reportId);
  const withdrawn = await database.transaction("rw", database.reports, database.drafts, async () => {
    const row = await database.reports.where("id").equals(reportId).first();
    if (row?.state !== "held") return false;
    await database.reports.delete(row.n!);
    if (draft) await database.drafts.put(draft);
    return true;
  });
  if (lastUndoable.value?.id === reportId) lastUndoable.value = null;
  if (withdrawn) latest = null;
  await changed();
  return withdrawn;
}

/** What the person had filled in, to be typed on. */
async function draftOfReport({ reports, seal }: MemberDatabase, reportId: string): Promise<DraftRow | null> {
  const row = await reports.where("id").equals(reportId).first();
  if (!row) return null;
  const { case: caseId, step, inputs } = await openReport(seal, row);
  return step && Object.keys(inputs).length > 0 ? closeDraft(seal, draftOf(caseId, step, inputs)) : null;
}

/** Try a refused report (or all of them) again. */
export async function retryReport(reportId?: string): Promise<SyncResult> {
  await db()
    .reports.where("state")
    .equals("invalid")
    .filter((r) => !reportId || r.id === reportId)
    .modify({ state: "unsent" });
  await changed();
  return syncOnce();
}

/** Send everything now, also what could still be undone. */
export async function sendNow(): Promise<SyncResult> {
  await release();
  return syncOnce();
}

/** Let go of held reports: from here on they are on their way. */
export async function release(): Promise<void> {
  const count = await releaseHeld(db());
  lastUndoable.value = null;
  if (count > 0) await changed();
}

async function write(draft: ReportDraft, undoable: boolean, now: number): Promise<string> {
  const me = session.me;
  const database = db();
  if (!me) throw new Error("nobody is logged in");
  const view = heldCase(draft.case);
  const device = await deviceId();
  const ours = view?.reports.filter((r) => r.device === device).map((r) => r.seq) ?? [];
  const row: OutboxReport = {
    ...plain({ ...draft, inputs: draft.inputs ?? {} }),
    id: uuid7(now),
    flow: view?.flow ?? session.rules?.current_flow ?? "",
    seq: await nextSeq(draft.case, Math.max(0, ...ours)),
    made_at: new Date(now).toISOString(),
    clock_offset_ms: offset.value,
    device,
    state: undoable ? "held" : "unsent",
    held_until: undoable ? now + UNDO_MS : 0,
    errors: [],
    about: view?.target.name || view?.number || "",
  };
  const closed = await closeReport(database.seal, row);
  // What is still being saved of this step would come back as a draft.
  await draftsSaved();
  const released = await database.transaction("rw", database.reports, database.drafts, async () => {
    const count = await held(draft.case).modify({ state: "unsent" });
    await database.reports.add(closed);
    if (draft.step) await database.drafts.delete(draftKey(draft.case, draft.step));
    return count;
  });
  await changed();
  await follow(row);
  if (released > 0 || row.state === "unsent") syncSoon();
  protectOnce();
  return row.id;
}

let isProtectionAsked = false;

/** From the first report on there is something the browser must not throw away; before, asking would only puzzle. */
function protectOnce(): void {
  if (isProtectionAsked) return;
  isProtectionAsked = true;
  void askForProtection();
}

function held(caseId: string): Collection<ReportRow, number> {
  return db()
    .reports.where("state")
    .equals("held")
    .filter((r) => r.case === caseId);
}

/** After the write: offer the undo while it is held. */
async function follow(row: OutboxReport): Promise<void> {
  if (row.state !== "held") {
    if (lastUndoable.value) lastUndoable.value = null;
    return;
  }
  lastUndoable.value = { id: row.id, text: wordsOf(row), until: row.held_until };
  if (document.hidden) await release();
  clearTimeout(releaseTimer);
  releaseTimer = setTimeout(() => {
    if (isOpen()) void release().then(syncSoon);
  }, UNDO_MS);
}

/** What a report says, in a few words; at the result step an answer is an outcome, which shares codes with answers. */
export function wordsOf(row: Pick<OutboxReport, "kind" | "answer" | "note" | "flow" | "step">): string {
  const isResult = session.rules?.flows[row.flow]?.steps[row.step ?? ""]?.screen === "result";
  if (row.kind === "answer" && isResult) return outcomeWords(row.answer);
  if (row.kind === "answer") return say(session.rules?.codes.answers[row.answer ?? ""], outcomeWords(row.answer));
  return t(`kind.${row.kind}`);
}

function outcomeWords(code: string | null | undefined): string {
  return say(session.rules?.outcomes[code ?? ""]?.name, code ?? "");
}

async function changed(): Promise<void> {
  await showOutbox();
  tellTabs({ outbox: true });
}

/** Held reports leave when the app goes out of sight. */
export function releaseWhenHidden(): void {
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && isOpen()) void release().then(syncSoon);
  });
}
