// @vitest-environment node
/** Unsent work goes into a file and comes out of it the same; whatever else is opened is refused in the right words. */

import { afterEach, describe, expect, it, vi } from "vitest";
import { openParcel, packParcel, parcelCode, parcelName, type ParcelContent } from "../parcel";
import type { Sealing } from "../sealing";
import { seeded } from "./seeded";

const CODE = "40718265";
const HEAD = 17;

/** A file of version 1, kept as it is: every later app opens it. */
const OF_VERSION_1 =
  "cWlhb21lbi1wYXJjZWwgMQq5qdgXesaRue/iPl/rBffid/hAgP4o9yUTNAYzkRAOTO+eEJkAaGJvmTiwxK1Ms35+uKZg5B5775nn5LgCE/tqc8" +
  "4cSA1F11XOzs3LwQLL8K3E7UBuQ/AKuTFyegzdt8+x0V8dYob0KEfG44aguRERMs3n9+rULP/UIs65oHjl4MqTLuNFARpGuezAV8fXu2y0M6hL" +
  "mxvZgYb0n8c9mk+84wjLY20W3Pn5UQk3BH2Kcr1pRsFjZBsdDRrfpMrhR8ne/by1s8CDIwf5PIN7mk8MsnK8wGg7sH2J9m0fkOrhRNYbDFEC1K" +
  "xIexQVTOdwEnV7yjWN3l+UmNZMIugB3hCtzIXLAIrbf0YHj1zn7Zrt7TiJsYpy/QwdXc7q584T2iXkrfdcEpqbt+wDXXYvMSQfBdWpkjqpgBbT" +
  "mNlKEW53nToPPApj2PeC09fQJ72izNWIYskEhz+PEw9nCeGw5Qie2JAnzOHpIb/J95iSdzUf6e8=";

/** Keys are slow to make on purpose: here in few rounds, and the same one once. And what is held at a time is seen here. */
const keys = vi.hoisted(() => ({ made: new Map<string, Promise<Sealing>>(), largest: 0, rounds: 10 as number | undefined }));
vi.mock("../sealing", async (original) => {
  const { sealingOf } = await original<typeof import("../sealing")>();
  const watched = async (code: string, salt: Uint8Array<ArrayBuffer>): Promise<Sealing> => {
    const real = await sealingOf(code, salt, keys.rounds);
    const seal: Sealing["seal"] = (nonce, head, plain) => ((keys.largest = Math.max(keys.largest, plain.length)), real.seal(nonce, head, plain));
    return { ...real, seal };
  };
  return {
    sealingOf: (code: string, salt: Uint8Array<ArrayBuffer>) => {
      const name = `${code} ${salt.join()}`;
      if (!keys.made.has(name)) keys.made.set(name, watched(code, salt));
      return keys.made.get(name)!;
    },
  };
});

afterEach(() => vi.unstubAllGlobals());

/** Reports and pictures of as many bytes as given, the same for the same seed. */
function content(seed: number, sizes: readonly number[]): ParcelContent {
  const random = seeded(seed);
  return {
    member: 7,
    member_name: "周敏",
    made_at: "2026-03-05T06:02:00.000Z",
    app_version: "0.1.0",
    reports: sizes.map((size, n) => ({
      n,
      id: `019cbcd0-0000-7000-8000-${String(n).padStart(12, "0")}`,
      case: "c1",
      kind: "note",
      inputs: size % 2 ? {} : { place: { latitude: random(), longitude: 106.5, accuracy: 12 } },
      note: "老人在家，𠮷 “已劝阻” \u0000\n".repeat(Math.floor(random() * 5)),
      flow: "dissuasion-1",
      seq: n + 1,
      made_at: "2026-03-05T06:00:00.000Z",
      clock_offset_ms: -31,
      device: "d1",
      state: "unsent",
      held_until: 0,
      errors: [],
      about: "彭先生",
    })),
    evidence: sizes.map((size, n) => ({
      key: `c1:${n}`,
      case: "c1",
      ref: { sha256: String(n).padStart(64, "0"), use: "photo", media_type: "image/jpeg", size },
      bytes: Uint32Array.from({ length: Math.ceil(size / 4) }, () => random() * 2 ** 32).buffer.slice(0, size),
      made: 1_772_690_520_000 + n,
    })),
    drafts: [{ key: "c1:door", case: "c1", step: "door", inputs: { about_to_go_fen: 103_000_000 }, saved: 5 }],
  };
}

