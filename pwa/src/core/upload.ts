/** Sends a picture in pieces by tus 1.0, from the byte where it broke; whoever calls brings the way to the server along. */

import type { Phones } from "./phones";
import { noAnswer, Problem } from "./problem";
import { refusalOf, type Answer, type Transport } from "./transport";

export type { Transport } from "./transport";

const DOOR = "/api/uploads/";
const QUESTION_TIMEOUT_MS = 20_000;
/** Enough for the least piece on a very bad line (32 KiB at 0.4 KB/s); a larger one is cut smaller after it. */
const PIECE_TIMEOUT_MS = 90_000;
const FAST_MS = 1_000;
const SLOW_MS = 10_000;
/** So many pieces one after the other that bring nothing forward: the next sync goes on. */
const MOST_FAILURES = 5;
const MOST_RESTARTS = 2;
/** So many lost pieces while questions are answered: it is PATCH that does not pass (some proxies and WebViews). */
const PATCH_TRIES = 2;

export interface Upload {
  case: string;
  sha256: string;
  media_type: string;
  bytes: ArrayBuffer;
  /** Where the server keeps what it has of it; null before it began. */
  address: string | null;
}

/** What was learnt of the line. Kept by the caller, the next picture starts with it. */
export interface Pace {
  size: number;
  hasPatch: boolean;
}

export interface Sending {
  piece: Phones["piece"];
  /** Awaited between two pieces: reports go first. What it throws ends the upload for now. */
  between: () => Promise<void>;
  /** Keeps the address of the upload under way, null when it has to begin again. */
  remember: (address: string | null) => Promise<void>;
  pace?: Pace;
  /** Milliseconds, never going back. */
  clock?: () => number;
}

export function newPace(piece: Phones["piece"]): Pace {
  return { size: piece.least, hasPatch: true };
}

/** Send it until the server has all of it. Throws the `Problem` that stops it for now; called again, it goes on where it was. */
export async function sendInPieces(ask: Transport, upload: Upload, sending: Sending): Promise<void> {
  const run: Run = {
    ask,
    upload,
    sending,
    pace: sending.pace ?? newPace(sending.piece),
    clock: sending.clock ?? ((): number => performance.now()),
    address: upload.address,
    offset: null,
    farthest: 0,
    failures: 0,
    restarts: 0,
    lost: 0,
  };
  for (;;) {
    if (run.address === null) await begin(run);
    else if (run.offset === null) await find(run);
    else await sendPiece(run, run.address, run.offset);
    if (run.offset === upload.bytes.byteLength) return;
    await sending.between();
  }
}

interface Run {
  ask: Transport;
  upload: Upload;
  sending: Sending;
  pace: Pace;
  clock: () => number;
  address: string | null;
  /** How much the server has; null while it has to be asked. */
  offset: number | null;
  /** The most it ever had of this upload. */
  farthest: number;
  /** In a row, without a byte gained. */
  failures: number;
  restarts: number;
  /** Of the failures, PATCHes that got no answer. */
  lost: number;
}

/** POST: the first piece travels along, unless one was just lost. Begun already, the server answers where that one stands. */
async function begin(run: Run): Promise<void> {
  const { upload } = run;
  const metadata = { case: upload.case, sha256: upload.sha256, filetype: upload.media_type };
  const headers: Record<string, string> = {
    "Upload-Length": String(upload.bytes.byteLength),
    "Upload-Metadata": Object.entries(metadata).map(([key, value]) => `${key} ${btoa(value)}`).join(","),
  };
  const answer = await (run.failures === 0 ? sendBytes(run, DOOR, "POST", headers, 0) : question(run, DOOR, "POST", headers));
  if (!answer) return;
  const place = answer.headers.get("Location");
  const offset = offsetOf(answer, upload);
  // An answer of somebody else: a network that wants its own login page seen first.
  if (!place || offset === null) throw noAnswer();
  run.address = pathOf(place);
  stand(run, offset);
  await run.sending.remember(run.address);
}

/** HEAD: how much is there. */
async function find(run: Run): Promise<void> {
  const answer = await question(run, run.address!, "HEAD", {});
  if (!answer) return;
  const offset = offsetOf(answer, run.upload);
  if (offset === null) throw noAnswer();
  stand(run, offset);
}

async function sendPiece(run: Run, address: string, from: number): Promise<void> {
  const method = run.pace.hasPatch ? "PATCH" : "POST";
  const headers: Record<string, string> = { "Upload-Offset": String(from) };
  if (method === "POST") headers["X-HTTP-Method-Override"] = "PATCH";
  const answer = await sendBytes(run, address, method, headers, from);
  if (!answer) return;
  const offset = offsetOf(answer, run.upload);
  if (offset !== null && offset > from) stand(run, offset);
  else fail(run, noAnswer());
}

