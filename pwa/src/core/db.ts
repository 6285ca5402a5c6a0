/** What the phone keeps of one member's work: a database of his own, so that nobody else who signs in reads it. */

import Dexie, { type Table } from "dexie";
import type { Draft, OutboxReport, StoredEvidence } from "./outbox";
import type { CaseView } from "./types";

interface Kept {
  key: string;
  value: unknown;
}

export class MemberDatabase extends Dexie {
  cases!: Table<CaseView, string>;
  reports!: Table<OutboxReport, number>;
  evidence!: Table<StoredEvidence, string>;
  drafts!: Table<Draft, string>;
  kept!: Table<Kept, string>;

  constructor(memberId: number) {
    super(`qiaomen-member-${memberId}`);
    // A changed shape gets a new version() with an upgrade; unsent reports must come through every one of them.
    this.version(1).stores({
      cases: "id",
      reports: "++n, &id, case, state",
      evidence: "key, case, state",
      drafts: "key, case",
      kept: "key",
    });
  }
}

let open: { memberId: number; database: MemberDatabase } | null = null;

/** The database of the member who is logged in. */
export function db(): MemberDatabase {
  if (!open) throw new Error("nobody is logged in");
  return open.database;
}

/** Still the database of who is logged in: whoever waited for it asks before showing what came out of it. */
export function isCurrent(database: MemberDatabase): boolean {
  return open?.database === database;
}

export function isOpen(): boolean {
  return open !== null;
}

export function openMemberId(): number | null {
  return open?.memberId ?? null;
}

export function openDatabase(memberId: number): MemberDatabase {
  if (open?.memberId !== memberId) {
    closeDatabase();
    open = { memberId, database: new MemberDatabase(memberId) };
  }
  return open!.database;
}

export function closeDatabase(): void {
  open?.database.close();
  open = null;
}

export async function keep(key: string, value: unknown): Promise<void> {
  await db().kept.put({ key, value });
}

export async function kept<T>(key: string): Promise<T | undefined> {
  return (await db().kept.get(key))?.value as T | undefined;
}

/** Plain data for IndexedDB: reactive proxies cannot be stored. */
export function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
