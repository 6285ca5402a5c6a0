/** Tasks that were taken away from a member who was on them: he must hear of it, for their cases leave his phone without a word. */

import { shallowRef, type ShallowRef } from "vue";
import { isCurrent, db, keep, kept } from "./db";
import type { AssignmentView, CaseView, Holder, News } from "./types";

export interface Taken {
  case: string;
  about: string;
  /** How his part in it ended, `codes.ends`; empty where the server no longer says. */
  end: string;
  /** Who has it now. */
  holder?: Holder | undefined;
  at: number;
}

const KEY = "taken";
const KEPT_MS = 24 * 3600_000;

/** What the member has not yet been told, or has not put away; the newest first. */
export const taken: ShallowRef<readonly Taken[]> = shallowRef([]);

/** All that is to be told once this news is in; null where it changes nothing. */
export function takenWith(news: News, shown: ReadonlyMap<string, CaseView>, me: number): Taken[] | null {
  const back = new Set(news.cases.map((view) => view.id));
  const gone = news.snapshot ? [...shown.keys()].filter((id) => !back.has(id)) : news.removed;
  const now = Date.parse(news.server_time);
  const fresh = gone.flatMap((id) => {
    const view = shown.get(id);
    const end = news.ends?.[id] ?? "";
    const holder = news.holders?.[id];
    const isHis = view && (holder?.is_relieved || wasTaken(view, end, me));
    return isHis ? [{ case: id, about: view.target.name || view.number, end, holder, at: now }] : [];
  });
  const again = new Set([...fresh.map((one) => one.case), ...back]);
  const left = taken.value.filter((one) => !again.has(one.case));
  if (fresh.length === 0 && left.length === taken.value.length) return null;
  return [...fresh, ...left.filter((one) => now - one.at < KEPT_MS)];
}

/** Read it again from the phone's database. */
export async function showTaken(): Promise<void> {
  const database = db();
  const all = (await kept<Taken[]>(KEY)) ?? [];
  if (isCurrent(database)) taken.value = all;
}

/** The person has seen it. Gone from the screen once it is gone from the phone, or it might be back at the next start. */
export async function putAway(caseId: string): Promise<void> {
  const others = () => taken.value.filter((one) => one.case !== caseId);
  await keep(KEY, others());
  taken.value = others();
}

/** He had accepted it, and it was not he who gave it back or handed it on. */
function wasTaken({ assignments, standing }: CaseView, end: string, me: number): boolean {
  const isMine = ({ member, track, ended_at }: AssignmentView): boolean =>
    member?.id === me && !ended_at && standing[track].accepted_at !== null && (isByOthers(end) || standing[track].end === null);
  return end !== "declined" && end !== "done" && assignments.some(isMine);
}

/** Only others can end it so; even one who has been through with it, without a network, has lost it. */
function isByOthers(end: string): boolean {
  return end === "reassigned" || end === "stood_down";
}
