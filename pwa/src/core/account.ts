/** Signing in and out, duty, and what the board does online; whatever happens to the login, unsent work stays. */

import { ask } from "./api";
import { startClock } from "./clock";
import { db, isOpen, MemberDatabase } from "./db";
import { deviceFact, lastMember, rememberDeviceFact, rememberMember } from "./device";
import { forgetCases, leave, noteRefusal, refreshMe, remember } from "./entry";
import { onEvent } from "./events";
import { forgetKey, startLending } from "./lending";
import { isLive } from "./link";
import { arrive, comeBack, countUnsent, lockWithOthers, startIdleLock } from "./lock";
import { noteCleared } from "./cleared";
import { startDropping } from "./old";
import { Problem } from "./problem";
import { releaseWhenHidden, sendNow } from "./reports";
import { Seal } from "./seal";
import { session } from "./session";
import { startSync, syncSoon } from "./sync";
import { listenToTabs } from "./tabs";
import type { Me, MemberView, Whoami } from "./types";
import { finishWiping, tellWiped } from "./wipe";

const LAST_TRY_MS = 6_000;
const SIGN_OUT_OPEN = "sign_out_open";

/** Bring back who was here last, with all he holds, without waiting for a network; then ask the server. */
export async function startApp(): Promise<void> {
  await startClock();
  listenToTabs(() => void refreshMe());
  startLending(lockWithOthers);
  await bringBack();
  session.ready = true;
  startSync();
  startDropping();
  startIdleLock();
  releaseWhenHidden();
  onEvent((event) => {
    const { member, on_duty } = event.data as { member?: number; on_duty?: boolean };
    if (event.kind === "duty_changed" && session.me && member === session.me.id) session.me.on_duty = Boolean(on_duty);
  });
}

async function bringBack(): Promise<void> {
  // What could not be wiped now is wiped at the next start; until then the server takes no login of this phone.
  if (await finishWiping().catch(() => true)) return;
  const last = await lastMember();
  noteCleared(last !== null);
  if (last?.signed_in) {
    await comeBack(last.me);
    void refreshMe();
  } else if (await deviceFact(SIGN_OUT_OPEN)) {
    void signOutAtServer();
  } else void tellWiped();
}

/** Throws `Problem` with words for the person; `sealed_away` when what lies here does not open with this login. */
export async function login(username: string, password: string, { wantsNewPin = false } = {}): Promise<void> {
  if (await deviceFact(SIGN_OUT_OPEN)) await signOutAtServer();
  await tellWiped();
  // A first visit has no CSRF cookie yet; the answer, a refusal too, brings one.
  if (!document.cookie.includes("csrftoken=")) await ask("/api/me/").catch(onlyNoAnswer);
  const who = await ask<Whoami>("/api/login/", { method: "POST", body: { username, password } });
  session.isWiped = false;
  await arrive(who.member, who.local_key ?? null, { wantsNewPin });
  syncSoon();
}

/** Sign out. What is unsent stays in the member's own database and leaves after his next login. */
export async function logout(): Promise<void> {
  if (session.online && !session.barred) await Promise.race([sendNow(), pause(LAST_TRY_MS)]);
  const { me } = session;
  if (me) await forgetCasesOf(me);
  forgetKey();
  leave();
  // Not before: an answer about the login that was still on its way would bring him back.
  if (me) await rememberMember({ me, signed_in: false });
  await rememberDeviceFact(SIGN_OUT_OPEN, true);
  await signOutAtServer();
}

export async function setDuty(onDuty: boolean): Promise<void> {
  const member = await ask<MemberView>("/api/me/duty/", { method: "POST", body: { on_duty: onDuty } });
  if (session.me?.id === member.id) await remember(member);
}

/** An online action of the board (assign, sign, …); the change itself comes back as news. */
export async function act<T>(path: string, body?: unknown): Promise<T> {
  try {
    const answer = await ask<T>(path, { method: "POST", body });
    if (!isLive.value) syncSoon();
    return answer;
  } catch (refusal) {
    noteRefusal(refusal);
    throw refusal;
  }
}

export interface Unsent {
  name: string;
  count: number;
}

/** What the last member left unsent on this phone, for the login screen; only the number, nothing of it. */
export async function unsentOfLast(): Promise<Unsent | null> {
  const last = await lastMember();
  // Wiped, the phone knows no name any more.
  if (!last?.me.name) return null;
  const count = await countUnsent(last.me.id);
  return count > 0 ? { name: last.me.name, count } : null;
}

/** Locked, his database is not open; what is forgotten need not be opened. */
async function forgetCasesOf({ id }: Me): Promise<void> {
  if (isOpen()) return forgetCases(db());
  const closed = new MemberDatabase(id, Seal.none());
  await forgetCases(closed).finally(() => closed.close());
}

let signingOut: Promise<void> | null = null;

/** One at a time: an answer that came after the next login would end that one. */
function signOutAtServer(): Promise<void> {
  signingOut ??= endSession().finally(() => (signingOut = null));
  return signingOut;
}

/** Without a network the session at the server stays open: it is ended before anybody may go on with it. */
async function endSession(): Promise<void> {
  try {
    await ask("/api/logout/", { method: "POST" });
  } catch (refusal) {
    if (!(refusal instanceof Problem) || refusal.status === 0) return;
  }
  await rememberDeviceFact(SIGN_OUT_OPEN, false);
}

function onlyNoAnswer(refusal: unknown): void {
  if (!(refusal instanceof Problem) || refusal.status === 0) throw refusal;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
