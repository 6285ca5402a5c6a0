/** The moments a phone becomes a member's and stops being it: his database opened and shown, or closed and forgotten. */

import { ask, beginLogin } from "./api";
import { closeDatabase, db, isOpen, keep, kept, openDatabase, type MemberDatabase } from "./db";
import { rememberMember } from "./device";
import { startLive, stopLive } from "./live";
import { dropOld } from "./old";
import { Problem } from "./problem";
import { release } from "./reports";
import type { Seal } from "./seal";
import { sealAll } from "./resealing";
import { session } from "./session";
import { members, showAgain, showNothing, showOutbox, showStored } from "./shown";
import { tellTabs } from "./tabs";
import { showTaken } from "./taken";
import type { Me, MemberView, Rules, Whoami } from "./types";
import { forgetUrls } from "./urls";
import { wipeIfLost } from "./wipe";

/** Ask the server who this is; whatever it answers, what the phone holds stays. */
export async function refreshMe(): Promise<void> {
  try {
    const { member } = await ask<Whoami>("/api/me/");
    if (member.id !== session.me?.id) {
      // Somebody else's session lies in this browser: he has to sign in, for his data opens with his PIN only.
      session.barred = "expired";
      return;
    }
    const hasMoved = session.barred !== "" || placeOf(member) !== placeOf(session.me);
    if (hasMoved && isOpen()) await enter(member, db().seal);
    else await remember(member);
    if (isOpen()) await refreshRules();
  } catch (refusal) {
    noteRefusal(refusal);
  }
}

/** The phone is this member's now. Whether the screen waits for a PIN stays as it is: news of a move opens no locked phone. */
export async function enter(me: Me, seal: Seal): Promise<void> {
  if (session.me?.id !== me.id) {
    showNothing();
    forgetUrls();
  }
  const database = openDatabase(me.id, seal);
  letIn();
  const remembered = remember(me);
  // All at once: on a slow phone each question to the database takes its time, and nothing is shown before the last.
  const [rules = null, people = []] = await Promise.all([kept<Rules>("rules"), kept<MemberView[]>("members"), forgetIfMoved(me)]);
  session.rules = rules;
  members.value = people;
  await Promise.all([showStored("all"), showTaken(), showOutbox(), remembered]);
  await dropOld();
  if (!session.rules) await refreshRules().catch(noteRefusal);
  // Held back by an app that was killed: nobody can undo those any more.
  await release();
  tellTabs({ entered: true });
  if (me.role !== "admin") startLive(() => void refreshMe(), () => void refreshMe());
  // What finds no room now is sealed at the next start; it must keep nobody out.
  await sealAll(database).catch(() => undefined);
}

/** Signed in, perhaps again: what the login before this one may still hear, by its socket or late, is not about this one. */
export function letIn(): void {
  stopLive();
  beginLogin();
  session.barred = "";
}

/** Nobody works on this phone any more. */
export function leave(): void {
  stopLive();
  closeDatabase();
  showNothing();
  forgetUrls();
  session.me = null;
  session.barred = "";
  session.lock = "";
}

export async function remember(me: Me): Promise<void> {
  session.me = me;
  await rememberMember({ me, signed_in: true });
}

/** Personal data of others leaves the phone with the member; what he made and is unsent does not. */
export async function forgetCases({ cases, kept: facts, evidence }: MemberDatabase): Promise<void> {
  await cases.clear();
  await facts.bulkDelete(["cursors", "members", "taken"]);
  await evidence.where("state").equals("stored").delete();
}

/** A refusal that changes how it stands with this login; anything that is no refusal is a fault and is thrown on. */
export function noteRefusal(refusal: unknown): void {
  if (!(refusal instanceof Problem)) throw refusal;
  wipeIfLost(refusal);
  if (!session.me) return;
  if (refusal.status === 401) session.barred = "expired";
  else if (refusal.code === "disabled") session.barred = "disabled";
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
  if (before) await forgetCases(db());
  await keep("place", placeOf(me));
}

function placeOf(me: Me): string {
  return `${me.role}@${me.unit.id}`;
}
