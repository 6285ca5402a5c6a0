/** Sends the pictures that wait, the gravest first, in pieces; a report never waits for them, not even between two pieces. */

import type { MemberDatabase } from "./db";
import { phones } from "./phones";
import { Problem } from "./problem";
import { isFinal, pushReports, reasons, stopsAll } from "./push";
import { openEvidence, openPicture, type EvidenceRow } from "./rows";
import { inNameOf, type Transport } from "./transport";
import { newPace, sendInPieces, type Pace } from "./upload";

/** What was learnt of the line, from one picture to the next. */
let pace: Pace | undefined;

/** Send all pictures; `meanwhile` is done between them and their pieces. Throws the `Problem` that stops everything. */
export async function pushPictures(database: MemberDatabase, transport: Transport, meanwhile = nothing): Promise<void> {
  const between = async (): Promise<void> => {
    await pushReports(database, transport);
    await meanwhile();
  };
  const tried = new Set<string>();
  for (let row = await gravest(database, tried); row; row = await gravest(database, tried)) {
    tried.add(row.key);
    try {
      await pushPicture(database, transport, row, between);
      await database.evidence.update(row.key, { state: "stored", errors: [] });
    } catch (refusal) {
      if (!(refusal instanceof Problem)) throw refusal;
      const isDamaged = refusal.code === "cannot_open";
      // One that is damaged on the phone holds back no other.
      if (!isDamaged && stopsAll(refusal)) throw refusal;
      if (isDamaged || isFinal(refusal)) await database.evidence.update(row.key, { state: "invalid", errors: reasons(refusal) });
    }
    await meanwhile();
  }
}

/** Asked anew each time: a graver one may have come meanwhile. One row at a time: together their bytes would fill a cheap phone's memory. */
async function gravest(database: MemberDatabase, tried: ReadonlySet<string>): Promise<EvidenceRow | undefined> {
  let found: EvidenceRow | undefined;
  await database.evidence.where("state").equals("unsent").each((row) => {
    if (!tried.has(row.key) && (!found || isGraver(row, found))) found = row;
  });
  return found;
}

function isGraver(one: EvidenceRow, other: EvidenceRow): boolean {
  return one.weight > other.weight || (one.weight === other.weight && one.made < other.made);
}

async function nothing(): Promise<void> {}

async function pushPicture(database: MemberDatabase, transport: Transport, row: EvidenceRow, between: () => Promise<void>): Promise<void> {
  const { piece } = phones();
  const { ref } = await openEvidence(database.seal, row);
  const bytes = await openPicture(database.seal, row);
  pace ??= newPace(piece);
  const upload = { case: row.case, sha256: ref.sha256, media_type: ref.media_type, bytes, address: row.address };
  await sendInPieces(inNameOf(database.memberId, transport), upload, {
    piece,
    pace,
    between,
    remember: async (address) => {
      await database.evidence.update(row.key, { address });
    },
  });
}
