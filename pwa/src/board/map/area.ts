/** The divisions of the member's area, asked for a level at a time and then remembered: they do not change in a shift. */

import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from "vue";
import { ask } from "../../core/api";
import { session } from "../../core/store";
import type { Area } from "./places";

const remembered = new Map<string, Area>();
/** A city has some hundred places that are looked into; beyond that the oldest is asked for again. */
const MOST = 300;

export interface AreaState {
  area: Ref<Area | null>;
  problem: Ref<unknown>;
  isWhole: ComputedRef<boolean>;
  retry: () => void;
}

/** `within` is a division's code, or empty for all of it. */
export function useArea(within: () => string): AreaState {
  const area = shallowRef<Area | null>(null);
  const problem = ref<unknown>(null);
  const key = computed(() => `${session.me?.unit.id ?? ""}/${within()}`);

  async function look(): Promise<void> {
    const wanted = key.value;
    area.value = remembered.get(wanted) ?? null;
    problem.value = null;
    if (area.value) return;
    try {
      const said = await ask<Area>(within() ? `/api/area/?within=${within()}` : "/api/area/");
      remember(wanted, said);
      if (key.value === wanted) area.value = said;
    } catch (refusal) {
      if (key.value === wanted) problem.value = refusal;
    }
  }

  watch(key, () => void look(), { immediate: true });
  return { area, problem, isWhole: computed(() => within() === ""), retry: () => void look() };
}

function remember(key: string, said: Area): void {
  const [oldest] = remembered.keys();
  if (remembered.size >= MOST && oldest !== undefined) remembered.delete(oldest);
  remembered.set(key, said);
}
