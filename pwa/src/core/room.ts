/** How much room the browser gives us on this phone, and whether it may throw away what is in it. */

import { phones, type Phones, type RoomState } from "./phones";

/** In bytes. */
export interface Room {
  free: number;
  quota: number;
  used: number;
}

/** A usual photo of 1600 pixels at quality 0.8, rather more than less. */
const PHOTO_BYTES = 500_000;
const PHOTO_SIDE = 1600;

/** Null where the browser does not tell (plain http, Safari before 17). */
export async function roomLeft(): Promise<Room | null> {
  const { quota = 0, usage = 0 } = (await estimate()) ?? {};
  // Some private windows say 0, and mean that they do not tell.
  return quota > 0 ? { free: Math.max(0, quota - usage), quota, used: usage } : null;
}

/** What nobody tells is taken for enough: a write that fails says so itself. */
export function roomState(room: Room | null, { low, reserve }: Phones["room"] = phones().room): RoomState {
  if (!room || room.free >= low) return "ok";
  return room.free > reserve ? "low" : "full";
}

/** About how many photos still fit beside the reserve for text. */
export function photosLeft({ free }: Room, { room, photo }: Pick<Phones, "room" | "photo"> = phones()): number {
  const bytes = PHOTO_BYTES * (photo.long_side / PHOTO_SIDE) ** 2;
  return Math.max(0, Math.floor((free - room.reserve) / bytes));
}

/** Whether the browser has promised to keep it; null where it makes no such promises. */
export async function isProtected(): Promise<boolean | null> {
  try {
    return (await navigator.storage?.persisted?.()) ?? null;
  } catch {
    return null;
  }
}

/** Ask for that promise; browsers decide by how much the app is used, Firefox asks the person. */
export async function askForProtection(): Promise<boolean> {
  try {
    return (await navigator.storage?.persist?.()) ?? false;
  } catch {
    return false;
  }
}

interface OldStorage {
  queryUsageAndQuota: (told: (usage: number, quota: number) => void, failed: () => void) => void;
}

async function estimate(): Promise<StorageEstimate | null> {
  try {
    const told = await navigator.storage?.estimate?.();
    if (told) return told;
  } catch {
    // Refused, as in some private windows: perhaps the older way answers.
  }
  const old = (navigator as { webkitTemporaryStorage?: OldStorage }).webkitTemporaryStorage;
  if (!old) return null;
  return new Promise((resolve) => {
    old.queryUsageAndQuota(
      (usage, quota) => resolve({ usage, quota }),
      () => resolve(null),
    );
  });
}
