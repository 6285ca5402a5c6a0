/** Giving cases to a person or a station, one or many: what was done is said in a line, what was not with the reason of each. */

import { shallowRef, type ShallowRef } from "vue";
import { caseOf } from "../../core/store";
import type { MemberView, TrackName } from "../../core/types";
import { language, t } from "../../ui/i18n";
import * as single from "../doors";
import { attempt, tellBoard } from "../notice";
import { openAssignment } from "../state";
import * as doors from "./doors";
import type { ManyResult } from "./doors";

/** As many as the server takes at once. */
const AT_ONCE = 100;

export interface NotDone {
  id: string;
  name: string;
  why: string;
}

export interface Outcome {
  text: string;
  notDone: NotDone[];
}

/** What the last go came to, while something in it was not done; the screen shows it until it is closed. */
export const outcome: ShallowRef<Outcome | null> = shallowRef(null);

/** Give these cases to this person; a single one can be given back. */
export async function giveTo(member: MemberView, track: TrackName, ids: readonly string[]): Promise<boolean> {
  const [id] = ids;
  if (ids.length === 1 && id) return giveOne(member, track, id);
  return many(ids, member.name, (some) => doors.assignMany(some, track, member.id));
}

/** Route these cases to this station. */
export async function routeTo(station: { code: string; name: string }, ids: readonly string[]): Promise<boolean> {
  return many(ids, station.name, (some) => doors.routeMany(some, station.code));
}

/** What became of them, in words; pure but for the names. */
export function outcomeOf(results: readonly ManyResult[], to: string, nameOf: (id: string) => string): Outcome {
  const count = (status: ManyResult["status"]): number => results.filter((each) => each.status === status).length;
  const parts = [t("find.bulk_done", { n: count("done"), to })];
  if (count("already")) parts.push(t("find.bulk_already", { n: count("already") }));
  if (count("refused")) parts.push(t("find.bulk_refused", { n: count("refused") }));
  const notDone = results
    .filter((each) => each.status === "refused")
    .map((each) => ({ id: each.case, name: nameOf(each.case), why: language.value === "en" ? each.message_en : each.message }));
  return { text: parts.join(t("find.comma")), notDone };
}

async function giveOne(member: MemberView, track: TrackName, id: string): Promise<boolean> {
  const one = caseOf(id).value;
  const former = one && openAssignment(one, track)?.member;
  const isDone = await attempt(() => single.assign(id, track, member.id));
  if (!isDone) return false;
  const back = former && { words: t("board.change_back", { name: former.name }), run: () => void attempt(() => single.assign(id, track, former.id)) };
  tellBoard({ text: t("board.assigned_done", { name: member.name }), tone: "done", ...(back ? { action: back } : {}) });
  return true;
}

async function many(ids: readonly string[], to: string, send: (some: readonly string[]) => Promise<ManyResult[]>): Promise<boolean> {
  // Read before it is sent: what is given away may leave the board.
  const names = new Map(ids.map((id) => [id, caseOf(id).value?.target.name || t("board.name_unknown")]));
  const results: ManyResult[] = [];
  const isDone = await attempt(async () => {
    // Another try after a cut begins anew: what was done by then is answered as such.
    results.length = 0;
    for (let from = 0; from < ids.length; from += AT_ONCE) results.push(...(await send(ids.slice(from, from + AT_ONCE))));
    show(outcomeOf(results, to, (id) => names.get(id) ?? ""));
  });
  return isDone;
}

function show(found: Outcome): void {
  if (found.notDone.length) outcome.value = found;
  else tellBoard({ text: found.text, tone: "done" });
}
