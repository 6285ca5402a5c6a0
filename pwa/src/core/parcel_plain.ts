/** What is inside a parcel, in pieces, so that a phone never holds more than one of them beside the pictures themselves. */

import type { ParcelContent, ParcelPicture } from "./parcel";
import { damaged } from "./parcel_problems";

export type Bytes = Uint8Array<ArrayBuffer>;

export const PIECE = 1024 * 1024;
/** Of pictures; an old phone has not more memory for a page. */
export const MOST_BYTES = 256 * 1024 * 1024;
const LENGTH = 4;

/** First the length of the JSON, then the JSON: all but the pictures' bytes, which follow in the order of this list. */
type Listed = Omit<ParcelContent, "evidence"> & { pictures: (Omit<ParcelPicture, "bytes"> & { size: number })[] };

/** The plain text in pieces, each with whether it is the last. */
export function* plainPieces({ evidence, ...rest }: ParcelContent): Generator<[Bytes, boolean]> {
  const pictures = evidence.map(({ bytes, ...picture }) => ({ ...picture, size: bytes.byteLength }));
  const json = new TextEncoder().encode(JSON.stringify({ ...rest, pictures } satisfies Listed));
  const length = new Uint8Array(LENGTH);
  new DataView(length.buffer).setUint32(0, json.length);
  const sources = [length, json, ...evidence.map(({ bytes }) => new Uint8Array(bytes))];
  let left = sources.reduce((sum, { length }) => sum + length, 0);
  let piece = new Uint8Array(Math.min(PIECE, left));
  let filled = 0;
  for (let source of sources) {
    while (source.length > 0) {
      const some = source.subarray(0, piece.length - filled);
      piece.set(some, filled);
      filled += some.length;
      source = source.subarray(some.length);
      if (filled < piece.length) continue;
      left -= filled;
      yield [piece, left === 0];
      piece = new Uint8Array(Math.min(PIECE, left));
      filled = 0;
    }
  }
}

/** The pieces again, one after the other, and whether the last has come. */
export interface Pieces {
  next: () => Promise<Bytes>;
  isOver: () => boolean;
}

export async function readPlain(pieces: Pieces): Promise<ParcelContent> {
  const stream = new Stream(pieces.next);
  const length = new DataView((await stream.take(LENGTH)).buffer).getUint32(0);
  // What is sealed was packed by an app of ours: no shape is checked again, only that nothing is missing.
  const { pictures, ...rest } = JSON.parse(new TextDecoder().decode(await stream.take(length))) as Listed;
  const evidence: ParcelPicture[] = [];
  for (const { size, ...picture } of pictures) evidence.push({ ...picture, bytes: (await stream.take(size)).buffer });
  if (!stream.isEmpty || !pieces.isOver()) throw damaged();
  return { ...rest, evidence };
}

/** Takes as many bytes as are asked for out of pieces as they come. */
class Stream {
  private rest: Bytes = new Uint8Array();

  constructor(private readonly next: () => Promise<Bytes>) {}

  get isEmpty(): boolean {
    return this.rest.length === 0;
  }

  async take(length: number): Promise<Bytes> {
    if (length > MOST_BYTES) throw damaged();
    const taken = new Uint8Array(length);
    for (let filled = 0; filled < length; ) {
      if (this.isEmpty) this.rest = await this.next();
      const some = this.rest.subarray(0, length - filled);
      taken.set(some, filled);
      filled += some.length;
      this.rest = this.rest.subarray(some.length);
    }
    return taken;
  }
}
