/** Closed cases leave the phone a day later by themselves: no event tells of time that passed. */

import { serverNow } from "./clock";
import { db, isOpen } from "./db";
import { showCases } from "./shown";
import type { CaseView } from "./types";

/** As long as the server keeps closed cases in what it sends anew. */
const KEPT_MS = 24 * 3600_000;
const EVERY_MS = 3600_000;

/** Look now and every hour. */
export function startDropping(): void {
  setInterval(() => void dropOld(), EVERY_MS);
}

/** Forget what was closed more than a day ago; unsent work about it stays. */
export async function dropOld(): Promise<void> {
  if (!isOpen()) return;
  const { cases, evidence } = db();
  const old = (await cases.toArray()).filter(isOld).map((view) => view.id);
  if (old.length === 0) return;
  await cases.bulkDelete(old);
  await evidence
    .where("case")
    .anyOf(old)
    .filter((picture) => picture.state === "stored")
    .delete();
  showCases([], old);
}

function isOld(view: CaseView): boolean {
  const last = view.decisions.at(-1);
  return last?.kind === "signed" && Date.parse(last.at) < serverNow() - KEPT_MS;
}
