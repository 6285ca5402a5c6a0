/** What the phone keeps of one member's work: a database of his own, sealed, so that nobody else who signs in reads it. */

import Dexie, { type Table, type Transaction } from "dexie";
import type { Draft, OutboxReport, StoredEvidence } from "./outbox";
import { ifWhole, type CaseRow, type DraftRow, type EvidenceRow, type KeptRow, type ReportRow } from "./rows";
import type { Seal } from "./seal";
import type { CaseView } from "./types";

const PREFIX = "qiaomen-member-";
/** What `kept` holds open; all other keys are sealed. */
const OPEN_KEYS = ["cursors", "place", "playbooks", "rules"];

export class MemberDatabase extends Dexie {
  cases!: Table<CaseRow, string>;
  reports!: Table<ReportRow, number>;
  evidence!: Table<EvidenceRow, string>;
  drafts!: Table<DraftRow, string>;
  kept!: Table<KeptRow, string>;

  constructor(
    readonly memberId: number,
    readonly seal: Seal,
  ) {
    super(`${PREFIX}${memberId}`);
    // A changed shape gets a new version() with an upgrade; unsent reports must come through every one of them.
    this.version(1).stores({
      cases: "id",
      reports: "++n, &id, case, state",
      evidence: "key, case, state",
      drafts: "key, case",
      kept: "key",
    });
    this.version(2).stores({}).upgrade(toSealedRows);
  }
}

/** Everybody whose database lies on this phone. */
export async function membersHere(): Promise<number[]> {
  const names = await Dexie.getDatabaseNames();
  return names.filter((name) => name.startsWith(PREFIX)).map((name) => Number(name.slice(PREFIX.length)));
}

let open: MemberDatabase | null = null;

/** The database of the member who is logged in. */
export function db(): MemberDatabase {
  if (!open) throw new Error("nobody is logged in");
  return open;
}

/** Still the database of who is logged in: whoever waited for it asks before showing what came out of it. */
export function isCurrent(database: MemberDatabase): boolean {
  return open === database;
}

export function isOpen(): boolean {
  return open !== null;
}

export function openMemberId(): number | null {
  return open?.memberId ?? null;
}

export function openDatabase(memberId: number, seal: Seal): MemberDatabase {
  if (open?.memberId !== memberId) {
    closeDatabase();
    open = new MemberDatabase(memberId, seal);
  }
  return open!;
}

export function closeDatabase(): void {
  open?.close();
  open = null;
}

export async function keep(key: string, value: unknown): Promise<void> {
  await db().kept.put(await keptRow(db().seal, key, value));
}

/** The row to store for this key, to be made before a transaction begins. */
export async function keptRow(seal: Seal, key: string, value: unknown): Promise<KeptRow> {
  return OPEN_KEYS.includes(key) ? { key, value } : { key, sealed: await seal.close(`kept:${key}`, value) };
}

/** Undefined also where it is damaged: that must keep nobody out. */
export async function kept<T>(key: string): Promise<T | undefined> {
  const { seal, kept: table } = db();
  const row = await table.get(key);
  if (!row) return undefined;
  return "sealed" in row ? ((await ifWhole(seal.open<T>(`kept:${key}`, row.sealed))) ?? undefined) : (row.value as T);
}

/** Plain data for IndexedDB: reactive proxies cannot be stored. */
export function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** From version 1, where all stood open. Nothing can be sealed inside an upgrade: `sealAll` (resealing.ts) does it afterwards. */
async function toSealedRows(upgrade: Transaction): Promise<void> {
  await rewrite<CaseView, CaseRow>(upgrade, "cases", (view) => ({
    id: view.id,
    reported: view.reports.map((r) => r.id),
    sealed: { plain: view },
  }));
  await rewrite<OutboxReport, ReportRow>(upgrade, "reports", (report) => {
    const { n, id, case: about, state, device, held_until, errors, ...rest } = report;
    return { n: n!, id, case: about, state, device, held_until, errors, sealed: { plain: rest } };
  });
  await rewrite<StoredEvidence, EvidenceRow>(upgrade, "evidence", ({ ref, bytes, ...open }) => ({
    ...open,
    weight: 0,
    address: null,
    sealed: { plain: ref },
    picture: { plain: bytes },
  }));
  await rewrite<Draft, DraftRow>(upgrade, "drafts", ({ inputs, ...open }) => ({ ...open, sealed: { plain: inputs } }));
  await rewrite<{ key: string; value: unknown }, KeptRow>(upgrade, "kept", ({ key, value }) =>
    OPEN_KEYS.includes(key) ? { key, value } : { key, sealed: { plain: value } },
  );
}

async function rewrite<From, To extends object>(upgrade: Transaction, table: string, change: (row: From) => To): Promise<void> {
  await upgrade
    .table<From>(table)
    .toCollection()
    .modify((row, context) => {
      (context as unknown as { value: To }).value = change(row);
    });
}
