/** A photo is drawn anew: small enough in side and bytes, never enlarged, and refused in words when it cannot be. */

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { scalePhoto } from "../photo";

const rules = { long_side: 1600, quality: 0.8 };
const picture = new Blob([new Uint8Array([0xff, 0xd8])], { type: "image/jpeg" });

/** What the browser of a test can do; canvas and decoder do not exist in happy-dom. */
let phone: {
  size: [number, number];
  img: boolean;
  bitmap: boolean;
  pen: boolean;
  bytes: (width: number, height: number, quality: number) => number | null;
};
let drawn: { width: number; height: number; quality: number }[];
let pixels: [number, number][];
let openUrls: Set<string>;

beforeEach(() => {
  phone = { size: [4000, 3000], img: true, bitmap: true, pen: true, bytes: () => 300_000 };
  drawn = [];
  pixels = [];
  openUrls = new Set();
  vi.spyOn(URL, "createObjectURL").mockImplementation(() => (openUrls.add("blob:1"), "blob:1"));
  vi.spyOn(URL, "revokeObjectURL").mockImplementation((url) => void openUrls.delete(String(url)));
  vi.stubGlobal("Image", FakeImage);
  vi.stubGlobal("createImageBitmap", bitmapOf);
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockImplementation(function (this: HTMLCanvasElement) {
    const drawImage = (_: unknown, __: number, ___: number, width: number, height: number): number => pixels.push([width, height]);
    return phone.pen ? ({ drawImage, fillRect: () => undefined } as never) : null;
  });
  vi.spyOn(HTMLCanvasElement.prototype, "toBlob").mockImplementation(function (this: HTMLCanvasElement, done, type, quality) {
    drawn.push({ width: this.width, height: this.height, quality: Number(quality) });
    const size = phone.bytes(this.width, this.height, Number(quality));
    done(size === null ? null : ({ size, type } as Blob));
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  expect(openUrls.size).toBe(0);
});

class FakeImage {
  onload: () => void = () => undefined;
  onerror: (fault: unknown) => void = () => undefined;
  naturalWidth = phone.size[0];
  naturalHeight = phone.size[1];
  set src(_: string) {
    queueMicrotask(() => (phone.img ? this.onload() : this.onerror(new Event("error"))));
  }
}

function bitmapOf(_: Blob, options?: ImageBitmapOptions): Promise<unknown> {
  // A phone that is asked without the option would lay the photo on its side.
  if (!phone.bitmap || options?.imageOrientation !== "from-image") return Promise.reject(new TypeError("no"));
  return Promise.resolve({ width: phone.size[0], height: phone.size[1], close: () => undefined });
}

it.each([
  ["a photo in breadth", [4000, 3000], [1600, 1200]],
  ["a photo on end", [3000, 4000], [1200, 1600]],
  ["one that is small already, never enlarged", [640, 480], [640, 480]],
  ["a long strip", [9000, 2], [1600, 1]],
  ["a hundred megapixels", [12_000, 8_400], [1600, 1120]],
] as const)("scales %s", async (_, size, wanted) => {
  phone.size = [...size];
  const scaled = await scalePhoto(picture, rules);
  expect(scaled.type).toBe("image/jpeg");
  expect(drawn).toEqual([{ width: wanted[0], height: wanted[1], quality: 0.8 }]);
  expect(pixels).toEqual([wanted]);
});

it("stays below what an iPhone can draw, whatever the rules ask", async () => {
  phone.size = [9000, 9000];
  await scalePhoto(picture, { long_side: 8000, quality: 0.8 });
  expect(drawn[0]!.width * drawn[0]!.height).toBeLessThanOrEqual(16_777_216);
  expect(drawn[0]!.width).toBeGreaterThan(4000);
});

it("opens the photo the other way when the first one fails", async () => {
  phone.img = false;
  expect((await scalePhoto(picture, rules)).size).toBe(300_000);
});

it.each(["missing", "failing"])("says that a file is no photo, with createImageBitmap %s", async (bitmap) => {
  phone.img = phone.bitmap = false;
  if (bitmap === "missing") vi.stubGlobal("createImageBitmap", undefined);
  await expect(scalePhoto(picture, rules)).rejects.toMatchObject({
    code: "no_picture",
    message_zh: expect.stringContaining("这个文件打不开，不是照片，请重新拍照"),
    message_en: expect.stringContaining("not a photo"),
  });
});

it("takes a picture without any size for none", async () => {
  phone.size = [0, 0];
  phone.bitmap = false;
  await expect(scalePhoto(picture, rules)).rejects.toMatchObject({ code: "no_picture" });
});

it("lowers the quality and then the side until the server takes it", async () => {
  phone.bytes = (width, height, quality) => width * height * quality * 20;
  const scaled = await scalePhoto(picture, rules);
  expect(scaled.size).toBeLessThanOrEqual(10 * 1024 * 1024);
  expect(drawn.map(({ quality }) => quality)[1]).toBeCloseTo(0.65);
  expect(drawn.at(-1)).toMatchObject({ width: 1200, height: 900, quality: 0.4 });
});

it("steps down when there is no memory for the whole size", async () => {
  phone.bytes = (width) => (width > 1000 ? null : 200_000);
  await scalePhoto(picture, rules);
  expect(drawn.map(({ width }) => width)).toEqual([1600, 1200, 900]);
  expect(drawn.at(-1)?.quality).toBe(0.8);
});

it.each([
  ["gives nothing back", () => (phone.bytes = () => null)],
  ["has no pen", () => (phone.pen = false)],
  ["fails", () => vi.spyOn(HTMLCanvasElement.prototype, "toBlob").mockImplementation(() => { throw new Error("no memory"); })],
  ["cannot write files", () => Object.defineProperty(HTMLCanvasElement.prototype, "toBlob", { value: undefined, configurable: true, writable: true })],
])("says what to do when the canvas %s", async (_, spoil) => {
  const own = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, "toBlob")!;
  try {
    spoil();
    await expect(scalePhoto(picture, rules)).rejects.toMatchObject({
      code: "photo_not_drawn",
      message_zh: expect.stringContaining("请关掉别的应用"),
      message_en: expect.stringContaining("close other apps"),
    });
  } finally {
    Object.defineProperty(HTMLCanvasElement.prototype, "toBlob", own);
  }
});
