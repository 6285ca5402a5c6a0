/** What the rules say of phones; what holds until the first rules have come, or while an older server sends none. */

import type { Rules } from "./rules";
import { session } from "./session";

export type Phones = Rules["phones"];

/** Of the phone's storage. low: photos soon find no room · full: only text does. */
export type RoomState = "ok" | "low" | "full";

const UNTIL_KNOWN: Phones = {
  photo: { long_side: 1600, quality: 0.8 },
  piece: { least: 32_768, most: 524_288 },
  room: { low: 52_428_800, reserve: 8_388_608 },
  pin: { digits: 6, waits: [0, 0, 0, 30, 60, 300, 900, 900, 900, 900] },
  idle_seconds: {},
  closed_kept_hours: 24,
  half_picture_kept_days: 14,
  lost_taken_in_hours: 72,
  public_address: "",
};

export function phones(): Phones {
  // Rules kept by an older app have no such part.
  return (session.rules as Partial<Rules> | null)?.phones ?? UNTIL_KNOWN;
}
