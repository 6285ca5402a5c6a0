/** 倒查, as the server tells it: what waits to be asked, what is mine, what came of it; and the ways to change it. */

import { onMounted, onUnmounted, reactive, ref, shallowRef, type Ref, type ShallowRef } from "vue";
import { ask } from "../core/api";
import { beijingTime } from "../core/beijing";
import { onEvent } from "../core/events";
import type { components } from "../core/schema";
import { session } from "../core/session";
import { language } from "../ui/i18n";

type Schemas = components["schemas"];

export type Page = Schemas["LookBackPage"];
export type Task = Schemas["LookBackTask"];
export type Result = Schemas["LookBackResult"];
/** Of somebody who was not reached no more than that is said. */
export type CheckIn = Pick<Schemas["CheckIn"], "reached"> & Partial<Schemas["CheckIn"]>;
export type Verdict = Result["result"];
export type Reasons = Page["reasons"];

/** An answer as far as it is filled in. */
export interface Draft {
  reached: CheckIn["reached"] | "";
  came: NonNullable<CheckIn["came"]> | "";
  result: NonNullable<CheckIn["result"]> | "";
  reason: string;
  note: string;
}

const drafts = reactive(new Map<number, Draft>());

/** What was filled in of this one stays, whatever screen comes between. */
export function draftOf(id: number): Draft {
  if (!drafts.has(id)) drafts.set(id, { reached: "", came: "", result: "", reason: "", note: "" });
  return drafts.get(id)!;
}

export function forgetDraft(id: number): void {
  drafts.delete(id);
}

/** The questions that still wait for an answer, in their order. */
export function missingIn(draft: Draft): ("reached" | "came" | "result" | "reason")[] {
  if (!draft.reached) return ["reached"];
  if (draft.reached !== "yes") return [];
  const open: ("came" | "result" | "reason")[] = [];
  if (!draft.came) open.push("came");
  if (!draft.result) open.push("result");
  if (needsReason(draft.result) && !draft.reason) open.push("reason");
  return open;
}

/** What is sent: of somebody who was not reached nothing but that. */
export function answerOf(draft: Draft): CheckIn {
  const note = draft.note.trim();
  if (draft.reached !== "yes") return { reached: draft.reached || "no_answer", note };
  return {
    reached: "yes",
    came: draft.came || null,
    result: draft.result || null,
    reason: needsReason(draft.result) ? draft.reason : "",
    note,
  };
}

export function needsReason(result: string): boolean {
  return result === "partly" || result === "false";
}

/** A day in Beijing: 11月22日. */
export function dayOf(at: string | number): string {
  const [, month, day] = beijingTime(typeof at === "number" ? at : Date.parse(at)).slice(0, 10).split("-").map(Number);
  return language.value === "zh" ? `${month}月${day}日` : `${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

export interface LookBacks {
  page: ShallowRef<Page | null>;
  /** Why the last look or deed did not work. */
  trouble: ShallowRef<unknown>;
  busy: Ref<boolean>;
  load: () => Promise<void>;
  /** Do it and look again; true when it was done. */
  change: (id: number, verb: string, said?: unknown) => Promise<boolean>;
}

export function useLookBacks(): LookBacks {
  const page = shallowRef<Page | null>(null);
  const trouble = shallowRef<unknown>(null);
  const busy = ref(false);
  let asked = 0;

  async function load(): Promise<void> {
    const mine = ++asked;
    try {
      const told = await ask<Page>("/api/lookbacks/");
      if (mine === asked) [page.value, trouble.value] = [told, null];
    } catch (fault) {
      if (mine === asked) trouble.value = fault;
    }
  }

  async function change(id: number, verb: string, said?: unknown): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    try {
      await send(id, verb, said);
    } catch (fault) {
      await load();
      trouble.value = fault;
      return false;
    } finally {
      busy.value = false;
    }
    await load();
    return true;
  }

  onMounted(load);
  onUnmounted(onEvent((event) => void (event.kind.startsWith("look_back") && session.online && !busy.value && load())));
  return { page, trouble, busy, load, change };
}

export async function send(id: number, verb: string, said?: unknown): Promise<unknown> {
  return ask(`/api/lookbacks/${id}/${verb}/`, { method: "POST", ...(said === undefined ? {} : { body: said }) });
}
