/** Ids made on the phone: UUIDv7 for reports, so that they sort by the time they were made (RFC 9562). */

/** Sixteen bytes: 48 bits of milliseconds, then chance, with the version and the variant in their places. */
export function uuid7(at: number = Date.now()): string {
  const bytes = chance();
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(at / 2 ** (40 - 8 * i)) % 256;
  return written(bytes, 7);
}

/** A random id for the phone itself. */
export function uuid4(): string {
  return written(chance(), 4);
}

/** Over plain http browsers have no `crypto.randomUUID`, but this they have. */
function chance(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(16));
}

function written(bytes: Uint8Array, version: number): string {
  bytes[6] = (bytes[6]! & 0x0f) | (version << 4);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
