/** A phone reported lost: what was not sent is given to the server first, where it takes it; then the phone forgets. */

import { ask, transport } from "./api";
import { db, isOpen, MemberDatabase, membersHere } from "./db";
import { deviceFact, dropVault, lastMember, rememberDeviceFact, rememberMember, vaults } from "./device";
import { leave } from "./entry";
import { forgetKey } from "./lending";
import { Problem } from "./problem";
import { WAITS } from "./outbox";
import { pushPictures } from "./pictures";
import { pushReports, releaseHeld } from "./push";
import { Seal } from "./seal";
import { session } from "./session";
import { withSyncLock } from "./synclock";
import { forgetPin } from "./vault";

const LOST = "lost";
const UNTOLD = "wiped_untold";
const TRIES = 3;
const PAUSE_MS = 3_000;

let wiping: Promise<void> | null = null;

/** Obey the server's word that this phone was reported lost. */
export function wipeIfLost(refusal: Problem): void {
  if (refusal.code === "device_lost") void wipe(refusal.takesIn);
}

/** Begun before the app was ended: it is finished now. */
export async function finishWiping(): Promise<boolean> {
  if (!(await deviceFact(LOST))) return false;
  await wipe(false);
  return true;
}

/** While it hands in and forgets, no PIN and no login opens it any more. */
export function refuseWhileWiping(): void {
  if (!wiping) return;
  throw new Problem(
    "device_lost",
    "这部手机已报失，正在清除数据，不能打开。没丢的话，请本人或所长在另一部设备上点“找回”。",
    "This phone was reported lost and is being wiped. If it is not lost, mark it as found on another device.",
  );
}

export function wipe(takesIn: boolean): Promise<void> {
  wiping ??= wipeOnce(takesIn).finally(() => (wiping = null));
  return wiping;
}

async function wipeOnce(takesIn: boolean): Promise<void> {
  await rememberDeviceFact(LOST, true);
  // Nobody sees or touches anything from here on.
  session.lock ||= "locked";
  forgetKey();
  if (takesIn && isOpen()) await handIn();
  const last = await lastMember();
  // Before the sign-in comes up: it offers this name, and whoever found the phone is not to read it.
  localStorage.removeItem("qiaomen.username");
  leave();
  // From before there were PINs some have no vault.
  for (const id of new Set([...(await vaults()).map((vault) => vault.member), ...(await membersHere())])) await forget(id);
  if (last) await rememberMember({ me: { ...last.me, name: "", phone: "", badge: "" }, signed_in: false });
  session.isWiped = true;
  await rememberDeviceFact(UNTOLD, true);
  await rememberDeviceFact(LOST, false);
  await tellWiped();
}

/** The last word of a wiped phone, again until it is heard: whoever reported it lost waits for it. It ends the session. */
export async function tellWiped(): Promise<void> {
  if (!(await deviceFact(UNTOLD))) return;
  try {
    await ask("/api/me/wiped/", { method: "POST" });
  } catch (refusal) {
    if (!(refusal instanceof Problem) || refusal.status === 0) return;
  }
  await rememberDeviceFact(UNTOLD, false);
}

/** The last chance to send; what does not go stays sealed, and only the server's key opens it if the phone is found. */
async function handIn(): Promise<void> {
  const database = db();
  await releaseHeld(database);
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      await withSyncLock(database.memberId, async () => {
        await pushReports(database, transport);
        await pushPictures(database, transport);
      });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

async function forget(memberId: number): Promise<void> {
  const database = new MemberDatabase(memberId, Seal.none());
  const { cases, drafts, kept, evidence, reports } = database;
  await Promise.all([cases.clear(), drafts.clear(), kept.clear()]);
  await evidence.where("state").noneOf(WAITS).delete();
  await reports.where("state").noneOf(WAITS).delete();
  const left = (await reports.count()) + (await evidence.count());
  if (left > 0) {
    database.close();
    await forgetPin(memberId);
    return;
  }
  await database.delete();
  await dropVault(memberId);
}
