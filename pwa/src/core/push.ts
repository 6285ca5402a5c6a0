/** Sends what waits, oldest first; nothing leaves the phone's database before the server has confirmed it. */

import type { MemberDatabase } from "./db";
import type { OutboxReport } from "./outbox";
import { Problem } from "./problem";
import { openEach, openEvidence, openPicture, openReport, type EvidenceRow } from "./rows";
import type { ReportIn, ReportResult, ReportResults } from "./types";

export const BATCH = 50;
/** What Background Sync calls this work. */
export const SYNC_TAG = "reports";

/** Asks the server; the page and the service worker each have their own way. */
export type Ask = <T>(
  path: string,
  ask: { method: "POST" | "PUT"; body?: unknown; raw?: { bytes: ArrayBuffer; type: string }; timeout?: number },
) => Promise<T>;

/** Send all unsent reports. Throws the `Problem` that stops everything (no network, not logged in). */
export async function pushReports(database: MemberDatabase, ask: Ask): Promise<void> {
  const skipped = new Set<string>();
  for (;;) {
    const waiting = await database.reports.where("state").equals("unsent").sortBy("n");
    const left = waiting.filter((r) => !skipped.has(r.id));
    // Reports taken in from another phone's file keep its name, and a batch has one.
    const rows = left.filter((r) => r.device === left[0]!.device).slice(0, BATCH);
    if (rows.length === 0) return;
    const batch = await openEach(rows, (row) => openReport(database.seal, row));
    const sent = new Set(batch.map((r) => r.id));
    rows.filter((r) => !sent.has(r.id)).forEach((r) => skipped.add(r.id));
    if (batch.length > 0) await pushBatch(database, ask, batch, skipped);
  }
}

/** Send the pictures, each apart; a report never waits for them. */
export async function pushEvidence(database: MemberDatabase, ask: Ask): Promise<void> {
  const waiting = await database.evidence.where("state").equals("unsent").toArray();
  for (const picture of waiting.sort(gravestFirst)) {
    try {
      await pushPicture(database, ask, picture);
      await database.evidence.update(picture.key, { state: "stored", errors: [] });
    } catch (refusal) {
      if (!(refusal instanceof Problem) || stopsAll(refusal)) throw refusal;
      if (isFinal(refusal)) await database.evidence.update(picture.key, { state: "invalid", errors: reasons(refusal) });
    }
  }
}

async function pushPicture(database: MemberDatabase, ask: Ask, row: EvidenceRow): Promise<void> {
  const { ref } = await openEvidence(database.seal, row);
  const bytes = await openPicture(database.seal, row);
  await ask(`/api/cases/${row.case}/evidence/${ref.sha256}/`, {
    method: "PUT",
    raw: { bytes, type: ref.media_type },
    timeout: 180_000,
  });
}

function gravestFirst(one: EvidenceRow, other: EvidenceRow): number {
  return other.weight - one.weight || one.made - other.made;
}

/** One request; refused as a whole it is halved, so that one bad report never holds back the others. */
async function pushBatch(
  database: MemberDatabase,
  ask: Ask,
  batch: readonly OutboxReport[],
  skipped: Set<string>,
): Promise<void> {
  try {
    const body = { device: batch[0]!.device, reports: batch.map(asWire) };
    const answer = await ask<ReportResults>("/api/reports/", { method: "POST", body, timeout: 60_000 });
    const unanswered = await settle(database, batch, answer.results);
    unanswered.forEach((id) => skipped.add(id));
  } catch (refusal) {
    if (!(refusal instanceof Problem) || stopsAll(refusal)) throw refusal;
    const half = Math.ceil(batch.length / 2);
    if (batch.length > 1) {
      await pushBatch(database, ask, batch.slice(0, half), skipped);
      await pushBatch(database, ask, batch.slice(half), skipped);
      return;
    }
    const only = batch[0]!;
    if (isFinal(refusal)) await database.reports.update(only.n!, { state: "invalid", errors: reasons(refusal) });
    else skipped.add(only.id);
  }
}

/** Mark each report as answered; returns the ids the answer says nothing about. */
async function settle(
  database: MemberDatabase,
  batch: readonly OutboxReport[],
  results: readonly ReportResult[],
): Promise<string[]> {
  const byId = new Map(results.map((r) => [r.id, r]));
  await database.transaction("rw", database.reports, database.cases, async () => {
    for (const { n, id, case: caseId } of batch) {
      const result = byId.get(id);
      if (!result) continue;
      if (result.status === "invalid") {
        await database.reports.update(n!, { state: "invalid", errors: result.errors ?? [] });
        continue;
      }
      // Kept until the case comes back with it, so that the screen never falls back in between.
      const view = await database.cases.get(caseId);
      if (view && !view.reported.includes(id)) await database.reports.update(n!, { state: "sent", errors: [] });
      else await database.reports.delete(n!);
    }
  });
  return batch.filter((r) => !byId.has(r.id)).map((r) => r.id);
}

function asWire(row: OutboxReport): ReportIn {
  const { n: _n, device: _device, state: _state, held_until: _held, errors: _errors, about: _about, ...wire } = row;
  return wire;
}

function stopsAll(refusal: Problem): boolean {
  return refusal.status === 0 || refusal.status === 401 || refusal.status === 429 || ["disabled", "csrf", "device_lost"].includes(refusal.code);
}

/** Sending the same again cannot help. */
function isFinal(refusal: Problem): boolean {
  return refusal.status >= 400 && refusal.status < 500 && refusal.status !== 408;
}

function reasons(refusal: Problem): Problem["fields"] {
  return refusal.fields.length
    ? refusal.fields
    : [{ field: "", message: refusal.message_zh, message_en: refusal.message_en }];
}
