/** The page's way to the server over HTTP: CSRF, device, JSON, refusals as `Problem`, and the clock measured on the way. */

import { measureClock } from "./clock";
import { openMemberId } from "./db";
import { deviceId } from "./device";
import { noAnswer, Problem } from "./problem";
import { session } from "./session";
import { bodyOf, fetchAnswer, refusalOf, type Answer, type Transport, type Wanted } from "./transport";

const TIMEOUT_MS = 20_000;

export interface Ask {
  method?: "GET" | "POST" | "DELETE";
  body?: unknown;
  timeout?: number;
}

let logins = 0;
/** Answers already on their way that nobody has taken yet. */
const early = new Map<string, Promise<unknown>>();

/** Begin to ask before the answer is wanted: while somebody types, the network is free. */
export function askEarly(path: string): void {
  const begun = askNow(path, {});
  early.set(path, begun);
  // Refused or cut: whoever wants it asks anew.
  begun.catch(() => early.get(path) === begun && early.delete(path));
}

/** What was asked early is for nobody any more: somebody else is here. */
export function forgetEarly(): void {
  early.clear();
}

/** From here on a refusal of what was asked before is about a login that has ended. */
export function beginLogin(): void {
  logins += 1;
}

/** Ask the server; throws `Problem` when it refuses or cannot be reached. */
export async function ask<T>(path: string, wanted: Ask = {}): Promise<T> {
  const begun = wanted.method ? undefined : early.get(path);
  early.delete(path);
  return begun ? ((await begun) as T) : askNow<T>(path, wanted);
}

async function askNow<T>(path: string, { method = "GET", body, timeout = TIMEOUT_MS }: Ask): Promise<T> {
  const type = method === "GET" ? {} : { "Content-Type": "application/json" };
  const raw = body === undefined ? {} : { raw: JSON.stringify(body) };
  return bodyOf<T>(await transport(path, { method, timeout, headers: type, ...raw }));
}

export const transport: Transport = async (path, wanted) => {
  const answer = await exchange(path, wanted);
  if (answer.status !== 403 || refusalOf(answer).code !== "csrf") return answer;
  // The token's cookie is gone or old; any answer to this question brings a new one.
  await exchange("/api/me/", { method: "GET", timeout: TIMEOUT_MS }).catch(() => undefined);
  return exchange(path, wanted);
};

async function exchange(path: string, wanted: Wanted): Promise<Answer> {
  const asked = Date.now();
  const login = logins;
  const answer = await reach(path, wanted, asked);
  // Of this login it says nothing: asked again, it is answered.
  if (answer.status === 401 && login !== logins) throw noAnswer();
  return answer;
}

async function reach(path: string, wanted: Wanted, asked: number): Promise<Answer> {
  try {
    const answer = await fetchAnswer(path, wanted, await headers(wanted.method));
    // A gateway's word is not the server's.
    if (answer.status === 502 || answer.status === 503 || answer.status === 504) throw refusalOf(answer);
    heard(asked, answer.body, answer.headers.get("Date"));
    return answer;
  } catch (silence) {
    if (silence instanceof Problem) session.online = false;
    throw silence;
  }
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

/** What every request says of whom it is from. */
export async function headers(method: Wanted["method"]): Promise<Record<string, string>> {
  const sent: Record<string, string> = { "X-Device": await deviceId() };
  const member = openMemberId();
  // Another tab may have signed somebody else in: what is his is not for this one's database.
  if (member !== null) sent["X-Member"] = String(member);
  if (method !== "GET" && method !== "HEAD") {
    sent["X-CSRFToken"] = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
  }
  return sent;
}
