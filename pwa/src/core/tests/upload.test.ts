// @vitest-environment node
/** A picture in pieces arrives whole, once and in order, wherever the line breaks; and little is sent twice. */

import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { noAnswer, Problem } from "../problem";
import { newPace, sendInPieces, type Pace, type Sending, type Upload } from "../upload";
import { seeded } from "./seeded";
import { FakeTus, type Fate } from "./tus";

const piece = { least: 1_000, most: 8_000 };
const SIZE = 20_500;

let server: FakeTus;
let now: number;
let pieceTakes: number;
let between: number;

beforeEach(() => {
  server = new FakeTus();
  now = 0;
  pieceTakes = 2_000;
  between = 0;
});

function picture(size = SIZE, seed = 1): Upload {
  const random = seeded(seed);
  const words = Uint32Array.from({ length: Math.ceil(size / 4) }, () => random() * 2 ** 32);
  const bytes = words.buffer.slice(0, size);
  const sha256 = createHash("sha256").update(new Uint8Array(bytes)).digest("hex");
  return { case: "c1", sha256, media_type: "image/jpeg", bytes, address: null };
}

function sending(upload: Upload, change: Partial<Sending> = {}): Sending {
  return {
    piece,
    between: async () => void (between += 1),
    remember: async (address) => void (upload.address = address),
    // Asked before and after each request with bytes.
    clock: () => (now += pieceTakes),
    ...change,
  };
}

/** As sync does it: what failed for want of an answer is tried again later. Returns how often it took. */
async function sendAtLast(upload: Upload, change: Partial<Sending> = {}, most = 60): Promise<number> {
  for (let tries = 1; tries <= most; tries++) {
    try {
      await sendInPieces(server.ask, upload, sending(upload, change));
      return tries;
    } catch (refusal) {
      if (!(refusal instanceof Problem) || refusal.status !== 0) throw refusal;
    }
  }
  throw new Error("never arrived");
}

function expectStoredOnce(upload: Upload): void {
  expect(server.stored.map(({ sha256 }) => sha256)).toEqual([upload.sha256]);
  expect(Buffer.from(server.stored[0]!.bytes).equals(Buffer.from(upload.bytes))).toBe(true);
}

function methods(): string[] {
  return server.requests.map(({ method, raw }) => (raw ? `${method}+` : method));
}

/** Only this request meets its fate. */
function atRequest(wanted: number, fate: Fate): void {
  server.fate = (_, index) => (index === wanted ? fate : "passes");
}

describe("on a good line", () => {
  it("goes in one request when it fits in a piece", async () => {
    const upload = picture(900);
    await sendInPieces(server.ask, upload, sending(upload));
    expectStoredOnce(upload);
    expect(methods()).toEqual(["POST+"]);
    expect(upload.address).toBe("/api/uploads/1/");
  });

  it("says which picture of which case it is", async () => {
    const upload = picture(900);
    await sendInPieces(server.ask, upload, sending(upload));
    const [first] = server.requests;
    expect(first?.headers).toMatchObject({ "Upload-Length": "900", "Content-Type": "application/offset+octet-stream" });
    const metadata = first!.headers["Upload-Metadata"]!.split(",").map((pair) => pair.split(" "));
    expect(metadata.map(([key, value]) => [key, atob(value!)])).toEqual([
      ["case", "c1"],
      ["sha256", upload.sha256],
      ["filetype", "image/jpeg"],
    ]);
  });

  it("doubles quick pieces up to the largest, letting reports go in between", async () => {
    pieceTakes = 300;
    const upload = picture();
    await sendInPieces(server.ask, upload, sending(upload));
    expect(server.requests.map(({ raw }) => raw!.byteLength)).toEqual([1_000, 2_000, 4_000, 8_000, 5_500]);
    expect(between).toBe(4);
    expect(server.travelled).toBe(SIZE);
    expectStoredOnce(upload);
  });

  it("keeps the size of pieces that are neither quick nor slow, and halves slow ones", async () => {
    const steady = picture(4_000);
    await sendInPieces(server.ask, steady, sending(steady));
    expect(server.requests.map(({ raw }) => raw!.byteLength)).toEqual([1_000, 1_000, 1_000, 1_000]);
    pieceTakes = 15_000;
    const slow = picture(9_000, 2);
    const pace: Pace = { size: 4_000, hasPatch: true };
    await sendInPieces(server.ask, slow, sending(slow, { pace }));
    expect(server.requests.slice(4).map(({ raw }) => raw!.byteLength)).toEqual([4_000, 2_000, 1_000, 1_000, 1_000]);
  });

  it("starts the next picture with what was learnt", async () => {
    pieceTakes = 300;
    const pace = newPace(piece);
    const first = picture();
    await sendInPieces(server.ask, first, sending(first, { pace }));
    const second = picture(7_000, 2);
    server.requests = [];
    await sendInPieces(server.ask, second, sending(second, { pace }));
    expect(methods()).toEqual(["POST+"]);
  });

  it("sends nothing of a picture the server has already", async () => {
    const upload = picture();
    server.stored.push({ sha256: upload.sha256, bytes: new Uint8Array(upload.bytes) });
    await sendInPieces(server.ask, upload, sending(upload));
    expect(server.requests).toHaveLength(1);
    expectStoredOnce(upload);
  });

  it("asks where it stood when it began earlier", async () => {
    const upload = picture();
    await sendInPieces(server.ask, upload, sending(upload, { between: () => Promise.reject(noAnswer()) })).catch(() => undefined);
    expect(upload.address).toBe("/api/uploads/1/");
    server.requests = [];
    await sendInPieces(server.ask, upload, sending(upload));
    expect(methods()[0]).toBe("HEAD");
    expect(server.travelled).toBe(SIZE);
    expectStoredOnce(upload);
  });
});

