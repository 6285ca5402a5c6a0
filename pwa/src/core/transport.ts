/** A request as a protocol of its own needs it: any method and headers, and whatever the server answers, refusals too. */

import { noAnswer, Problem } from "./problem";
import type { FieldError } from "./types";

export interface Wanted {
  method: "POST" | "PATCH" | "HEAD";
  headers: Record<string, string>;
  raw?: ArrayBuffer;
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

/** A refusal in the server's words; a gateway that could not reach the server is silence. */
export function refusalOf({ status, body }: Answer): Problem {
  if (status === 502 || status === 503 || status === 504) return noAnswer();
  const said = (body ?? {}) as { code?: string; message?: string; message_en?: string; fields?: FieldError[] };
  return new Problem(
    said.code ?? `http_${status}`,
    said.message ?? "服务器出了问题，照片还在本机，会自动重试。",
    said.message_en ?? "Something went wrong on the server. The photo is kept here and tried again.",
    status,
    said.fields ?? [],
  );
}
