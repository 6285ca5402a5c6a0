/** The one way to the server over HTTP: CSRF, device, JSON, refusals as `Problem`, and the clock measured on the way. */

import { deviceId } from "./device";
import { measureClock } from "./clock";
import { noAnswer, Problem } from "./problem";
import { session } from "./session";
import type { FieldError } from "./types";

const TIMEOUT_MS = 20_000;

export interface Ask {
  method?: "GET" | "POST" | "PUT";
  body?: unknown;
  /** Sent as it is (a picture). */
  raw?: { bytes: ArrayBuffer; type: string };
  timeout?: number;
}

/** Ask the server; throws `Problem` when it refuses or cannot be reached. */
export async function ask<T>(path: string, wanted: Ask = {}): Promise<T> {
  try {
    return await askOnce<T>(path, wanted);
  } catch (refusal) {
    if (!(refusal instanceof Problem) || refusal.code !== "csrf") throw refusal;
    // The token's cookie is gone or old; any answer to this question brings a new one.
    await askOnce("/api/me/", {}).catch(() => undefined);
    return askOnce<T>(path, wanted);
  }
}

async function askOnce<T>(path: string, { method = "GET", body, raw, timeout = TIMEOUT_MS }: Ask): Promise<T> {
  const asked = Date.now();
  // `AbortSignal.timeout` is missing on older phones.
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), timeout);
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(path, {
      method,
      credentials: "same-origin",
      headers: await headers(method, raw?.type),
      body: raw ? raw.bytes : body === undefined ? null : JSON.stringify(body),
      signal: cut.signal,
    });
    answer = await readBody(response);
  } catch {
    session.online = false;
    throw noAnswer();
  } finally {
    clearTimeout(timer);
  }
  if (response.status === 502 || response.status === 503 || response.status === 504) {
    session.online = false;
    throw noAnswer();
  }
  heard(asked, answer, response.headers.get("Date"));
  if (response.ok) return answer as T;
  throw problemOf(response.status, answer);
}

/** The server has just spoken: mark it, and measure the phone's clock against it. */
export function heard(asked: number, answer: unknown, date: string | null = null): void {
  const now = Date.now();
  session.online = true;
  session.lastHeardAt = now;
  const stated = (answer as { server_time?: string } | null)?.server_time;
  if (stated) measureClock(Date.parse(stated), asked, now, true);
  else if (date) measureClock(Date.parse(date) + 500, asked, now, false);
}

async function headers(method: string, type?: string): Promise<Record<string, string>> {
  const sent: Record<string, string> = { Accept: "application/json", "X-Device": await deviceId() };
  if (method !== "GET") {
    sent["Content-Type"] = type ?? "application/json";
    sent["X-CSRFToken"] = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
  }
  return sent;
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!text) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function problemOf(status: number, answer: unknown): Problem {
  const said = (answer ?? {}) as { code?: string; message?: string; message_en?: string; fields?: FieldError[]; take_in?: boolean };
  return new Problem(
    said.code ?? `http_${status}`,
    said.message ?? "服务器出了问题，已填的内容都在，请稍后再试。",
    said.message_en ?? "Something went wrong on the server. Nothing is lost; please try again soon.",
    status,
    said.fields ?? [],
    said.take_in === true,
  );
}
