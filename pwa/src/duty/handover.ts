/** 交接班, as the server tells it: what is open, who could take over, what waits; and the ways to change it. */

import { onMounted, onUnmounted, ref, shallowRef, type Ref, type ShallowRef } from "vue";
import { ask } from "../core/api";
import { onEvent } from "../core/events";
import type { components } from "../core/schema";
import { session } from "../core/session";

export type HandOver = components["schemas"]["HandOverView"];
export type Item = components["schemas"]["ItemView"];
export type Page = components["schemas"]["HandOverPage"];
export type Hint = components["schemas"]["HandOverHint"];
export type Offer = components["schemas"]["OfferIn"];

export interface HandingOver {
  page: ShallowRef<Page | null>;
  /** Why the last look or deed did not work. */
  trouble: ShallowRef<unknown>;
  busy: Ref<boolean>;
  load: () => Promise<void>;
  /** Do it and show what became of it; true when it was done. */
  change: (path: string, said?: unknown) => Promise<boolean>;
}

export function useHandOver(): HandingOver {
  const page = shallowRef<Page | null>(null);
  const trouble = shallowRef<unknown>(null);
  const busy = ref(false);
  let asked = 0;

  /** Of two answers that cross each other the later question's counts. */
  async function take(asking: () => Promise<Page>): Promise<boolean> {
    const mine = ++asked;
    try {
      const told = await asking();
      if (mine === asked) [page.value, trouble.value] = [told, null];
      return true;
    } catch (fault) {
      if (mine === asked) trouble.value = fault;
      return false;
    }
  }

  const load = async (): Promise<void> => void (await take(() => ask<Page>("/api/handovers/")));

  async function change(path: string, said?: unknown): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    return take(() => ask<Page>(path, { method: "POST", ...(said === undefined ? {} : { body: said }) })).finally(() => (busy.value = false));
  }

  onMounted(load);
  onUnmounted(onEvent((event) => void (isAbout(event.kind) && !busy.value && load())));
  return { page, trouble, busy, load, change };
}

/** Whether somebody may go off duty without a word: he has nothing open. */
export async function hasNothingOpen(): Promise<boolean> {
  return (await ask<Hint>("/api/handovers/hint/")).items === 0;
}

/** What changes what stands here: hand-overs themselves, and who has which case. */
function isAbout(kind: string): boolean {
  return ["handover_changed", "assigned", "assignment_ended", "outcome_given"].includes(kind) && session.online;
}