async function bytesOf(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}

async function codeOf(file: BlobPart, code = CODE): Promise<string> {
  return openParcel(new Blob([file]), code).then(
    () => "opened",
    (refusal: unknown) => (refusal as { code?: string }).code ?? String(refusal),
  );
}

describe("a parcel", () => {
  it("comes out as it went in, whatever is in it (20 seeded ones)", async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = seeded(seed);
      const sizes = Array.from({ length: Math.floor(random() * 5) }, () => Math.floor(random() ** 3 * 400_000));
      const packed = content(seed, sizes);
      const code = parcelCode();
      expect(await openParcel(await packParcel(packed, code), code)).toEqual(packed);
    }
  });

  it("may end right where a piece ends", async () => {
    const bare = (await packParcel(content(1, [0]), CODE)).size;
    const overhead = bare - HEAD - 36 - 16;
    for (const size of [1_048_576, 1_048_575, 1_048_577]) {
      // The picture's size stands in the JSON as often as its digits.
      const packed = content(1, [size - overhead - 12]);
      expect(await openParcel(await packParcel(packed, CODE), CODE)).toEqual(packed);
    }
  });

  it("holds 20 MB of pictures in little memory beside them", async () => {
    const packed = content(3, Array.from({ length: 50 }, () => 420_000));
    keys.largest = 0;
    const file = await packParcel(packed, CODE);
    expect(keys.largest).toBeLessThanOrEqual(1_048_576);
    // No picture grows, as it would in base64.
    expect(file.size).toBeLessThan(21_000_000 * 1.01);
    const opened = await openParcel(file, CODE);
    expect(opened.evidence.every(({ bytes }, n) => Buffer.from(bytes).equals(Buffer.from(packed.evidence[n]!.bytes)))).toBe(true);
  });

  it("shows nothing of what is in it", async () => {
    const file = Buffer.from(await bytesOf(await packParcel(content(1, [10]), CODE)));
    for (const secret of ["周敏", "彭先生", "dissuasion", "c1:0"]) expect(file.includes(Buffer.from(secret))).toBe(false);
  });

  it("of version 1 is opened by every later app, with its key made in full", async () => {
    keys.rounds = undefined;
    try {
      const opened = await openParcel(new Blob([Buffer.from(OF_VERSION_1, "base64")]), CODE);
      expect(opened).toMatchObject({ member: 7, member_name: "周敏", made_at: "2026-03-05T06:02:00.000Z", reports: [], drafts: [] });
      expect(opened.evidence.map(({ key, bytes }) => [key, [...new Uint8Array(bytes)]])).toEqual([["c1:0", [1, 2, 3]]]);
    } finally {
      keys.rounds = 10;
    }
  });

  it("is never sealed twice the same", async () => {
    const [one, other] = await Promise.all([1, 2].map(async () => bytesOf(await packParcel(content(1, []), CODE))));
    expect(Buffer.from(one!).equals(Buffer.from(other!))).toBe(false);
  });

  it("is named by Beijing's clock", () => {
    expect(parcelName(Date.parse("2026-03-04T18:02:59Z"))).toBe("敲门-未上报-20260305-0202.qiaomen");
  });

  it("is the same over plain http, where the browser has no cryptography", async () => {
    const packed = content(1, [70_000]);
    const { crypto: full } = globalThis;
    const byBrowser = await packParcel(packed, CODE);
    vi.stubGlobal("crypto", { getRandomValues: full.getRandomValues.bind(full) });
    keys.made.clear();
    expect(await openParcel(byBrowser, CODE)).toEqual(packed);
    const byLibrary = await packParcel(packed, CODE);
    expect(await codeOf(byLibrary, "12345678")).toBe("parcel_wrong_code");
    vi.unstubAllGlobals();
    keys.made.clear();
    expect(await openParcel(byLibrary, CODE)).toEqual(packed);
  });
});

