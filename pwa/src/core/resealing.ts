/** Seals what still lies open on the phone: from before it could be sealed. */

import type { MemberDatabase } from "./db";
import type { Sealed } from "./seal";

const IS_SEALED = "is_sealed";

/** All that is written since then is sealed as it is written: looking at every row again would only delay each start. */
export async function sealAll(database: MemberDatabase): Promise<void> {
  if (!database.seal.isReal || (await database.kept.get(IS_SEALED))) return;
  await sealTables(database);
  await database.kept.put({ key: IS_SEALED, value: true });
}

/** Each row is put back only if nobody changed it meanwhile; a killed run goes on at the next start. */
async function sealTables(database: MemberDatabase): Promise<void> {
  await sealTable(database, "cases", ["sealed"]);
  await sealTable(database, "reports", ["sealed"]);
  await sealTable(database, "evidence", ["sealed", "picture"]);
  await sealTable(database, "drafts", ["sealed"]);
  await sealTable(database, "kept", ["sealed"]);
}

type TableName = "cases" | "reports" | "evidence" | "drafts" | "kept";
type Row = Record<string, unknown> & Partial<Record<"sealed" | "picture", Sealed>>;
/** What a value is bound to, as `rows.ts` and `db.ts` open it. */
const ID: Record<TableName, string> = { cases: "id", reports: "id", evidence: "key", drafts: "key", kept: "key" };

async function sealTable(database: MemberDatabase, name: TableName, parts: readonly ("sealed" | "picture")[]): Promise<void> {
  const table = database.table<Row>(name);
  for (const key of await table.toCollection().primaryKeys()) {
    const row = await table.get(key);
    if (!row || !parts.some((part) => isOpen(row[part]))) continue;
    const place = `${name}:${String(row[ID[name]])}`;
    const closed: Partial<Row> = {};
    for (const part of parts) {
      const value = row[part];
      if (!isOpen(value)) continue;
      closed[part] =
        part === "picture"
          ? await database.seal.closeBytes(`${place}:picture`, value.plain as ArrayBuffer)
          : await database.seal.close(place, value.plain);
    }
    await database.transaction("rw", table, async () => {
      const now = await table.get(key);
      if (now && parts.some((part) => isOpen(now[part]))) await table.put({ ...now, ...closed });
    });
  }
}

function isOpen(sealed: Sealed | undefined): sealed is { plain: unknown } {
  return sealed !== undefined && "plain" in sealed;
}
