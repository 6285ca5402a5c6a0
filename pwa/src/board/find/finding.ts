/** What the board is narrowed down to: the filter, which stands in the address, and the search text, which stands nowhere. */

import { computed, inject, onMounted, onUnmounted, provide, ref, type ComputedRef, type InjectionKey, type Ref } from "vue";
import { useRoute, useRouter, type LocationQuery } from "vue-router";
import { now } from "../../core/clock";
import { cases, session } from "../../core/store";
import type { CaseView } from "../../core/types";
import { EVERYTHING, fromQuery, isEverything, passes, toQuery, type Filter } from "./filter";
import { finder } from "./search";

export interface Finding {
  filter: ComputedRef<Filter>;
  text: Ref<string>;
  isSearching: ComputedRef<boolean>;
  isNarrowed: ComputedRef<boolean>;
  /** The held cases that filter and text let through. */
  found: ComputedRef<CaseView[]>;
  /** Change the filter, in its own place of the address. */
  narrow: (change: Partial<Filter>) => void;
  clear: () => void;
}

const KEY: InjectionKey<Finding> = Symbol("finding");
/** Whoever goes to a call and comes back finds the board as he left it; the next member does not. */
let left: { member: number; query: LocationQuery } | null = null;

/** Start it for the board and all that is on it. */
export function startFinding(): Finding {
  const route = useRoute();
  const router = useRouter();
  const text = ref("");
  const filter = computed(() => fromQuery(route.query));
  const isSearching = computed(() => text.value.trim() !== "");
  const isNarrowed = computed(() => isSearching.value || !isEverything(filter.value));
  const found = computed(() => {
    const hasText = finder(text.value);
    // Only where lateness counts does the list follow the clock.
    const at = filter.value.late ? now.value : 0;
    return [...cases.value.values()].filter((one) => passes(one, filter.value, at) && hasText(one));
  });

  function narrow(change: Partial<Filter>): void {
    void router.replace({ path: route.path, query: toQuery({ ...filter.value, ...change }) });
  }

  function clear(): void {
    text.value = "";
    narrow(EVERYTHING);
  }

  keepFilter();
  const finding = { filter, text, isSearching, isNarrowed, found, narrow, clear };
  provide(KEY, finding);
  return finding;
}

export function useFinding(): Finding {
  const finding = inject(KEY);
  if (!finding) throw new Error("the board has not started finding");
  return finding;
}

/** From case to case the filter goes along, whoever leads there. */
function keepFilter(): void {
  const route = useRoute();
  const router = useRouter();
  const stop = router.beforeEach((to, from) => {
    const isWithin = to.path.startsWith("/board") && from.path.startsWith("/board") && to.path !== from.path;
    const isDropped = Object.keys(to.query).length === 0 && Object.keys(from.query).length > 0;
    return isWithin && isDropped ? { path: to.path, query: from.query } : true;
  });
  onMounted(() => {
    const isBack = left && left.member === session.me?.id && Object.keys(route.query).length === 0;
    if (isBack && left) void router.replace({ path: route.path, query: left.query });
  });
  onUnmounted(() => {
    stop();
    left = session.me ? { member: session.me.id, query: lastQuery } : null;
  });
  let lastQuery: LocationQuery = route.query;
  const note = router.afterEach((to) => {
    if (to.path.startsWith("/board")) lastQuery = to.query;
  });
  onUnmounted(note);
}
