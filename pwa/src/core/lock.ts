/** The lock of the app: the PIN, the time without a touch after which it is asked for, and what lets one in again. */

import { ref } from "vue";
import { isOpen, MemberDatabase, openMemberId } from "./db";
import { dropVault } from "./device";
import { enter, leave, letIn, remember } from "./entry";
import { askForKey, forgetKey, lendKey } from "./lending";
import { WAITS } from "./outbox";
import { phones } from "./phones";
import { Problem } from "./problem";
import { Seal } from "./seal";
import { session } from "./session";
import type { Me } from "./types";
import { canSeal, choosePin, hasPin, hasVault, openWithPin, openWithServerKey } from "./vault";
import { refuseWhileWiping } from "./wipe";

const LOOK_MS = 5_000;
const TOUCHED = "qiaomen.touched";
const DEFAULT_IDLE_S = 600;

/** While a wall screen shows, it stays up untouched; but once that has lapsed, nobody gets from it to anything else without the PIN. */
export const wall = { isUp: false, hasLapsed: false };

/** The key the server gave at the login, until a PIN is chosen or typed. */
let serverKey: string | null = null;
/** The password was right, yet the server has lost its key to what lies here: only the PIN opens it. */
export const isPinOnly = ref(false);
/** Who signed in and cannot open what lies here. */
let shutOut: { me: Me; serverKey: string | null } | null = null;

/** After a login with the password: straight in, or to choosing a PIN. Throws `sealed_away` (see `startAnew`). */
export async function arrive(me: Me, key: string | null, { wantsNewPin = false } = {}): Promise<void> {
  const before = openMemberId();
  if (before !== null && before !== me.id) leave();
  serverKey = null;
  if (!canSeal()) return enter(me, Seal.none());
  shutOut = { me, serverKey: key };
  const canTypePin = !wantsNewPin && (await hasPin(me.id));
  isPinOnly.value = false;
  const seal = await openWithServerKey(me.id, key).catch((refusal: unknown) => {
    // A server that lost its key costs nothing as long as the PIN opens it.
    if (!canTypePin || !(refusal instanceof Problem)) throw refusal;
    isPinOnly.value = true;
    return null;
  });
  shutOut = null;
  if (seal && canTypePin) return goIn(me, seal);
  serverKey = key;
  await remember(me);
  letIn();
  session.lock = isPinOnly.value ? "locked" : "unset";
}

/** On a start of the app: his phone as he left it, behind its PIN; straight in where another tab is unlocked. */
export async function comeBack(me: Me): Promise<void> {
  if (!canSeal()) return enter(me, Seal.none());
  const isNew = !(await hasVault(me.id));
  // A worker may have slept with the key, and a tab with its timers, for longer than anybody may leave the phone alone.
  const lent = isNew || isIdle(me) ? null : await askForKey(me.id);
  if (lent) return goIn(me, Seal.with(lent));
  await remember(me);
  // Where there was a PIN, only the password leads to a new one; whoever guessed until it was gone could else choose his own.
  session.lock = isNew ? "unset" : "locked";
}

/** Throws `Problem` with what to do. */
export async function unlock(pin: string): Promise<void> {
  const me = session.me!;
  const seal = await openWithPin(me.id, pin, { serverKey });
  serverKey = null;
  const isOutside = isPinOnly.value || openMemberId() !== me.id;
  isPinOnly.value = false;
  if (isOutside) return goIn(me, seal);
  refuseWhileWiping();
  // Locked for want of a touch: all is still open behind the screen.
  session.lock = "";
  touched();
  lendKey(me.id, seal);
}

/** The first PIN, or a new one after signing in because the old one was forgotten. */
export async function setPin(pin: string): Promise<void> {
  const me = session.me!;
  const seal = await choosePin(me.id, pin, serverKey);
  serverKey = null;
  await goIn(me, seal);
}

/** Ask for the PIN from now on; news keeps coming in and rings, for the data stays open to the app and not to the screen. */
export function lockNow(): void {
  if (!session.me || session.lock || !canSeal() || !isOpen()) return;
  session.lock = "locked";
  wall.hasLapsed = false;
  forgetKey();
}

/** Another tab was locked: this one too, but for a wall, which stays up and lets nobody past it. */
export function lockWithOthers(): void {
  if (wall.isUp) wall.hasLapsed = true;
  else lockNow();
}

/** Lock after the time without a touch that the rules give this role; a touch in one tab counts for all. */
export function startIdleLock(): void {
  for (const kind of ["pointerdown", "keydown", "scroll"]) window.addEventListener(kind, touched, { passive: true, capture: true });
  touched();
  setInterval(lockIfIdle, LOOK_MS);
  document.addEventListener("visibilitychange", lockIfIdle);
}

/** How much a member's sealed data on this phone holds that was never sent. */
export async function countUnsent(memberId: number): Promise<number> {
  const database = new MemberDatabase(memberId, Seal.none());
  try {
    const count = await database.reports.where("state").anyOf(WAITS).count();
    return count + (await database.evidence.where("state").anyOf(WAITS).count());
  } finally {
    database.close();
  }
}

/** Give up what cannot be opened, after the person has said so, and begin with an empty phone. */
export async function startAnew(): Promise<void> {
  if (!shutOut) return;
  const { me, serverKey: key } = shutOut;
  await new MemberDatabase(me.id, Seal.none()).delete();
  await dropVault(me.id);
  await arrive(me, key);
}

/** Whose data could not be opened at the last login. */
export function shutOutMember(): Me | null {
  return shutOut?.me ?? null;
}

async function goIn(me: Me, seal: Seal): Promise<void> {
  refuseWhileWiping();
  session.lock = "";
  await enter(me, seal);
  touched();
  lendKey(me.id, seal);
}

let lastNoted = 0;

function touched(): void {
  const now = Date.now();
  if (Math.abs(now - lastNoted) < 1_000 || session.lock || wall.hasLapsed) return;
  lastNoted = now;
  localStorage.setItem(TOUCHED, String(now));
}

function lockIfIdle(): void {
  const { me } = session;
  if (!me || session.lock) return;
  // A clock that was set back says nothing about how long nobody touched the phone.
  if (untouchedMs() < 0) localStorage.setItem(TOUCHED, String(Date.now()));
  else if (isIdle(me) && wall.isUp) lapse();
  else if (isIdle(me)) lockNow();
}

/** From now on no reloaded page and no second tab borrows the key. */
function lapse(): void {
  if (wall.hasLapsed) return;
  wall.hasLapsed = true;
  forgetKey();
}

function isIdle({ role }: Me): boolean {
  return untouchedMs() > (phones().idle_seconds[role] ?? DEFAULT_IDLE_S) * 1000;
}

function untouchedMs(): number {
  return Date.now() - Number(localStorage.getItem(TOUCHED) ?? 0);
}
