/** One unit's practising, as its chief or a commander sees and changes it. */

import { onMounted, onUnmounted, ref, shallowRef, watch, type Ref, type ShallowRef } from "vue";
import { ask } from "../core/api";
import type { components } from "../core/schema";
import { session } from "../core/session";
import { look } from "./training";

export type Practice = components["schemas"]["DrillState"];
export type Plan = Pick<components["schemas"]["DrillIn"], "cases" | "minutes" | "members">;

export interface Practising {
  /** A unit's code; empty for one's own. */
  unit: Ref<string>;
  state: ShallowRef<Practice | null>;
  /** Why the last look or deed did not work. */
  trouble: ShallowRef<unknown>;
  busy: Ref<boolean>;
  reload: () => Promise<void>;
  /** Do something and show what became of it. */
  change: (path: string, said?: Record<string, unknown>) => Promise<void>;
}

const EVERY_MS = 4_000;

export function usePractice(): Practising {
  const unit = ref("");
  const state = shallowRef<Practice | null>(null);
  const trouble = shallowRef<unknown>(null);
  const busy = ref(false);
  let timer: ReturnType<typeof setInterval> | undefined;

  async function take(asked: () => Promise<Practice>): Promise<void> {
    const of = unit.value;
    try {
      const said = await asked();
      if (of !== unit.value) return;
      state.value = said;
      trouble.value = null;
    } catch (fault) {
      if (of === unit.value) trouble.value = fault;
    }
  }

  const reload = (): Promise<void> => take(() => ask(`/api/drills/?unit=${unit.value}`));

  async function change(path: string, said?: Record<string, unknown>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    await take(() => ask(path, { method: "POST", ...(said ? { body: { unit: unit.value, ...said } } : {}) }));
    busy.value = false;
    void look();
  }

  watch(unit, () => {
    state.value = null;
    void reload();
  });
  onMounted(() => {
    void reload();
    timer = setInterval(() => session.online && document.visibilityState === "visible" && void reload(), EVERY_MS);
  });
  onUnmounted(() => clearInterval(timer));
  return { unit, state, trouble, busy, reload, change };
}
