/** How many whole rows fit where the rows are, measured anew when the screen or the type changes. */

import { onMounted, onUnmounted, ref, type Ref } from "vue";

/** A row as high as `WallRow.vue` draws it, in the wall's own unit. */
export const ROW_EM = 3.7;
/** On a phone the wall scrolls, and this many are enough for a page. */
const SCROLLING = 12;

export function useFits(area: Readonly<Ref<HTMLElement | null>>): Ref<number> {
  const fits = ref(SCROLLING);
  const watcher = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(measure);

  function measure(): void {
    const box = area.value;
    if (!box) return;
    const style = getComputedStyle(box);
    fits.value = style.overflowY === "hidden" ? fitting(box.clientHeight, Number.parseFloat(style.fontSize)) : SCROLLING;
  }

  onMounted(() => {
    measure();
    if (area.value) watcher?.observe(area.value);
  });
  onUnmounted(() => watcher?.disconnect());
  return fits;
}

/** At least one, however small the window. */
export function fitting(height: number, unit: number): number {
  return Math.max(1, Math.floor(height / (ROW_EM * unit)));
}
