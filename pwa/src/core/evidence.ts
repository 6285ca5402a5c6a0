/** Pictures: scaled on the phone, named by their hash, kept until the server has them, uploaded apart. */

import { db } from "./db";
import { phones } from "./phones";
import { scalePhoto } from "./photo";
import { storageFull } from "./problem";
import { roomLeft } from "./room";
import type { StoredEvidence } from "./outbox";
import { closeEvidence, openEvidence, openPicture } from "./rows";
import { sha256 } from "./sha256";
import { session } from "./session";
import { heldCase, showOutbox } from "./shown";
import { syncSoon } from "./sync";
import { tellTabs } from "./tabs";
import type { EvidenceRef } from "./types";
import { makeUrl, urlOf } from "./urls";

/** Keep a picture of a case; what is reported is the reference. Drawing it anew leaves place and camera data behind. */
export async function addEvidence(caseId: string, picture: Blob, use: EvidenceRef["use"]): Promise<EvidenceRef> {
  const scaled = use === "photo" ? await scalePhoto(picture, phones().photo) : picture;
  const bytes = await scaled.arrayBuffer();
  const ref: EvidenceRef = {
    sha256: await sha256(bytes),
    use,
    media_type: scaled.type as EvidenceRef["media_type"],
    size: bytes.byteLength,
  };
  const key = `${caseId}:${ref.sha256}`;
  if (!(await hasRoom(ref.size))) throw storageFull();
  try {
    const { evidence, seal } = db();
    const row = await closeEvidence(seal, { ...asNew(caseId, key, use), ref, bytes });
    if (!(await evidence.get(key))) await evidence.add(row);
  } catch (fault) {
    if (isFull(fault)) throw storageFull();
    throw fault;
  }
  await showOutbox();
  tellTabs({ outbox: true });
  syncSoon();
  return ref;
}

function asNew(caseId: string, key: string, use: EvidenceRef["use"]): Omit<StoredEvidence, "ref" | "bytes"> {
  return { key, case: caseId, state: "unsent", errors: [], made: Date.now(), weight: weightOf(caseId, use), address: null };
}

/** Of the graver case first; of one case the signature, which is small and counts most. */
function weightOf(caseId: string, use: EvidenceRef["use"]): number {
  const rank = session.rules?.levels[heldCase(caseId)?.level ?? ""]?.rank ?? 0;
  return rank * 2 + (use === "signature" ? 1 : 0);
}

/** Where the picture can be seen: on this phone if it is here, else on the server. */
export async function evidenceUrl(caseId: string, hash: string): Promise<string> {
  const key = `${caseId}:${hash}`;
  const made = urlOf(key);
  if (made) return made;
  const { evidence, seal } = db();
  const stored = await evidence.get(key);
  if (!stored) return `/api/cases/${caseId}/evidence/${hash}/`;
  const { ref } = await openEvidence(seal, stored);
  return makeUrl(key, new Blob([await openPicture(seal, stored)], { type: ref.media_type }));
}

/** Try refused pictures again. */
export async function retryEvidence(): Promise<void> {
  await db().evidence.where("state").equals("invalid").modify({ state: "unsent" });
  await showOutbox();
  syncSoon();
}

/** Room for the picture and the reserve kept for text; pictures the server has are dropped from the phone to make it. */
async function hasRoom(size: number): Promise<boolean> {
  if (await fits(size)) return true;
  await db().evidence.where("state").equals("stored").delete();
  return fits(size);
}

async function fits(size: number): Promise<boolean> {
  const room = await roomLeft();
  return !room || room.free > size + phones().room.reserve;
}

function isFull(fault: unknown): boolean {
  const names = [fault, (fault as { inner?: unknown } | null)?.inner].map((f) => (f as Error | null)?.name ?? "");
  return names.some((name) => name.includes("QuotaExceeded"));
}
