/** Tabs share one session cookie: before this tab sends or asks, is it still its member's? */

import { openMemberId } from "./db";
import { lastMember } from "./device";
import { session } from "./session";

/** False when another tab signed out or in as somebody else; then this one must not speak in his name. */
export async function isStillOurs(): Promise<boolean> {
  const mine = openMemberId();
  if (mine === null) return false;
  const last = await lastMember();
  const ours = last?.me.id === mine && last.signed_in;
  if (!ours && session.me) session.barred = "expired";
  return ours;
}
