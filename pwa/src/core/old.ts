/** Closed cases leave the phone by themselves after a while: no event tells of time that passed. */

import { serverNow } from "./clock";
import { db, isOpen } from "./db";
import { phones } from "./phones";
import { cases, showCases } from "./shown";
import type { CaseView } from "./types";

const EVERY_MS = 3600_000;

/** Look now and every hour. */
export function startDropping(): void {
  setInterval(() => void dropOld(), EVERY_MS);
}

/** Forget what closed longer ago than the rules keep it; unsent work about it stays. */
export async function dropOld(): Promise<void> {
  if (!isOpen()) return;
  const keptMs = phones().closed_kept_hours * 3600_000;
  const old = [...cases.value.values()].filter((view) => isOld(view, keptMs)).map((view) => view.id);
  if (old.length === 0) return;
  const { cases: stored, evidence } = db();
  await stored.bulkDelete(old);
  await evidence
    .where("case")
    .anyOf(old)
    .filter((picture) => picture.state === "stored")
    .delete();
  showCases([], old);
}

function isOld(view: CaseView, keptMs: number): boolean {
  const last = view.decisions.at(-1);
  return last !== undefined && last.kind !== "sent_back" && Date.parse(last.at) < serverNow() - keptMs;
}
