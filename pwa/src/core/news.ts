/** Takes in what is new: cases and cursors in one transaction, then the screen, then whoever listens to events. */

import { ask } from "./api";
import { db, isOpen, kept, keptRow } from "./db";
import { emitEvent } from "./events";
import { closeCase } from "./rows";
import { session } from "./session";
import { cases, members, showCases, showOutbox } from "./shown";
import { tellTabs } from "./tabs";
import { taken, takenWith } from "./taken";
import type { News } from "./types";

export type Cursors = Record<string, number>;

const CURSORS = "cursors";
/** Highest number of each stream this tab has told its listeners of. */
const told = new Map<number, number>();

/** Where this phone stands in each stream. */
export async function cursors(): Promise<Cursors> {
  return (await kept<Cursors>(CURSORS)) ?? {};
}

/** Applied, or overtaken by another tab: then ask again from the cursors as they are now. */
export async function applyNews(news: News): Promise<"applied" | "overtaken"> {
  const database = db();
  // Sealed first: a transaction would not wait for it.
  const rows = await Promise.all(news.cases.map((view) => closeCase(database.seal, view)));
  const people = news.members.length ? await keptRow(database.seal, "members", news.members) : null;
  const lost = takenWith(news, cases.value, session.me?.id ?? 0);
  const lostRow = lost ? await keptRow(database.seal, "taken", lost) : null;
  const isTaken = await database.transaction("rw", database.cases, database.kept, database.reports, database.evidence, async () => {
    const before = await cursors();
    // Another tab may have gone further meanwhile: its cases are newer, an older view must not cover them.
    const isBehind = Object.entries(news.cursors).some(([unit, number]) => number < (before[unit] ?? 0));
    if (isBehind && !news.snapshot) return false;
    if (news.snapshot) await database.cases.clear();
    await database.cases.bulkPut(rows);
    await database.cases.bulkDelete(news.removed);
    await dropConfirmed(news);
    const after = news.snapshot ? news.cursors : { ...before, ...news.cursors };
    await database.kept.put({ key: CURSORS, value: after });
    if (people) await database.kept.put(people);
    if (lostRow) await database.kept.put(lostRow);
    return true;
  });
  if (!isTaken) return "overtaken";
  if (news.members.length) members.value = news.members;
  if (lost) taken.value = lost;
  const changed = news.snapshot || news.cases.length > 0 || news.removed.length > 0;
  if (changed) {
    showCases(news.cases, news.removed, news.snapshot);
    await showOutbox();
    tellTabs({ cases: news.snapshot ? "all" : [...news.cases.map((c) => c.id), ...news.removed] });
  }
  tell(news);
  return "applied";
}

/** Catch up over HTTP: where sockets don't pass, and after each push while there is none. */
export async function pullNews(): Promise<void> {
  for (let more = true, overtaken = 0; more; ) {
    const at = overtaken > 2 ? {} : await cursors();
    const after = Object.entries(at)
      .map(([unit, number]) => `${unit}:${number}`)
      .join(",");
    const asked = db();
    const news = await ask<News>(`/api/news/?after=${after}`);
    // Somebody else signed in while this was on its way: it is not his.
    if (!isOpen() || db() !== asked) return;
    if ((await applyNews(news)) === "overtaken") {
      overtaken += 1;
      continue;
    }
    more = news.more;
    // The delivery receipt, where something has come that could need one.
    if (news.snapshot || news.events.length > 0) await ask("/api/news/confirm/", { method: "POST", body: { cursors: news.cursors } });
  }
}

/** Reports that came back with their case are no longer ours to keep; likewise pictures of cases that are gone. */
async function dropConfirmed(news: News): Promise<void> {
  const { reports, evidence, cases: stored } = db();
  const back = new Set(news.cases.flatMap((c) => c.reports.map((r) => r.id)));
  const gone = new Set(news.removed);
  const there = news.snapshot ? new Set(await stored.toCollection().primaryKeys()) : null;
  const isGone = (id: string): boolean => gone.has(id) || (there !== null && !there.has(id));
  await reports
    .where("state")
    .anyOf("sent", "unsent")
    .filter((r) => back.has(r.id) || (r.state === "sent" && isGone(r.case)))
    .delete();
  await evidence
    .where("state")
    .equals("stored")
    .filter((e) => isGone(e.case))
    .delete();
}

function tell(news: News): void {
  for (const event of [...news.events].sort((a, b) => a.number - b.number)) {
    if (event.number <= (told.get(event.unit) ?? 0)) continue;
    told.set(event.unit, event.number);
    emitEvent(event, event.case ? cases.value.get(event.case) : undefined);
  }
}
