/** What screens see: the cases this phone holds, each refolded with the member's unsent reports. */

import { computed, shallowRef, type ComputedRef, type ShallowRef } from "vue";
import type { refold } from "../fold/refold";
import { noteHeld } from "./cleared";
import { db, isCurrent, type MemberDatabase } from "./db";
import type { OutboxReport, StoredEvidence } from "./outbox";
import { openCase, openEach, openEvidence, openReport, type ReportRow, type SaidOfEvidence } from "./rows";
import { roomLeft, roomState } from "./room";
import { session } from "./session";
import { taken } from "./taken";
import type { CaseView, EvidenceRef, MemberView } from "./types";

export interface WaitingEvidence extends Pick<StoredEvidence, "key" | "case" | "state" | "errors"> {
  use: EvidenceRef["use"];
}

/** Reports never change but for what stands open in their rows, so each is opened once. */
const opened = new Map<string, OutboxReport>();

/** The fold is loaded with the first report that waits: to show what the server says nobody needs it. */
let folding: typeof refold | null = null;

/** Reports that cannot be opened. */
let damagedReports = 0;

/** The cases as the server last said they are. */
let held = new Map<string, CaseView>();

export const cases: ShallowRef<ReadonlyMap<string, CaseView>> = shallowRef(new Map());
export const members: ShallowRef<MemberView[]> = shallowRef([]);
const outbox: ShallowRef<readonly OutboxReport[]> = shallowRef([]);

/** One case, live; undefined when it is not (or no longer) on this phone. */
export function caseOf(id: string): ComputedRef<CaseView | undefined> {
  return computed(() => cases.value.get(id));
}

/** The phone's own reports of a case that have not come back with it yet (their `state` says how far they are). */
export function unsentReports(caseId: string): ComputedRef<readonly OutboxReport[]> {
  return computed(() => outbox.value.filter((r) => r.case === caseId));
}

/** All reports that wait or were refused, oldest first. */
export const waitingReports: ComputedRef<readonly OutboxReport[]> = computed(() =>
  outbox.value.filter((r) => r.state !== "sent"),
);

/** Pictures that wait or were refused, without their bytes. */
export const waitingEvidence: ShallowRef<readonly WaitingEvidence[]> = shallowRef([]);

/** The server's own view of a case, without what is unsent. */
export function heldCase(id: string): CaseView | undefined {
  return held.get(id);
}

/** Take over what news brought (already stored). */
export function showCases(changed: readonly CaseView[], removed: readonly string[], isSnapshot = false): void {
  if (isSnapshot) held = new Map();
  for (const view of changed) held.set(view.id, view);
  for (const id of removed) held.delete(id);
  const shown = isSnapshot ? new Map<string, CaseView>() : new Map(cases.value);
  for (const id of removed) shown.delete(id);
  for (const view of changed) shown.set(view.id, refolded(view));
  cases.value = shown;
}

/** Read the outbox again and refold the cases it touches or touched. */
export async function showOutbox(): Promise<void> {
  const database = db();
  const rows = await reportsOf(database);
  if (rows.length > 0) await loadFold();
  // Signed out while reading: what was read belongs to nobody here any more.
  if (!isCurrent(database)) return;
  const touched = new Set([...outbox.value, ...rows].map((r) => r.case));
  outbox.value = rows;
  const shown = new Map(cases.value);
  for (const id of touched) {
    const view = held.get(id);
    if (view) shown.set(id, refolded(view));
  }
  cases.value = shown;
  await countWaiting();
}

/** Read these cases again from the phone's database: another tab has changed them. */
export async function showStored(ids: readonly string[] | "all"): Promise<void> {
  const database = db();
  const rows = ids === "all" ? await database.cases.toArray() : (await database.cases.bulkGet([...ids])).filter(isThere);
  const views = await openEach(rows, (row) => openCase(database.seal, row));
  if (!isCurrent(database)) return;
  const there = new Set(rows.map((r) => r.id));
  const gone = ids === "all" ? [] : ids.filter((id) => !there.has(id));
  showCases(views, gone, ids === "all");
}

/** Fold everything anew: the rules have changed. */
export function showAgain(): void {
  showCases([...held.values()], []);
}

/** Forget what is shown: somebody else will sign in. */
export function showNothing(): void {
  held = new Map();
  opened.clear();
  cases.value = new Map();
  outbox.value = [];
  waitingEvidence.value = [];
  members.value = [];
  taken.value = [];
  session.waiting = session.attention = session.damaged = 0;
}

async function countWaiting(): Promise<void> {
  const database = db();
  const waiting: SaidOfEvidence[] = [];
  // One after the other: together their bytes would fill a cheap phone's memory.
  await database.evidence.where("state").anyOf("unsent", "invalid").each(({ picture: _bytes, ...row }) => waiting.push(row));
  const rows = await openEach(waiting, (row) => openEvidence(database.seal, row));
  const pictures = rows.map(({ key, case: about, ref, state, errors }) => ({ key, case: about, use: ref.use, state, errors }));
  if (!isCurrent(database)) return;
  waitingEvidence.value = pictures;
  session.damaged = damagedReports + waiting.length - rows.length;
  const all = [...outbox.value, ...pictures];
  session.waiting = all.filter((r) => r.state === "held" || r.state === "unsent").length;
  session.attention = all.filter((r) => r.state === "invalid").length + session.damaged;
  noteHeld(session.waiting + session.attention);
  // Every picture taken or sent changes it; nobody waits for the answer.
  void roomLeft().then((room) => (session.room = roomState(room)));
}

async function reportsOf(database: MemberDatabase): Promise<OutboxReport[]> {
  const rows = await database.reports.orderBy("n").toArray();
  const reports = await openEach(rows, (row) => openOnce(database, row));
  if (isCurrent(database)) {
    damagedReports = rows.length - reports.length;
    opened.clear();
    for (const report of reports) opened.set(report.id, report);
  }
  return reports;
}

async function openOnce(database: MemberDatabase, { sealed, ...open }: ReportRow): Promise<OutboxReport> {
  const known = opened.get(open.id);
  return known ? { ...known, ...open } : openReport(database.seal, { sealed, ...open });
}

function refolded(view: CaseView): CaseView {
  const own = outbox.value.filter((r) => r.case === view.id);
  if (own.length === 0 || !folding || !session.me || !session.rules) return view;
  return folding(view, own, session.me, session.rules);
}

/** What leads through a case brings it along, so it is missing only where nothing could be reported either. */
async function loadFold(): Promise<void> {
  folding ??= await import("../fold/refold").then((module) => module.refold, () => null);
}

function isThere<T>(row: T | undefined): row is T {
  return row !== undefined;
}