describe("on a line that breaks", () => {
  it.each(["cut", "lost", { status: 504 }, { status: 500 }, { status: 408 }, { status: 200 }] as Fate[])(
    "loses at most one piece for one %j, whichever request it hits",
    async (fate) => {
      for (let hit = 0; hit < 26; hit++) {
        server = new FakeTus();
        atRequest(hit, fate);
        const upload = picture();
        const tries = await sendAtLast(upload).catch((refusal: unknown) => expect.unreachable(`${hit}: ${String(refusal)}`));
        expect(tries).toBeLessThanOrEqual(2);
        expectStoredOnce(upload);
        expect(server.travelled - SIZE).toBeLessThanOrEqual(piece.least);
      }
    },
  );

  it("arrives whole, once and in order, whatever happens (200 seeded lines)", async () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = seeded(seed);
      let events = 0;
      let forgets = 2;
      server = new FakeTus();
      server.fate = ({ path, raw }) => {
        if (random() < 0.02 && forgets-- > 0) server.forget();
        if (random() < 0.7) return "passes";
        events += 1;
        const isPiece = raw && path !== "/api/uploads/";
        const fates: Fate[] = ["cut", "lost", { status: 503 }, isPiece ? { status: 409, code: "wrong_offset" } : "cut"];
        return fates[Math.floor(random() * fates.length)]!;
      };
      const upload = picture(5_000 + Math.floor(random() * 20_000), seed);
      pieceTakes = random() < 0.5 ? 300 : 2_000;
      const tries = await sendAtLast(upload, { pace: newPace(piece) });
      expectStoredOnce(upload);
      // Sent twice is only what an event cost: a piece each, and what the server forgot.
      const most = upload.bytes.byteLength + server.forgotten + (events + tries + 2) * piece.most;
      expect(server.travelled, `seed ${seed}`).toBeLessThanOrEqual(most);
    }
  });

  it("brings 8 MB over 64 kbit/s with a cut every 20 s, and sends at most 1.3 times its size", async () => {
    const real = { least: 32_768, most: 524_288 };
    const bytesPerMs = 8;
    let travelled = 0;
    const upload = picture(8 * 1024 * 1024);
    const ask: typeof server.ask = async (path, wanted) => {
      const size = ((wanted.raw as ArrayBuffer | undefined)?.byteLength ?? 0) + 600;
      const left = (20_000 - (now % 20_000)) * bytesPerMs;
      travelled += Math.min(size, left);
      if (size > left) {
        now += left / bytesPerMs + 1;
        throw noAnswer();
      }
      now += size / bytesPerMs;
      return server.ask(path, wanted);
    };
    for (let tries = 0; server.stored.length === 0 && tries < 200; tries++) {
      await sendInPieces(ask, upload, { ...sending(upload), piece: real, clock: () => now }).catch(() => undefined);
    }
    expectStoredOnce(upload);
    expect(travelled / upload.bytes.byteLength).toBeLessThanOrEqual(1.3);
  });

  it("halves the pieces after a failure, never below the least", async () => {
    const pace: Pace = { size: 3_000, hasPatch: true };
    const upload = picture();
    server.fate = ({ raw }, index) => (raw && index < 5 ? "cut" : "passes");
    await sendAtLast(upload, { pace });
    expect(server.requests.filter(({ raw }) => raw).map(({ raw }) => raw!.byteLength).slice(0, 5)).toEqual([3_000, 1_500, 1_000, 1_000, 1_000]);
  });

  it("asks after a wrong offset and goes on from the server's", async () => {
    const upload = picture();
    const send = sending(upload, { between: async () => {
      // Another tab of the same member was quicker by a piece.
      between += 1;
      if (between === 2) server.parts[0]!.bytes = new Uint8Array(upload.bytes.slice(0, 3_000));
    } });
    await sendInPieces(server.ask, upload, send);
    expect(methods().filter((method) => method === "HEAD")).toHaveLength(1);
    expectStoredOnce(upload);
  });

  it.each([404, 410])("begins again when the server answers %d to what it once began", async (status) => {
    const upload = picture();
    upload.address = "/api/uploads/99/";
    const remembered: (string | null)[] = [];
    atRequest(0, { status });
    await sendInPieces(server.ask, upload, sending(upload, { remember: async (address) => void remembered.push(address) }));
    expect(remembered).toEqual([null, "/api/uploads/1/"]);
    expectStoredOnce(upload);
  });

  it("does not begin again for ever", async () => {
    server.fate = ({ path }) => (path === "/api/uploads/" ? "passes" : { status: 404, code: "not_found" });
    const upload = picture();
    await expect(sendInPieces(server.ask, upload, sending(upload))).rejects.toMatchObject({ code: "not_found", status: 404 });
    expect(server.requests.length).toBeLessThan(8);
  });

  it("begins the bytes again when they were spoilt on the way, but not for ever", async () => {
    const upload = picture(3_000);
    const spoil = (request: number): typeof server.ask => async (path, wanted) =>
      server.ask(path, wanted.raw && server.requests.length < request ? { ...wanted, raw: new ArrayBuffer((wanted.raw as ArrayBuffer).byteLength) } : wanted);
    await sendInPieces(spoil(2), upload, sending(upload));
    expectStoredOnce(upload);
    server = new FakeTus();
    await expect(sendInPieces(spoil(Infinity), picture(3_000), sending(upload))).rejects.toMatchObject({ code: "wrong_hash" });
    expect(server.travelled).toBe(9_000);
  });
});

