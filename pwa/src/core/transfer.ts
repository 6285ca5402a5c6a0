/** Unsent work on its way to another phone: gathered for a file here, taken in from one there. */

import { db, type MemberDatabase } from "./db";
import { WAITS, type OutboxReport, type StoredEvidence } from "./outbox";
import type { ParcelContent, ParcelPicture, TakenIn } from "./parcel";
import { closeDraft, closeEvidence, closeReport, openDraft, openEach, openEvidence, openPicture, openReport } from "./rows";
import { session } from "./session";
import { heldCase, showOutbox } from "./shown";
import { syncSoon } from "./sync";
import { tellTabs } from "./tabs";

/** All that waits on this phone; it stays here until the server has it, for one file is easily lost. */
export async function unsentParcel(): Promise<ParcelContent> {
  const database = db();
  const { seal } = database;
  const reports = await database.reports.where("state").anyOf(WAITS).sortBy("n");
  const evidence = await database.evidence.where("state").anyOf(WAITS).toArray();
  return {
    member: database.memberId,
    member_name: session.me?.name ?? "",
    made_at: new Date().toISOString(),
    app_version: __VERSION__,
    reports: await openEach(reports, (row) => openReport(seal, row)),
    evidence: await openEach(evidence, async (row) => ({ ...(await openEvidence(seal, row)), bytes: await openPicture(seal, row) })),
    drafts: await openEach(await database.drafts.toArray(), (row) => openDraft(seal, row)),
  };
}

/** Put it beside what waits here. What this phone or the server has already is not taken twice: a report's id is its own for good. */
export async function takeIn(content: ParcelContent): Promise<TakenIn> {
  const database = db();
  let added = 0;
  for (const report of content.reports) if (await addReport(database, report)) added += 1;
  for (const picture of content.evidence) if (await addPicture(database, picture)) added += 1;
  for (const draft of content.drafts) {
    if (!(await database.drafts.get(draft.key))) await database.drafts.add(await closeDraft(database.seal, draft));
  }
  await showOutbox();
  tellTabs({ outbox: true });
  syncSoon();
  return { added, known: content.reports.length + content.evidence.length - added };
}

async function addReport({ reports, seal }: MemberDatabase, report: OutboxReport): Promise<boolean> {
  const isBack = heldCase(report.case)?.reports.some(({ id }) => id === report.id);
  if (isBack || (await reports.where("id").equals(report.id).count()) > 0) return false;
  // Device and counter stay those of the phone it was made on; only the place in this phone's row is new.
  const { n: _n, ...rest } = report;
  await reports.add(await closeReport(seal, { ...rest, state: "unsent", held_until: 0, errors: [] }));
  return true;
}

async function addPicture({ evidence, seal }: MemberDatabase, { key, case: about, ref, bytes, made }: ParcelPicture): Promise<boolean> {
  const isBack = heldCase(about)?.evidence.includes(ref.sha256);
  if (isBack || (await evidence.get(key))) return false;
  const fresh: StoredEvidence = { key, case: about, ref, bytes, made, state: "unsent", errors: [], weight: 0, address: null };
  await evidence.add(await closeEvidence(seal, fresh));
  return true;
}
