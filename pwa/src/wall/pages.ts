/** Pages that turn by themselves when there are more rows than fit: not under a pointer, not when motion is unwanted. */

import { computed, onUnmounted, ref, watch, type ComputedRef, type Ref } from "vue";

export interface Pages {
  page: Ref<number>;
  count: ComputedRef<number>;
  /** Stopped by key; a pointer on the rows holds them only as long as it is there. */
  isStopped: Ref<boolean>;
  isHeld: Ref<boolean>;
  turn: (step: number) => void;
  /** To the first, where what has just come in stands. */
  restart: () => void;
}

const still = typeof matchMedia === "undefined" ? null : matchMedia("(prefers-reduced-motion: reduce)");

export function usePages(rows: () => number, fits: () => number, seconds: () => number): Pages {
  const page = ref(0);
  const isStopped = ref(still?.matches ?? false);
  const isHeld = ref(false);
  const count = computed(() => Math.max(1, Math.ceil(rows() / Math.max(1, fits()))));
  const turn = (step: number): void => void (page.value = (page.value + step + count.value) % count.value);
  const period = computed(() => (count.value > 1 && !isStopped.value && !isHeld.value ? seconds() * 1000 : 0));
  let timer: ReturnType<typeof setInterval> | undefined;
  watch(
    period,
    (ms) => {
      clearInterval(timer);
      timer = ms > 0 ? setInterval(turn, ms, 1) : undefined;
    },
    { immediate: true },
  );
  watch(count, (n) => (page.value = Math.min(page.value, n - 1)));
  onUnmounted(() => clearInterval(timer));
  return { page, count, isStopped, isHeld, turn, restart: () => (page.value = 0) };
}
