/** Signing in and out, duty, and what the board does online; whatever happens to the login, unsent work stays. */

import { ask } from "./api";
import { startClock } from "./clock";
import { closeDatabase, db, isOpen, keep, kept, MemberDatabase, openDatabase } from "./db";
import { deviceFact, lastMember, rememberDeviceFact, rememberMember } from "./device";
import { onEvent } from "./events";
import { forgetUrls } from "./evidence";
import { isLive } from "./link";
import { startLive, stopLive } from "./live";
import { Problem } from "./problem";
import { dropOld, startDropping } from "./old";
import { release, releaseWhenHidden, sendNow } from "./reports";
import { session } from "./session";
import { members, showAgain, showNothing, showOutbox, showStored } from "./shown";
import { startSync, syncSoon } from "./sync";
import { listenToTabs, tellTabs } from "./tabs";
import type { Me, MemberView, Rules, Whoami } from "./types";

const LAST_TRY_MS = 6_000;
const SIGN_OUT_OPEN = "sign_out_open";

/** Bring back who was here last, with all he holds, without waiting for a network; then ask the server. */
export async function startApp(): Promise<void> {
  await startClock();
  listenToTabs();
  const last = await lastMember();
  if (last?.signed_in) {
    await enter(last.me);
    void refreshMe();
  } else if (await deviceFact(SIGN_OUT_OPEN)) {
    void signOutAtServer();
  } else {
    await refreshMe();
  }
  session.ready = true;
  startSync();
  startDropping();
  releaseWhenHidden();
  onEvent((event) => {
    const { member, on_duty } = event.data as { member?: number; on_duty?: boolean };
    if (event.kind === "duty_changed" && session.me && member === session.me.id) session.me.on_duty = Boolean(on_duty);
  });
}

/** Throws `Problem` with words for the person. */
export async function login(username: string, password: string): Promise<void> {
  if (await deviceFact(SIGN_OUT_OPEN)) await signOutAtServer();
  // A first visit has no CSRF cookie yet; the answer, a refusal too, brings one.
  if (!document.cookie.includes("csrftoken=")) await ask("/api/me/").catch(onlyNoAnswer);
  const who = await ask<Whoami>("/api/login/", { method: "POST", body: { username, password } });
  await enter(who.member);
  syncSoon();
}

/** Sign out. What is unsent stays in the member's own database and leaves after his next login. */
export async function logout(): Promise<void> {
  if (session.online && !session.barred) await Promise.race([sendNow(), pause(LAST_TRY_MS)]);
  stopLive();
  const { me } = session;
  if (me) await rememberMember({ me, signed_in: false });
  await forgetCases();
  leave();
  await rememberDeviceFact(SIGN_OUT_OPEN, true);
  await signOutAtServer();
}

export async function setDuty(onDuty: boolean): Promise<void> {
  const member = await ask<MemberView>("/api/me/duty/", { method: "POST", body: { on_duty: onDuty } });
  await remember(member);
}

/** An online action of the board (assign, sign, …); the change itself comes back as news. */
export async function act<T>(path: string, body?: unknown): Promise<T> {
  try {
    const answer = await ask<T>(path, { method: "POST", body });
    if (!isLive.value) syncSoon();
    return answer;
  } catch (refusal) {
    noteBar(refusal);
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
  if (!last) return null;
  const database = new MemberDatabase(last.me.id);
  try {
    const waits = ["held", "unsent", "invalid"];
    const count =
      (await database.reports.where("state").anyOf(waits).count()) +
      (await database.evidence.where("state").anyOf(waits).count());
    return count > 0 ? { name: last.me.name, count } : null;
  } finally {
    database.close();
  }
}

async function refreshMe(): Promise<void> {
  try {
    const { member } = await ask<Whoami>("/api/me/");
    const isSame = member.id === session.me?.id && placeOf(member) === placeOf(session.me);
    if (isSame && !session.barred) await remember(member);
    else await enter(member);
    await refreshRules();
  } catch (refusal) {
    noteBar(refusal);
  }
}

/** The phone is this member's now. */
async function enter(me: Me): Promise<void> {
  if (session.me?.id !== me.id) {
    showNothing();
    forgetUrls();
  }
  openDatabase(me.id);
  // Unsent work must not be what the browser throws away first.
  void navigator.storage?.persist?.().catch(() => false);
  session.barred = "";
  await remember(me);
  session.rules = (await kept<Rules>("rules")) ?? null;
  members.value = (await kept<MemberView[]>("members")) ?? [];
  await forgetIfMoved(me);
  await dropOld();
  await showStored("all");
  await showOutbox();
  if (!session.rules) await refreshRules().catch(noteBar);
  // Held back by an app that was killed: nobody can undo those any more.
  await release();
  tellTabs({ entered: true });
  stopLive();
  if (me.role !== "admin") startLive(() => void refreshMe());
}

function leave(): void {
  closeDatabase();
  showNothing();
  forgetUrls();
  session.me = null;
  session.barred = "";
}

async function remember(me: Me): Promise<void> {
  session.me = me;
  await rememberMember({ me, signed_in: true });
}

async function refreshRules(): Promise<void> {
  const rules = await ask<Rules>("/api/rules/");
  if (rules.version === session.rules?.version || !isOpen()) return;
  session.rules = rules;
  await keep("rules", rules);
  showAgain();
}

/** In another role or unit one sees other cases, which no cursor tells: then everything is asked for anew. */
async function forgetIfMoved(me: Me): Promise<void> {
  const before = await kept<string>("place");
  if (before === placeOf(me)) return;
  if (before) await forgetCases();
  await keep("place", placeOf(me));
}

function placeOf(me: Me): string {
  return `${me.role}@${me.unit.id}`;
}

/** Personal data of others leaves the phone with the member; what he made and is unsent does not. */
async function forgetCases(): Promise<void> {
  if (!isOpen()) return;
  const { cases, kept: facts, evidence } = db();
  await cases.clear();
  await facts.bulkDelete(["cursors", "members"]);
  await evidence.where("state").equals("stored").delete();
}

/** Without a network the session at the server stays open: it is ended before anybody may go on with it. */
async function signOutAtServer(): Promise<void> {
  try {
    await ask("/api/logout/", { method: "POST" });
  } catch (refusal) {
    if (!(refusal instanceof Problem) || refusal.status === 0) return;
  }
  await rememberDeviceFact(SIGN_OUT_OPEN, false);
}

function noteBar(refusal: unknown): void {
  if (!(refusal instanceof Problem)) throw refusal;
  if (!session.me) return;
  if (refusal.status === 401) session.barred = "expired";
  else if (refusal.code === "disabled") session.barred = "disabled";
}

function onlyNoAnswer(refusal: unknown): void {
  if (!(refusal instanceof Problem) || refusal.status === 0) throw refusal;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
