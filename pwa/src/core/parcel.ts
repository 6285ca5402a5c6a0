/** Unsent work as one sealed file, the last resort of a phone that finds no network: packed here, opened on another phone. */

import type { Draft, OutboxReport, StoredEvidence } from "./outbox";
import { MOST_BYTES, PIECE, plainPieces, readPlain, type Bytes } from "./parcel_plain";
import { damaged, newerParcel, notAParcel, notReadable, tooLarge, tooMuch, wrongCode } from "./parcel_problems";
import { sealingOf, type Sealing } from "./sealing";
import { sha256 } from "./sha256";

export type ParcelPicture = Pick<StoredEvidence, "key" | "case" | "ref" | "bytes" | "made">;

export interface ParcelContent {
  /** Whose work it is. */
  member: number;
  member_name: string;
  /** When it was packed, ISO. */
  made_at: string;
  app_version: string;
  reports: OutboxReport[];
  evidence: ParcelPicture[];
  drafts: Draft[];
}

/** What taking a parcel in came to. */
export interface TakenIn {
  added: number;
  known: number;
}

/*
 * The file: "qiaomen-parcel " version "\n" · salt 16 · proof of the code 16 · check of what stands before 4 · pieces.
 * A piece of the plain text (parcel_plain.ts) is sealed with its number and whether it is the last as nonce (the STREAM
 * way), so that none can be left out, doubled or moved.
 */
const MAGIC = "qiaomen-parcel ";
const VERSION = 1;
const SALT = 16;
const TAG = 16;
const CHECK = 4;
/** A file can be tried at home without end: twelve digits under so many rounds hold for years, eight for hours. */
const CODE_DIGITS = 12;
/** Pictures, and plenty of room for the reports. */
const MOST_FILE_BYTES = MOST_BYTES + 32 * 1024 * 1024;
/** No piece has this number: with it, nothing at all is sealed, which proves the code. */
const PROOF = 0xffff_ffff;

/** A new code to be written down: digits, each as likely as any other. */
export function parcelCode(): string {
  let code = "";
  while (code.length < CODE_DIGITS) {
    // 250 and above would make the digits 0 to 5 likelier.
    for (const byte of crypto.getRandomValues(new Uint8Array(2 * CODE_DIGITS))) if (byte < 250) code += byte % 10;
  }
  return code.slice(0, CODE_DIGITS);
}

/** 敲门-未上报-20260305-1402.qiaomen, by Beijing's clock. */
export function parcelName(at: number): string {
  const beijing = new Date(at + 8 * 3_600_000).toISOString();
  return `敲门-未上报-${beijing.slice(0, 16).replace(/[-:]/g, "").replace("T", "-")}.qiaomen`;
}

/** Seal it. Throws a `Problem` when there is more than one file should hold. */
export async function packParcel(content: ParcelContent, code: string): Promise<Blob> {
  const total = content.evidence.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  if (total > MOST_BYTES) throw tooMuch();
  const salt = crypto.getRandomValues(new Uint8Array(SALT));
  const sealing = await sealingOf(digitsOf(code), salt);
  const open = joined([utf8(`${MAGIC}${VERSION}\n`), salt]);
  const proof = await sealing.seal(nonce(PROOF, true), open, new Uint8Array());
  const head = await checked(joined([open, proof]));
  const parts: BlobPart[] = [head];
  let number = 0;
  for (const [piece, isLast] of plainPieces(content)) {
    // A blob of its own: browsers keep those outside the page's memory.
    parts.push(new Blob([await sealing.seal(nonce(number, isLast), head, piece)]));
    number += 1;
  }
  return new Blob(parts, { type: "application/octet-stream" });
}

/** Open it. Throws a `Problem` that says what is wrong: the code, the file, its age or its size. */
export async function openParcel(file: Blob, code: string): Promise<ParcelContent> {
  const { head, salt, open, proof } = await headOf(file);
  const sealing = await sealingOf(digitsOf(code), salt);
  if (!(await sealing.open(nonce(PROOF, true), open, proof))) throw wrongCode();
  return unpack(file, head, sealing);
}

interface Head {
  /** All of it. */
  head: Bytes;
  /** As far as the proof is over it. */
  open: Bytes;
  salt: Bytes;
  proof: Bytes;
}

async function headOf(file: Blob): Promise<Head> {
  const start = await read(file, 0, MAGIC.length + 8);
  const line = /^qiaomen-parcel (\d{1,6})\n/.exec(String.fromCharCode(...start));
  if (!line) throw notAParcel();
  if (Number(line[1]) > VERSION) throw newerParcel();
  if (file.size > MOST_FILE_BYTES) throw tooLarge();
  const at = line[0].length;
  const whole = await read(file, 0, at + SALT + TAG + CHECK);
  const stated = whole.slice(0, -CHECK);
  const head = await checked(stated);
  if (whole.length !== head.length || !whole.every((byte, index) => byte === head[index])) throw damaged();
  return { head, open: stated.slice(0, -TAG), salt: stated.slice(at, at + SALT), proof: stated.slice(-TAG) };
}

function unpack(file: Blob, head: Bytes, sealing: Sealing): Promise<ParcelContent> {
  let at = head.length;
  let number = 0;
  return readPlain({
    next: async () => {
      const sealed = await read(file, at, at + PIECE + TAG);
      at += sealed.length;
      const plain = sealed.length ? await sealing.open(nonce(number, at === file.size), head, sealed) : null;
      if (!plain) throw damaged();
      number += 1;
      return plain;
    },
    isOver: () => at === file.size,
  });
}

/** Twelve bytes: the number, and whether it is the last. The key is new for every file, so numbers are enough. */
function nonce(number: number, isLast: boolean): Bytes {
  const bytes = new Uint8Array(12);
  new DataView(bytes.buffer).setUint32(7, number);
  bytes[11] = isLast ? 1 : 0;
  return bytes;
}

/** With a few bytes of its hash behind it: damage is told from a wrong code by them. */
async function checked(stated: Bytes): Promise<Bytes> {
  const hash = await sha256(stated.slice().buffer);
  const check = Uint8Array.from({ length: CHECK }, (_, index) => parseInt(hash.slice(2 * index, 2 * index + 2), 16));
  return joined([stated, check]);
}

/** Full-width digits, spaces and dashes are as people write codes down. */
function digitsOf(code: string): string {
  return code.normalize("NFKC").replace(/\D/g, "");
}

async function read(file: Blob, from: number, to: number): Promise<Bytes> {
  try {
    return new Uint8Array(await file.slice(from, to).arrayBuffer());
  } catch {
    // Moved or deleted since it was chosen, or on a card that was taken out.
    throw notReadable();
  }
}

function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

function joined(parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
