/** Ids made on the phone: UUIDv7 for reports, so that they sort by the time they were made. */

// The library also works over plain http, where browsers have no `crypto.randomUUID`.
import { v4, v7 } from "uuid";

export function uuid7(at: number = Date.now()): string {
  return v7({ msecs: at });
}

/** A random id for the phone itself. */
export function uuid4(): string {
  return v4();
}