/** A request with bytes. Null when it failed in a way that asking the server about can mend. */
async function sendBytes(
  run: Run,
  path: string,
  method: "POST" | "PATCH",
  headers: Record<string, string>,
  from: number,
): Promise<Answer | null> {
  const raw = run.upload.bytes.slice(from, from + run.pace.size);
  const type = { "Content-Type": "application/offset+octet-stream" };
  const asked = run.clock();
  let answer: Answer;
  try {
    answer = await run.ask(path, { method, headers: { ...tus, ...type, ...headers }, raw, timeout: PIECE_TIMEOUT_MS });
  } catch (cut) {
    if (!(cut instanceof Problem) || cut.status !== 0) throw cut;
    if (method === "PATCH") run.lost += 1;
    if (run.lost >= PATCH_TRIES) run.pace.hasPatch = false;
    return fail(run, cut);
  }
  if (!isGood(answer)) return settle(run, answer, method);
  if (raw.byteLength === run.pace.size) learn(run, run.clock() - asked);
  return answer;
}

/** What follows from an answer that is no success. */
async function settle(run: Run, answer: Answer, method: string): Promise<null> {
  const refusal = refusalOf(answer);
  const isPatch = method === "PATCH";
  if (isPatch && (answer.status === 405 || answer.status === 501)) {
    run.pace.hasPatch = false;
    return null;
  }
  if (run.address !== null && isGone(answer)) return restart(run, refusal);
  // The piece was good, only not the next one. Again and again it is nothing to refuse the picture for: another time.
  if (answer.status === 409) return fail(run, noAnswer(), run.pace.size);
  if (refusal.code === "wrong_hash" && run.restarts < MOST_RESTARTS) {
    // Bytes were spoilt on the way: the server has put them aside and is back at the start.
    run.restarts += 1;
    run.offset = null;
    run.farthest = 0;
    return null;
  }
  // A server that is full takes smaller pieces as little; 408 is a proxy that got tired of waiting.
  if ((answer.status < 500 && answer.status !== 408) || answer.status === 507) throw refusal;
  return fail(run, refusal);
}

/** A request without bytes. Unanswered, it ends the run: the line is down, and sync comes again. Null: it begins anew. */
async function question(run: Run, path: string, method: "POST" | "HEAD", headers: Record<string, string>): Promise<Answer | null> {
  const answer = await run.ask(path, { method, headers: { ...tus, ...headers }, timeout: QUESTION_TIMEOUT_MS });
  if (isGood(answer)) return answer;
  if (run.address !== null && isGone(answer)) return restart(run, refusalOf(answer));
  throw refusalOf(answer);
}

/** The server does not know it any more (expired, or another member's): begin again. */
async function restart(run: Run, why: Problem): Promise<null> {
  run.restarts += 1;
  if (run.restarts > MOST_RESTARTS) throw why;
  run.address = run.offset = null;
  run.farthest = 0;
  await run.sending.remember(null);
  return null;
}

/** The server has this much; more than ever before ends a row of failures. */
function stand(run: Run, offset: number): void {
  run.offset = offset;
  if (offset <= run.farthest) return;
  run.farthest = offset;
  run.failures = run.lost = 0;
}

/** Nothing gained: ask where it stands, and send less at once. */
function fail(run: Run, why: Problem, size: number = run.pace.size / 2): null {
  run.failures += 1;
  run.offset = null;
  run.pace.size = Math.max(run.sending.piece.least, Math.floor(size));
  if (run.failures > MOST_FAILURES) throw why;
  return null;
}

/** A whole piece has arrived: the next may be larger when it was quick, and should be smaller when it was slow. */
function learn({ pace, sending: { piece } }: Run, took: number): void {
  if (took < FAST_MS) pace.size = Math.min(piece.most, pace.size * 2);
  else if (took > SLOW_MS) pace.size = Math.max(piece.least, Math.floor(pace.size / 2));
}

const tus = { "Tus-Resumable": "1.0.0" };

function isGood({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

function isGone({ status }: Answer): boolean {
  return status === 404 || status === 410;
}

/** Null when the answer says none that can be: then it is not our server's. */
function offsetOf(answer: Answer, upload: Upload): number | null {
  const said = answer.headers.get("Upload-Offset") ?? "";
  const offset = Number(said);
  return /^\d+$/.test(said) && offset <= upload.bytes.byteLength ? offset : null;
}

/** Behind a proxy the server may believe in another host or scheme than the phone sees. */
function pathOf(place: string): string {
  const { pathname, search } = new URL(place, "https://server.invalid");
  return pathname + search;
}