describe("where PATCH does not pass", () => {
  it.each([405, 501])("sends POST with the override at once after %d", async (status) => {
    server.fate = ({ method }) => (method === "PATCH" ? { status } : "passes");
    const upload = picture(3_000);
    await sendInPieces(server.ask, upload, sending(upload));
    expect(methods()).toEqual(["POST+", "PATCH+", "POST+", "POST+"]);
    expectStoredOnce(upload);
  });

  it("does so after two that vanish while questions are answered, and for the next picture too", async () => {
    server.fate = ({ method }) => (method === "PATCH" ? "cut" : "passes");
    const pace = newPace(piece);
    const upload = picture(3_000);
    await sendInPieces(server.ask, upload, sending(upload, { pace }));
    expect(methods()).toEqual(["POST+", "PATCH+", "HEAD", "PATCH+", "HEAD", "POST+", "POST+"]);
    expectStoredOnce(upload);
    const next = picture(2_000, 2);
    await sendInPieces(server.ask, next, sending(next, { pace }));
    expect(methods().slice(7)).toEqual(["POST+", "POST+"]);
  });

  it("gives up for now when no piece passes at all", async () => {
    server.fate = ({ path, raw }) => (raw && path !== "/api/uploads/" ? "cut" : "passes");
    const upload = picture(3_000);
    await expect(sendInPieces(server.ask, upload, sending(upload))).rejects.toMatchObject({ code: "no_answer", status: 0 });
    expect(server.requests.length).toBeLessThan(16);
    expect(upload.address).toBe("/api/uploads/1/");
  });
});

describe("what stops it", () => {
  it.each([
    [401, "not_logged_in"],
    [403, "csrf"],
    [413, "too_large"],
    [415, "wrong_file"],
    [429, "throttled"],
    [507, "server_full"],
  ])("is a refusal: %d %s, at the beginning and on the way", async (status, code) => {
    for (const hit of [0, 2]) {
      server = new FakeTus();
      atRequest(hit, { status, code });
      const upload = picture();
      await expect(sendInPieces(server.ask, upload, sending(upload))).rejects.toMatchObject({ status, code, message_zh: "不行" });
      expect(server.requests).toHaveLength(hit + 1);
    }
  });

  it("is a refusal without a body, in words of our own", async () => {
    const upload = picture();
    upload.address = "/api/uploads/1/";
    atRequest(0, { status: 403 });
    await expect(sendInPieces(server.ask, upload, sending(upload))).rejects.toMatchObject({
      code: "http_403",
      message_zh: expect.stringContaining("已填的内容都在"),
    });
  });

  it("is a network that answers in the server's place", async () => {
    server.fate = () => ({ status: 200 });
    const upload = picture();
    await expect(sendInPieces(server.ask, upload, sending(upload))).rejects.toMatchObject({ code: "no_answer", status: 0 });
    expect(upload.address).toBeNull();
  });

  it("is a report that could not go first, with the address kept", async () => {
    const upload = picture();
    const barred = new Problem("disabled", "停用", "disabled", 403);
    await expect(sendInPieces(server.ask, upload, sending(upload, { between: () => Promise.reject(barred) }))).rejects.toBe(barred);
    expect(upload.address).toBe("/api/uploads/1/");
  });

  it("is a fault of our own, which is never taken for a cut", async () => {
    const fault = new TypeError("bug");
    const upload = picture();
    await expect(sendInPieces(() => Promise.reject(fault), upload, sending(upload))).rejects.toBe(fault);
  });
});
