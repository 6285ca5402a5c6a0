/** Sends the reports that wait, calls for help first, then the oldest; nothing leaves the phone's database before the server has confirmed it. */

import type { MemberDatabase } from "./db";
import type { OutboxReport } from "./outbox";
import { Problem } from "./problem";
import { openEach, openReport } from "./rows";
import { inNameOf, post, type Transport } from "./transport";
import type { ReportIn, ReportResult, ReportResults } from "./types";

export const BATCH = 50;
/** What Background Sync calls this work. */
export const SYNC_TAG = "reports";

/** Let go of what could still be taken back; how many reports that were. */
export function releaseHeld(database: MemberDatabase): Promise<number> {
  return database.reports.where("state").equals("held").modify({ state: "unsent" });
}

/** Send all unsent reports. Throws the `Problem` that stops everything (no network, not logged in). */
export async function pushReports(database: MemberDatabase, transport: Transport): Promise<void> {
  const skipped = new Set<string>();
  const ask = inNameOf(database.memberId, transport);
  for (;;) {
    const waiting = await database.reports.where("state").equals("unsent").sortBy("n");
    const left = waiting.filter((r) => !skipped.has(r.id));
    const opened = await openEach(left, (row) => openReport(database.seal, row));
    if (opened.length === 0) return;
    await pushBatch(database, ask, nextBatch(opened), skipped);
  }
}

/** A call for help waits for nothing that was made before it. */
function nextBatch(waiting: readonly OutboxReport[]): OutboxReport[] {
  const calls = waiting.filter((r) => r.kind === "help");
  const first = calls.length > 0 ? calls : waiting;
  // Reports taken in from another phone's file keep its name, and a batch has one.
  return first.filter((r) => r.device === first[0]!.device).slice(0, BATCH);
}

/** One request; refused as a whole it is halved, so that one bad report never holds back the others. */
async function pushBatch(
  database: MemberDatabase,
  transport: Transport,
  batch: readonly OutboxReport[],
  skipped: Set<string>,
): Promise<void> {
  try {
    const body = { device: batch[0]!.device, reports: batch.map(asWire) };
    const answer = await post<ReportResults>(transport, "/api/reports/", body, 60_000);
    const unanswered = await settle(database, batch, answer.results);
    unanswered.forEach((id) => skipped.add(id));
  } catch (refusal) {
    if (!(refusal instanceof Problem) || stopsAll(refusal)) throw refusal;
    const half = Math.ceil(batch.length / 2);
    if (batch.length > 1) {
      await pushBatch(database, transport, batch.slice(0, half), skipped);
      await pushBatch(database, transport, batch.slice(half), skipped);
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

/** Nothing else would get through either: no network, no login, too fast. */
export function stopsAll(refusal: Problem): boolean {
  return refusal.status === 0 || refusal.status === 401 || refusal.status === 429 || ["disabled", "csrf", "device_lost"].includes(refusal.code);
}

/** Sending the same again cannot help. */
export function isFinal(refusal: Problem): boolean {
  return refusal.status >= 400 && refusal.status < 500 && refusal.status !== 408;
}

/** Why, for the person, field by field. */
export function reasons(refusal: Problem): Problem["fields"] {
  return refusal.fields.length
    ? refusal.fields
    : [{ field: "", message: refusal.message_zh, message_en: refusal.message_en }];
}
