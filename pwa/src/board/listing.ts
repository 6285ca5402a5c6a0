/** The list as the screen shows it: the tab, its rows, and moving up and down in it. */

import { computed, ref, watch, type ComputedRef, type Ref } from "vue";
import { beijingDay, now } from "../core/clock";
import { cases, session } from "../core/store";
import type { Finding } from "./find/finding";
import { isAllDrill } from "./drills";
import { counts, listed, sorted, tabOf, type Listing, type Tab } from "./rows";

const NOTHING: Listing = { routing: [], rest: [] };

export interface BoardList {
  tab: Ref<Tab>;
  listing: ComputedRef<Listing>;
  counted: ComputedRef<Record<Tab, number>>;
  /** All that is counted is a drill. */
  isDrill: ComputedRef<boolean>;
  /** Ids in the order of the screen. */
  order: ComputedRef<string[]>;
  /** The id so many rows away from this one; where it was, if it has left the list. */
  next: (from: string | undefined, step: number) => string | undefined;
}

/** A filter narrows every tab; a search goes through all of them at once. */
export function useList(chosen: () => string | undefined, { found, isSearching }: Pick<Finding, "found" | "isSearching">): BoardList {
  const tab = ref<Tab>("open");
  const today = computed(() => beijingDay(now.value));
  const listing = computed(() => {
    const { me } = session;
    if (!me) return NOTHING;
    return isSearching.value ? sorted(found.value) : listed(found.value, tab.value, me, today.value);
  });
  const counted = computed(() =>
    session.me ? counts(found.value, session.me, today.value) : { open: 0, to_sign: 0, closed: 0, mine: 0 },
  );
  const isDrill = computed(() => isAllDrill(found.value));
  const order = computed(() => [...listing.value.routing, ...listing.value.rest].map((one) => one.id));
  let place = 0;
  watch([chosen, order], ([id, ids]) => {
    const at = id === undefined ? -1 : ids.indexOf(id);
    if (at >= 0) place = at;
  });
  showTabOf(chosen, tab);
  return { tab, listing, counted, isDrill, order, next };

  function next(from: string | undefined, step: number): string | undefined {
    const ids = order.value;
    const at = from === undefined ? -1 : ids.indexOf(from);
    if (at < 0) return ids[Math.min(place, ids.length - 1)];
    return ids[Math.min(Math.max(at + step, 0), ids.length - 1)];
  }
}

/** An address that names a case opens the tab the case is in, once the case is known. */
function showTabOf(chosen: () => string | undefined, tab: Ref<Tab>): void {
  const stop = watch(
    [chosen, cases],
    () => {
      const one = cases.value.get(chosen() ?? "");
      if (!one) return;
      tab.value = tabOf(one);
      queueMicrotask(() => stop());
    },
    { immediate: true },
  );
}
