/** Sends what waits, oldest first; nothing leaves the phone's database before the server has confirmed it. */

import type { MemberDatabase } from "./db";
import type { OutboxReport, StoredEvidence } from "./outbox";
import { Problem } from "./problem";
import type { ReportIn, ReportResult, ReportResults } from "./types";

export const BATCH = 50;
/** What Background Sync calls this work. */
export const SYNC_TAG = "reports";

/** Asks the server; the page and the service worker each have their own way. */
export type Ask = <T>(
  path: string,
  ask: { method: "POST" | "PUT"; body?: unknown; raw?: { bytes: ArrayBuffer; type: string }; timeout?: number },
) => Promise<T>;

/** Whoever sends for a member holds this lock: one tab, or the service worker. */
export function syncLock(memberId: number): string {
  return `qiaomen-sync-${memberId}`;
}

/** Send all unsent reports. Throws the `Problem` that stops everything (no network, not logged in). */
export async function pushReports(database: MemberDatabase, ask: Ask): Promise<void> {
  const skipped = new Set<string>();
  for (;;) {
    const waiting = await database.reports.where("state").equals("unsent").sortBy("n");
    const batch = waiting.filter((r) => !skipped.has(r.id)).slice(0, BATCH);
    if (batch.length === 0) return;
    await pushBatch(database, ask, batch, skipped);
  }
}

/** Send the pictures, each apart; a report never waits for them. */
export async function pushEvidence(database: MemberDatabase, ask: Ask): Promise<void> {
  const waiting = await database.evidence.where("state").equals("unsent").sortBy("made");
  for (const picture of waiting) {
    try {
      await ask(`/api/cases/${picture.case}/evidence/${picture.ref.sha256}/`, {
        method: "PUT",
        raw: { bytes: picture.bytes, type: picture.ref.media_type },
        timeout: 180_000,
      });
      await database.evidence.update(picture.key, { state: "stored", errors: [] } satisfies Partial<StoredEvidence>);
    } catch (refusal) {
      if (!(refusal instanceof Problem) || stopsAll(refusal)) throw refusal;
      if (isFinal(refusal)) await database.evidence.update(picture.key, { state: "invalid", errors: reasons(refusal) });
    }
  }
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
      if (view && !view.reports.some((r) => r.id === id)) await database.reports.update(n!, { state: "sent", errors: [] });
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
  return refusal.status === 0 || refusal.status === 401 || refusal.status === 429 || refusal.code === "disabled" || refusal.code === "csrf";
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
