/** A request as it goes over the wire, and whatever the server answers, refusals too; the page and the service worker each bring their own way. */

import { noAnswer, Problem } from "./problem";
import type { FieldError } from "./types";

export interface Wanted {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";
  headers?: Record<string, string>;
  raw?: ArrayBuffer | string;
  timeout: number;
}

export interface Answer {
  status: number;
  headers: { get: (name: string) => string | null };
  /** The JSON of the body, null if there is none. */
  body: unknown;
}

/** Adds login, device and CSRF. Throws only the `Problem` with status 0, when no answer came. */
export type Transport = (path: string, wanted: Wanted) => Promise<Answer>;

/** In this member's name only: a browser has one login, and the server refuses once it is another's. */
export function inNameOf(memberId: number, transport: Transport): Transport {
  return (path, wanted) => transport(path, { ...wanted, headers: { ...wanted.headers, "X-Member": String(memberId) } });
}

/** Post JSON and get JSON; throws the server's refusal. */
export async function post<T>(transport: Transport, path: string, said: unknown, timeout: number): Promise<T> {
  const headers = { "Content-Type": "application/json" };
  const answer = await transport(path, { method: "POST", headers, raw: JSON.stringify(said), timeout });
  return bodyOf(answer);
}

/** What a good answer says; throws a refusal as the `Problem` it is. */
export function bodyOf<T>(answer: Answer): T {
  if (answer.status < 200 || answer.status >= 300) throw refusalOf(answer);
  return answer.body as T;
}

/** The fetch both ways share: our headers, and a body that may be empty or no JSON. */
export async function fetchAnswer(path: string, wanted: Wanted, headers: Record<string, string>): Promise<Answer> {
  // `AbortSignal.timeout` is missing on older phones.
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), wanted.timeout);
  try {
    const response = await fetch(path, {
      method: wanted.method,
      credentials: "same-origin",
      headers: { Accept: "application/json", ...headers, ...wanted.headers },
      body: wanted.raw ?? null,
      signal: cut.signal,
    });
    const text = await response.text();
    const body = jsonOf(text);
    // A page where our answer should be: a network that wants to be signed in to first.
    if (response.ok && text && body === null) throw noAnswer();
    return { status: response.status, headers: response.headers, body };
  } catch {
    throw noAnswer();
  } finally {
    clearTimeout(timer);
  }
}

/** A refusal in the server's words; a gateway that could not reach the server is silence. */
export function refusalOf({ status, body }: Answer): Problem {
  if (status === 502 || status === 503 || status === 504) return noAnswer();
  const said = (body ?? {}) as Partial<Refusal>;
  return new Problem(
    said.code ?? `http_${status}`,
    said.message ?? "服务器出了问题，已填的内容都在，请稍后再试。",
    said.message_en ?? "Something went wrong on the server. Nothing is lost; please try again soon.",
    status,
    said.fields ?? [],
    said.take_in === true,
  );
}

interface Refusal {
  code: string;
  message: string;
  message_en: string;
  fields: FieldError[];
  take_in: boolean;
}

function jsonOf(text: string): unknown {
  if (!text) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
