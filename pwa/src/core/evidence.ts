/** Pictures: scaled on the phone, named by their hash, kept until the server has them, uploaded apart. */

import { db } from "./db";
import { storageFull } from "./problem";
import type { StoredEvidence } from "./outbox";
import { closeEvidence, openEvidence, openPicture } from "./rows";
import { sha256 } from "./sha256";
import { session } from "./session";
import { heldCase, showOutbox } from "./shown";
import { syncSoon } from "./sync";
import { tellTabs } from "./tabs";
import type { EvidenceRef } from "./types";

const LONG_SIDE = 1600;
const QUALITY = 0.8;
/** Kept free for text: a photo is refused before a report could fail for want of room. */
const RESERVE_BYTES = 8 * 1024 * 1024;
const urls = new Map<string, string>();

/** Keep a picture of a case; what is reported is the reference. Drawing it anew leaves place and camera data behind. */
export async function addEvidence(caseId: string, picture: Blob, use: EvidenceRef["use"]): Promise<EvidenceRef> {
  const scaled = use === "photo" ? await scale(picture) : picture;
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
  const made = urls.get(key);
  if (made) return made;
  const { evidence, seal } = db();
  const stored = await evidence.get(key);
  if (!stored) return `/api/cases/${caseId}/evidence/${hash}/`;
  const { ref } = await openEvidence(seal, stored);
  const url = URL.createObjectURL(new Blob([await openPicture(seal, stored)], { type: ref.media_type }));
  urls.set(key, url);
  return url;
}

/** Try refused pictures again. */
export async function retryEvidence(): Promise<void> {
  await db().evidence.where("state").equals("invalid").modify({ state: "unsent" });
  await showOutbox();
  syncSoon();
}

/** Pictures of one member are not for the next. */
export function forgetUrls(): void {
  for (const url of urls.values()) URL.revokeObjectURL(url);
  urls.clear();
}

/** Room for the picture and the reserve; pictures the server has are dropped from the phone to make it. */
async function hasRoom(size: number): Promise<boolean> {
  if (await fits(size)) return true;
  await db().evidence.where("state").equals("stored").delete();
  return fits(size);
}

async function fits(size: number): Promise<boolean> {
  const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return quota - usage > size + RESERVE_BYTES;
}

async function scale(picture: Blob): Promise<Blob> {
  const image = await createImageBitmap(picture, { imageOrientation: "from-image" });
  const factor = Math.min(1, LONG_SIDE / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * factor));
  canvas.height = Math.max(1, Math.round(image.height * factor));
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", QUALITY);
  });
}

function isFull(fault: unknown): boolean {
  const names = [fault, (fault as { inner?: unknown } | null)?.inner].map((f) => (f as Error | null)?.name ?? "");
  return names.some((name) => name.includes("QuotaExceeded"));
}
