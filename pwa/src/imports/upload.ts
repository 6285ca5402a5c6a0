/** A file on its way: how much of it has left, and a way to stop it. `fetch` cannot tell either. */

import { ask, headers, heard } from "../core/api";
import { noAnswer, Problem } from "../core/problem";
import { session } from "../core/session";
import { bodyOf, type Answer } from "../core/transport";
import type { ImportView } from "./types";

/** Nothing moves for so long: the line is dead, whatever the browser thinks. */
const STALL_MS = 60_000;

export interface Sending {
  /** Null: somebody stopped it. */
  done: Promise<ImportView | null>;
  cancel: () => void;
}

/** Send a file; `onSent` hears how many bytes have left. */
export function sendFile(source: string, file: File, onSent: (bytes: number) => void): Sending {
  const request = { current: null as XMLHttpRequest | null, isCancelled: false };
  const attempt = async (): Promise<Answer | null> => {
    const sent = await headers("POST");
    return request.isCancelled ? null : exchange((request.current = new XMLHttpRequest()), form(source, file), sent, onSent);
  };
  return { done: withToken(attempt), cancel: () => stop(request) };
}

function stop(request: { current: XMLHttpRequest | null; isCancelled: boolean }): void {
  request.isCancelled = true;
  request.current?.abort();
}

/** The token's cookie is gone or old; any answer to a question brings a new one. */
async function withToken(attempt: () => Promise<Answer | null>): Promise<ImportView | null> {
  const answer = await attempt();
  if (!answer) return null;
  try {
    return bodyOf<ImportView>(answer);
  } catch (refusal) {
    if (!(refusal instanceof Problem) || refusal.code !== "csrf") throw refusal;
    await ask("/api/me/");
    const again = await attempt();
    return again && bodyOf<ImportView>(again);
  }
}

function form(source: string, file: File): FormData {
  const body = new FormData();
  body.append("source", source);
  body.append("file", file);
  return body;
}

/** One request to its end; throws only the `Problem` that no answer came. */
function exchange(request: XMLHttpRequest, body: FormData, sent: Record<string, string>, onSent: (bytes: number) => void): Promise<Answer | null> {
  const asked = Date.now();
  let isStalled = false;
  let stalled: ReturnType<typeof setTimeout> | undefined;
  const moves = (): void => {
    clearTimeout(stalled);
    stalled = setTimeout(() => ((isStalled = true), request.abort()), STALL_MS);
  };
  return new Promise<Answer | null>((answered, failed) => {
    const cut = (): void => {
      session.online = false;
      failed(noAnswer());
    };
    request.upload.onprogress = ({ loaded }) => (moves(), onSent(loaded));
    request.onload = () => answered(answerOf(request, asked));
    request.onerror = cut;
    request.onabort = () => (isStalled ? cut() : answered(null));
    request.open("POST", "/api/imports/");
    for (const [name, value] of Object.entries({ Accept: "application/json", ...sent })) request.setRequestHeader(name, value);
    moves();
    request.send(body);
  }).finally(() => clearTimeout(stalled));
}

function answerOf(request: XMLHttpRequest, asked: number): Answer {
  const answer = { status: request.status, headers: { get: (name: string) => request.getResponseHeader(name) }, body: jsonOf(request.responseText) };
  // A gateway's word is not the server's.
  if (answer.body) heard(asked, answer.body, answer.headers.get("Date"));
  return answer;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
