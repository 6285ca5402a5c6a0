/** What the search finds on the server beyond the cases held here: asked for once somebody has stopped typing. */

import { computed, onUnmounted, shallowRef, watch, type ComputedRef, type Ref } from "vue";
import { cases } from "../../core/store";
import { search, type Found, type FoundCase } from "./doors";
import { SHORTEST_ASKED } from "./search";

const PAUSE_MS = 350;

export interface Beyond {
  /** Not held here, the newest first; null while nothing was asked or no answer has come. */
  rows: ComputedRef<FoundCase[] | null>;
  hasMore: ComputedRef<boolean>;
  isAsking: Ref<boolean>;
  problem: Ref<unknown>;
  again: () => void;
}

export function useBeyond(text: Ref<string>): Beyond {
  const answer = shallowRef<Found | null>(null);
  const isAsking = shallowRef(false);
  const problem = shallowRef<unknown>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rows = computed(() => answer.value?.cases.filter(({ id }) => !cases.value.has(id)) ?? null);
  const hasMore = computed(() => answer.value?.more ?? false);

  async function askNow(): Promise<void> {
    const asked = text.value.trim();
    isAsking.value = true;
    problem.value = null;
    try {
      const found = await search(asked);
      if (asked === text.value.trim()) answer.value = found;
    } catch (refusal) {
      if (asked === text.value.trim()) problem.value = refusal;
    }
    if (asked === text.value.trim()) isAsking.value = false;
  }

  function wait(typed: string): void {
    clearTimeout(timer);
    answer.value = null;
    problem.value = null;
    isAsking.value = typed.trim().length >= SHORTEST_ASKED;
    if (isAsking.value) timer = setTimeout(() => void askNow(), PAUSE_MS);
  }

  watch(text, wait, { immediate: true });
  onUnmounted(() => clearTimeout(timer));
  return { rows, hasMore, isAsking, problem, again: () => void askNow() };
}
