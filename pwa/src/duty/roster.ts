/** A unit's week of the roster, and the ways to change it: each shows what became of it, and can be undone for ten seconds. */

import { onMounted, ref, shallowRef, watch, type Ref, type ShallowRef } from "vue";
import { closeNotice, tellBoard } from "../board/notice";
import { ask, type Ask } from "../core/api";
import { Problem } from "../core/problem";
import type { components } from "../core/schema";
import { t } from "../ui/i18n";
import { problemWords } from "../ui/trouble";

type Schemas = components["schemas"];
export type Week = Schemas["RosterWeek"];
export type Turn = Schemas["TurnView"];
export type Shift = Schemas["ShiftView"];
export type Person = Schemas["RosterPerson"];
export type PlaceIn = Schemas["PlaceIn"];
export type ShiftIn = Omit<Schemas["ShiftIn"], "unit">;

const UNDO_MS = 10_000;

export interface Rostering {
  unit: Ref<string>;
  /** Any day of the week that is shown; empty is today. */
  day: Ref<string>;
  week: ShallowRef<Week | null>;
  trouble: ShallowRef<unknown>;
  load: () => Promise<void>;
  place: (said: PlaceIn, words: string) => Promise<void>;
  copy: () => Promise<void>;
  follow: (follows: boolean) => Promise<void>;
  setShift: (said: ShiftIn) => Promise<boolean>;
  retire: (shift: Shift) => Promise<void>;
}

export function useRoster(): Rostering {
  const unit = ref("");
  const day = ref("");
  const week = shallowRef<Week | null>(null);
  const trouble = shallowRef<unknown>(null);
  let asked = 0;

  /** Of two answers that cross each other the later question's counts. */
  async function take(path: string, wanted: Ask = {}): Promise<void> {
    const mine = ++asked;
    const told = await ask<Week>(`${path}${path.includes("?") ? "&" : "?"}day=${day.value}`, wanted);
    if (mine === asked) [week.value, trouble.value] = [told, null];
  }

  async function load(): Promise<void> {
    await take(`/api/roster/?unit=${unit.value}`).catch((fault: unknown) => (trouble.value = fault));
  }

  /** Do it, and offer the way back; what does not work is said, and nothing is changed. */
  async function change(path: string, wanted: Ask, words = "", back?: () => Promise<void>): Promise<boolean> {
    try {
      await take(path, { method: "POST", ...wanted });
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      tellBoard({ text: problemWords(fault), tone: "problem" });
      return false;
    }
    const way = back && { action: { words: t("roster.undo"), run: () => void takeBack(back) }, until: Date.now() + UNDO_MS };
    if (words) tellBoard({ text: words, tone: "done", ...way });
    return true;
  }

  async function takeBack(back: () => Promise<void>): Promise<void> {
    closeNotice();
    try {
      await back();
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      tellBoard({ text: problemWords(fault), tone: "problem" });
    }
  }

  /** The exceptions of the week as they were. */
  function wayBack(first: Week): () => Promise<void> {
    const body = { unit: first.unit.code, first: first.first, changes: first.changes };
    return () => take("/api/roster/week/", { method: "POST", body });
  }

  async function place(said: PlaceIn, words: string): Promise<void> {
    const before = week.value;
    if (!before) return;
    const exceptions = wayBack(before);
    const inverse = { shift: said.shift, day: said.day, every_week: true };
    await change("/api/roster/place/", { body: said }, words, async () => {
      if (said.every_week) {
        await take("/api/roster/place/", { method: "POST", body: { ...inverse, member: said.member, on: !said.on } });
        if (said.instead_of) await take("/api/roster/place/", { method: "POST", body: { ...inverse, member: said.instead_of, on: true } });
      }
      await exceptions();
    });
  }

  async function copy(): Promise<void> {
    const before = week.value;
    if (before) await change("/api/roster/copy/", { body: { unit: before.unit.code, first: before.first } }, t("roster.copied"), wayBack(before));
  }

  async function retire({ id, name }: Shift): Promise<void> {
    const path = `/api/roster/shifts/${id}/`;
    await change(path, { method: "DELETE" }, t("roster.retired", { name }), () => take(path, { method: "POST" }));
  }

  const follow = async (follows: boolean): Promise<void> =>
    void (await change("/api/roster/follow/", { body: { unit: week.value?.unit.code ?? "", follows } }));
  const setShift = (said: ShiftIn): Promise<boolean> => change("/api/roster/shifts/", { body: { ...said, unit: week.value?.unit.code ?? "" } });

  watch([unit, day], load);
  onMounted(load);
  return { unit, day, week, trouble, load, place, copy, follow, setShift, retire };
}
