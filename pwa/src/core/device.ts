/** What belongs to the phone and not to a member: its id, the counters of its reports, who used it last. */

import Dexie, { type Table } from "dexie";
import type { Me } from "./types";
import type { VaultRecord } from "./vault";
import { uuid4 } from "./uuid7";

interface Counter {
  case: string;
  last: number;
}

interface Fact {
  key: string;
  value: unknown;
}

/** Id and counters live in one database, so that they are lost together: a new id starts new counters. */
class DeviceDatabase extends Dexie {
  counters!: Table<Counter, string>;
  facts!: Table<Fact, string>;
  vaults!: Table<VaultRecord, number>;

  constructor() {
    super("qiaomen-device");
    this.version(1).stores({ counters: "case", facts: "key" });
    this.version(2).stores({ vaults: "member" });
  }
}

const database = new DeviceDatabase();
let known: string | null = null;

/** The id of this phone or browser, made once. */
export async function deviceId(): Promise<string> {
  known ??= await database.transaction("rw", database.facts, async () => {
    const kept = await database.facts.get("id");
    if (kept) return kept.value as string;
    const made = uuid4();
    await database.facts.put({ key: "id", value: made });
    return made;
  });
  return known;
}

/** The next counter for a report of this case; `seen` is the highest the server holds from this phone. */
export async function nextSeq(caseId: string, seen = 0): Promise<number> {
  return database.transaction("rw", database.counters, async () => {
    const last = (await database.counters.get(caseId))?.last ?? 0;
    const next = Math.max(last, seen) + 1;
    await database.counters.put({ case: caseId, last: next });
    return next;
  });
}

export interface LastMember {
  me: Me;
  signed_in: boolean;
}

export async function lastMember(): Promise<LastMember | null> {
  return ((await database.facts.get("member"))?.value as LastMember | undefined) ?? null;
}

export async function rememberMember(member: LastMember): Promise<void> {
  await database.facts.put({ key: "member", value: JSON.parse(JSON.stringify(member)) as LastMember });
}

/** A small fact about the phone itself. */
export async function deviceFact(key: string): Promise<unknown> {
  return (await database.facts.get(key))?.value;
}

/** Returns what stands there afterwards: with `keepOld` that may be what stood there before. */
export async function rememberDeviceFact(key: string, value: unknown, { keepOld = false } = {}): Promise<unknown> {
  return database.transaction("rw", database.facts, async () => {
    const old = keepOld ? await database.facts.get(key) : undefined;
    if (!old) await database.facts.put({ key, value });
    return old ? old.value : value;
  });
}

/** Everybody whose data lies on this phone under a key. */
export async function vaults(): Promise<VaultRecord[]> {
  return database.vaults.toArray();
}

export async function vaultOf(memberId: number): Promise<VaultRecord | null> {
  return (await database.vaults.get(memberId)) ?? null;
}

/** False when there is one already: its data key stays. */
export async function addVault(vault: VaultRecord): Promise<boolean> {
  return database.transaction("rw", database.vaults, async () => {
    if (await database.vaults.get(vault.member)) return false;
    await database.vaults.add(vault);
    return true;
  });
}

/** Change a vault as it stands at this moment; null when it was dropped meanwhile, for good. What `change` throws leaves it as it was. */
export async function changeVault(memberId: number, change: (vault: VaultRecord) => Partial<VaultRecord>): Promise<VaultRecord | null> {
  return database.transaction("rw", database.vaults, async () => {
    const vault = await database.vaults.get(memberId);
    if (!vault) return null;
    const changed = { ...vault, ...change(vault) };
    await database.vaults.put(changed);
    return changed;
  });
}

export async function dropVault(memberId: number): Promise<void> {
  await database.vaults.delete(memberId);
}
