/** Makes a photo small enough to send: drawn anew and upright, so that place, camera, time and thumbnail stay behind. */

import { Problem } from "./problem";
import type { Phones } from "./phones";

/** What the server takes at most. */
const MOST_BYTES = 10 * 1024 * 1024;
/** Safari on iOS draws nothing on a larger canvas, without a word. */
const MOST_PIXELS = 16_777_216;
/** Never worse than this: what stands on a bank's screen must stay readable. */
const LEAST_QUALITY = 0.4;
const LEAST_SIDE = 320;

/** The picture as a JPEG of at most this long side, never enlarged. Throws a `Problem` when it is no picture or cannot be drawn. */
export async function scalePhoto(picture: Blob, { long_side, quality }: Phones["photo"]): Promise<Blob> {
  const image = await decode(picture);
  try {
    let side = Math.min(long_side, Math.max(image.width, image.height));
    let worth = quality;
    for (;;) {
      const drawn = await draw(image, side, worth);
      if (drawn && drawn.size <= MOST_BYTES) return drawn;
      // Too many bytes: coarser first. Not drawn at all (no memory for it): only smaller helps.
      if (drawn && worth > LEAST_QUALITY) worth = Math.max(LEAST_QUALITY, worth - 0.15);
      else side = Math.floor(side * 0.75);
      if (side < LEAST_SIDE) throw notDrawn();
    }
  } finally {
    image.close();
  }
}

interface Decoded {
  source: CanvasImageSource;
  width: number;
  height: number;
  close: () => void;
}

/**
 * An <img> comes first: it stands upright in every browser we serve (older ones refuse or forget the option of
 * createImageBitmap that asks for it), and drawn small it is decoded small: 100 megapixels cost Chromium 160 MB that way,
 * 520 MB as a bitmap and 640 MB as a bitmap with `resizeWidth`.
 */
async function decode(picture: Blob): Promise<Decoded> {
  const image = (await asImage(picture)) ?? (await asBitmap(picture));
  if (!image) throw noPicture();
  return image;
}

async function asImage(picture: Blob): Promise<Decoded | null> {
  const url = URL.createObjectURL(picture);
  const close = (): void => URL.revokeObjectURL(url);
  const image = new Image();
  const isLoaded = await new Promise<boolean>((resolve) => {
    image.onload = () => resolve(image.naturalWidth > 0 && image.naturalHeight > 0);
    image.onerror = () => resolve(false);
    image.src = url;
  });
  if (isLoaded) return { source: image, width: image.naturalWidth, height: image.naturalHeight, close };
  close();
  return null;
}

/** Never without the option: an old browser would lay the photo on its side. */
async function asBitmap(picture: Blob): Promise<Decoded | null> {
  if (typeof createImageBitmap !== "function") return null;
  const bitmap = await createImageBitmap(picture, { imageOrientation: "from-image" }).catch(() => null);
  return bitmap && { source: bitmap, width: bitmap.width, height: bitmap.height, close: () => bitmap.close() };
}

/** Null when the phone could not draw it at this size. */
async function draw(image: Decoded, side: number, quality: number): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  const wanted = side / Math.max(image.width, image.height);
  const factor = Math.min(1, wanted, Math.sqrt(MOST_PIXELS / (image.width * image.height)));
  // Rounded down, so that neither side nor area exceeds its limit.
  canvas.width = Math.max(1, Math.floor(image.width * factor));
  canvas.height = Math.max(1, Math.floor(image.height * factor));
  try {
    const pen = canvas.getContext("2d", { alpha: false });
    if (!pen || typeof canvas.toBlob !== "function") return null;
    // JPEG knows no see-through: what was clear becomes paper, not black.
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(image.source, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
  } catch {
    return null;
  } finally {
    // Phones count canvases until they are collected; this one gives its memory back now.
    canvas.width = canvas.height = 0;
  }
}

function noPicture(): Problem {
  return new Problem(
    "no_picture",
    "这个文件打不开，不是照片，请重新拍照。已填的内容都在。",
    "This file does not open; it is not a photo. Please take one again. What you entered is kept.",
  );
}

function notDrawn(): Problem {
  return new Problem(
    "photo_not_drawn",
    "手机内存不够，照片没有处理成。已填的内容都在，请关掉别的应用再拍一张。",
    "The phone has too little memory for this photo. What you entered is kept; close other apps and take it again.",
  );
}
