/** A tus server in memory, and a line to it that breaks wherever a test wants: on the way there, or on the way back. */

import { createHash } from "node:crypto";
import { noAnswer } from "../problem";
import type { Answer, Transport, Wanted } from "../transport";

/** What tus sends: always with headers, and with bytes or nothing. */
type Bytes = Wanted & { headers: Record<string, string>; raw?: ArrayBuffer };

/** What happens to a request: cut before the server has it, after, or answered by something that is not our server. */
export type Fate = "passes" | "cut" | "lost" | { status: number; headers?: Record<string, string>; code?: string };

interface Part {
  address: string;
  sha256: string;
  length: number;
  bytes: Uint8Array;
}

export class FakeTus {
  parts: Part[] = [];
  /** Pictures that became whole, in the order in which they did. */
  stored: { sha256: string; bytes: Uint8Array }[] = [];
  requests: (Bytes & { path: string })[] = [];
  /** Bytes of pictures that left the phone, arrived or not. */
  travelled = 0;
  fate: (wanted: Bytes & { path: string }, index: number) => Fate = () => "passes";
  /** Bytes it had and knows no more. */
  forgotten = 0;
  private begun = 0;

  readonly ask: Transport = async (path, said) => {
    await Promise.resolve();
    const wanted = said as Bytes;
    const index = this.requests.push({ path, ...wanted }) - 1;
    this.travelled += wanted.raw?.byteLength ?? 0;
    const fate = this.fate({ path, ...wanted }, index);
    if (fate === "cut") throw noAnswer();
    if (typeof fate === "object") return answer(fate.status, fate.headers, fate.code);
    const answered = this.route(path, wanted);
    if (fate === "lost") throw noAnswer();
    return answered;
  };

  /** As after `half_picture_kept_days`. */
  forget(): void {
    for (const { bytes } of this.parts) this.forgotten += bytes.length;
    this.parts = [];
  }

  private route(path: string, { method, headers, raw }: Bytes): Answer {
    if (headers["Tus-Resumable"] !== "1.0.0") return answer(412, {}, "wrong_tus");
    if (path === "/api/uploads/") return this.begin(headers, raw);
    const part = this.parts.find(({ address }) => address === path);
    if (!part) return answer(404, {}, "not_found");
    if (method === "HEAD") return answer(200, { "Upload-Offset": String(part.bytes.length), "Upload-Length": String(part.length) });
    if (method !== "PATCH" && headers["X-HTTP-Method-Override"] !== "PATCH") return answer(405, {}, "method_not_allowed");
    if (headers["Upload-Offset"] !== String(part.bytes.length)) return answer(409, { "Upload-Offset": String(part.bytes.length) }, "wrong_offset");
    return this.take(part, raw!, 204);
  }

  private begin(headers: Record<string, string>, raw?: ArrayBuffer): Answer {
    const said = Object.fromEntries(headers["Upload-Metadata"]!.split(",").map((pair) => pair.split(" ") as [string, string]));
    const sha256 = atob(said["sha256"]!);
    let part = this.parts.find((one) => one.sha256 === sha256);
    if (!part) {
      this.begun += 1;
      part = { address: `/api/uploads/${this.begun}/`, sha256, length: Number(headers["Upload-Length"]), bytes: new Uint8Array() };
      const whole = this.stored.find((one) => one.sha256 === sha256);
      if (whole) part.bytes = whole.bytes;
      this.parts.push(part);
    }
    if (raw && part.bytes.length === 0) return this.take(part, raw, 201);
    return standing(part, 201);
  }

  private take(part: Part, raw: ArrayBuffer, status: number): Answer {
    const bytes = Buffer.concat([part.bytes, new Uint8Array(raw)]);
    if (bytes.length > part.length) return answer(413, {}, "too_long");
    part.bytes = bytes;
    if (bytes.length < part.length) return standing(part, status);
    if (createHash("sha256").update(bytes).digest("hex") !== part.sha256) {
      part.bytes = new Uint8Array();
      return answer(422, {}, "wrong_hash");
    }
    this.stored.push({ sha256: part.sha256, bytes });
    return standing(part, status);
  }
}

function standing(part: Part, status: number): Answer {
  // Behind a proxy the server names itself as it knows itself.
  return answer(status, { Location: `http://10.0.0.5:8000${part.address}`, "Upload-Offset": String(part.bytes.length) });
}

function answer(status: number, headers: Record<string, string> = {}, code?: string): Answer {
  const known = new Headers(headers);
  return { status, headers: known, body: code ? { code, message: "不行", message_en: "no" } : null };
}
