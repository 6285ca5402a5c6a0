/** Whether the third column is there and how wide: a wide desk has room for it, and remembers whether it was folded. */

import { computed, onUnmounted, ref, type ComputedRef } from "vue";

const KEPT = "qiaomen.duty_folded";
export const isDutyFolded = ref(localStorage.getItem(KEPT) === "1");

export function foldDuty(isFolded: boolean): void {
  isDutyFolded.value = isFolded;
  localStorage.setItem(KEPT, isFolded ? "1" : "0");
}

export function useWideDesk(): ComputedRef<boolean> {
  const wide = matchMedia("(min-width: 1280px)");
  const isWide = ref(wide.matches);
  const look = (): boolean => (isWide.value = wide.matches);
  wide.addEventListener("change", look);
  onUnmounted(() => wide.removeEventListener("change", look));
  return computed(() => isWide.value);
}
