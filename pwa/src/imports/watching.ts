/** One import as the server has it: read again and again while something is done with it, and what a person does with it. */

import { computed, onUnmounted, shallowRef, watch, type ComputedRef, type ShallowRef } from "vue";
import { ask } from "../core/api";
import { attempt } from "../board/notice";
import { paceOf, restOf, seenWith, type Seen } from "./pace";
import type { Column, ImportState, ImportView } from "./types";

const WAITS: Partial<Record<ImportState, number>> = { checking: 700, running: 1000 };
const UNHEARD_MS = 4000;

type Said = { sheet: string } | { columns: { column: number; field: Column["field"] }[] };

export interface Watched {
  view: ShallowRef<ImportView | null>;
  /** As it was last looked at: while it is looked at anew, the server has nothing to show. */
  look: ShallowRef<ImportView | null>;
  fault: ShallowRef<unknown>;
  pace: ComputedRef<{ perSecond: number; rest: number } | null>;
  load: () => Promise<void>;
  start: () => Promise<boolean>;
  stop: () => Promise<boolean>;
  say: (said: Said) => Promise<boolean>;
}

export function useImport(id: () => string): Watched {
  const view = shallowRef<ImportView | null>(null);
  const look = shallowRef<ImportView | null>(null);
  const fault = shallowRef<unknown>(null);
  const seen = shallowRef<readonly Seen[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  // An answer to an older question than the last does not count.
  let turn = 0;

  function take(fresh: ImportView): void {
    view.value = fresh;
    if (fresh.columns.length) look.value = fresh;
    seen.value = fresh.state === "running" ? seenWith(seen.value, { at: Date.now(), rows: fresh.counts.rows ?? 0 }) : [];
  }

  async function asked(question: () => Promise<ImportView>): Promise<void> {
    const mine = ++turn;
    clearTimeout(timer);
    try {
      const fresh = await question();
      if (mine === turn) take(fresh);
      fault.value = null;
    } finally {
      if (mine === turn) plan();
    }
  }

  function plan(): void {
    const wait = fault.value ? UNHEARD_MS : WAITS[view.value?.state ?? "done"];
    if (wait) timer = setTimeout(() => void load(), wait);
  }

  async function load(): Promise<void> {
    const address = `/api/imports/${id()}/`;
    await asked(() => ask<ImportView>(address)).catch((cause: unknown) => {
      clearTimeout(timer);
      fault.value = cause;
      if (view.value) plan();
    });
  }

  const act = (door: string, body?: unknown): Promise<boolean> => {
    const address = `/api/imports/${id()}/${door}/`;
    return attempt(() => asked(() => ask<ImportView>(address, { method: "POST", ...(body === undefined ? {} : { body }) })));
  };

  const pace = computed(() => {
    const perSecond = paceOf(seen.value);
    const { total = 0, counts } = view.value ?? {};
    return perSecond === null ? null : { perSecond, rest: restOf(total, counts?.rows ?? 0, perSecond) };
  });

  watch(id, () => ((view.value = look.value = null), void load()), { immediate: true });
  onUnmounted(() => {
    turn += 1;
    clearTimeout(timer);
  });
  return { view, look, fault, pace, load, start: () => act("start"), stop: () => act("stop"), say: (said) => act("columns", said) };
}