describe("the code", () => {
  it("has twelve digits, each as likely as any other", () => {
    const counts = new Array<number>(10).fill(0);
    for (let round = 0; round < 2_000; round++) {
      const code = parcelCode();
      expect(code).toMatch(/^\d{12}$/);
      for (const digit of code) counts[Number(digit)]! += 1;
    }
    // 2400 of each; five sigma are 232.
    for (const count of counts) expect(Math.abs(count - 2_400)).toBeLessThan(240);
  });

  it("throws away what would make the low digits likelier", () => {
    const rolls = [255, 250, 7, 249, 13, 0, 0, 0, 0, 0];
    vi.stubGlobal("crypto", { getRandomValues: (into: Uint8Array) => (into.set(rolls), into) });
    expect(parcelCode()).toBe("793000000000");
  });

  it("may be typed as it was written down", async () => {
    const file = await bytesOf(await packParcel(content(1, []), CODE));
    for (const typed of ["4071 8265", " 4071-8265", "４０７１８２６５"]) expect(await codeOf(file as BlobPart, typed)).toBe("opened");
  });
});

describe("what is refused", () => {
  it("is a wrong code, told from a damaged file", async () => {
    const file = await packParcel(content(1, [10]), CODE);
    expect(await codeOf(file, "40718266")).toBe("parcel_wrong_code");
    expect(await codeOf(file, "")).toBe("parcel_wrong_code");
  });

  it("is a file with any bit of it flipped", async () => {
    const file = await bytesOf(await packParcel(content(2, [40]), CODE));
    const random = seeded(7);
    for (let at = 0; at < file.length; at++) {
      const spoilt = file.slice();
      spoilt[at]! ^= 1 << Math.floor(random() * 8);
      const code = await codeOf(spoilt);
      if (at < HEAD - 2) expect(code, `byte ${at}`).toBe("parcel_other_file");
      else if (at < HEAD) expect(["parcel_other_file", "parcel_newer", "parcel_damaged"], `byte ${at}`).toContain(code);
      else expect(code, `byte ${at}`).toBe("parcel_damaged");
    }
  });

  it("is a file cut off anywhere, or with something behind it", async () => {
    const file = await bytesOf(await packParcel(content(2, [40]), CODE));
    for (let length = 0; length < file.length; length++) {
      expect(await codeOf(file.slice(0, length)), `${length} bytes`).toBe(length < HEAD ? "parcel_other_file" : "parcel_damaged");
    }
    expect(await codeOf(new Blob([file as BlobPart, "x"]))).toBe("parcel_damaged");
  });

  it("is a file that lacks a whole piece, or has two of them changed over", async () => {
    const file = await packParcel(content(4, [2_500_000]), CODE);
    const head = HEAD + 16 + 16 + 4;
    const sealed = 1_048_576 + 16;
    const piece = (n: number): Blob => file.slice(head + n * sealed, Math.min(file.size, head + (n + 1) * sealed));
    const start = file.slice(0, head);
    expect(await codeOf(new Blob([start, piece(0), piece(1), piece(2)]))).toBe("opened");
    expect(await codeOf(new Blob([start, piece(0), piece(1)]))).toBe("parcel_damaged");
    expect(await codeOf(new Blob([start, piece(1), piece(0), piece(2)]))).toBe("parcel_damaged");
    expect(await codeOf(new Blob([start, piece(0), piece(2)]))).toBe("parcel_damaged");
  });

  it("is any other file", async () => {
    for (const other of ["", "x", "{}", "\u00ff\u00d8\u00ff\u00e0 JFIF", "qiaomen-parcel x\n"]) expect(await codeOf(other)).toBe("parcel_other_file");
  });

  it("is a file of a newer app, before any code is tried", async () => {
    expect(await codeOf("qiaomen-parcel 2\nwhatever")).toBe("parcel_newer");
    expect(await codeOf("qiaomen-parcel 12\n")).toBe("parcel_newer");
  });

  it("is what is too large to open or to pack", async () => {
    const huge = { size: 400 * 1024 * 1024, slice: () => new Blob(["qiaomen-parcel 1\n"]) } as unknown as Blob;
    await expect(openParcel(huge, CODE)).rejects.toMatchObject({ code: "parcel_too_large" });
    const much = content(1, [1]);
    much.evidence[0]!.bytes = { byteLength: 257 * 1024 * 1024 } as ArrayBuffer;
    await expect(packParcel(much, CODE)).rejects.toMatchObject({ code: "parcel_too_much" });
  });

  it("is a file that is gone", async () => {
    const gone = { size: 100, slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException("gone", "NotReadableError")) }) };
    await expect(openParcel(gone as unknown as Blob, CODE)).rejects.toMatchObject({ code: "parcel_not_readable" });
  });
});
