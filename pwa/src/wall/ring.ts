/** The bell of the wall: a critical case rings until somebody acknowledges it or it is no longer open. */

import { computed, onUnmounted, shallowRef, watch, type ComputedRef } from "vue";
import { realOrAll } from "../board/drills";
import { serverNow } from "../core/clock";
import { cases } from "../core/store";
import type { CaseView } from "../core/types";
import { levelLook } from "../ui/level";
import { alertFor } from "../ui/sound";

const AGAIN_MS = 5_000;
/** What was critical for longer and has somebody on it when the wall first sees it is old news: seen, not sounded. */
const FRESH_MS = 60_000;

/** Acknowledged or not, of the critical cases there are and of no others; another screen in between forgets nothing. */
const known = shallowRef<ReadonlyMap<string, boolean>>(new Map());

export interface Ring {
  /** The cases that ring, the newest last; drills only where nothing real rings. */
  ringing: ComputedRef<CaseView[]>;
  acknowledge: () => void;
}

/** `isOutdone`: something graver sounds already. */
export function useRing(isOutdone: () => boolean): Ring {
  const critical = computed(() => [...cases.value.values()].filter(isCritical));
  watch(critical, (all) => (known.value = new Map(all.map((one) => [one.id, known.value.get(one.id) ?? isOldNews(one)]))), {
    immediate: true,
  });
  const ringing = computed(() =>
    realOrAll(critical.value.filter((one) => known.value.get(one.id) === false)).sort((a, b) => Date.parse(a.graded_at) - Date.parse(b.graded_at)),
  );
  const sounds = computed(() => (isOutdone() ? undefined : ringing.value[0]?.level));
  let timer: ReturnType<typeof setInterval> | undefined;
  watch(
    sounds,
    (level) => {
      clearInterval(timer);
      if (level === undefined) return;
      void alertFor(level);
      timer = setInterval(() => void alertFor(level), AGAIN_MS);
    },
    { immediate: true },
  );
  onUnmounted(() => clearInterval(timer));
  return { ringing, acknowledge: () => (known.value = new Map([...known.value.keys()].map((id) => [id, true]))) };
}

/** How many cases the bell remembers. */
export function rememberedRings(): number {
  return known.value.size;
}

function isCritical(one: CaseView): boolean {
  return one.standing.state === "open" && levelLook(one.level).colour === "critical";
}

function isOldNews(one: CaseView): boolean {
  const isTaken = one.assignments.some((a) => a.ended_at === null && (a.accepted_at ?? one.standing[a.track].accepted_at) !== null);
  return isTaken && serverNow() - Date.parse(one.graded_at) > FRESH_MS;
}
