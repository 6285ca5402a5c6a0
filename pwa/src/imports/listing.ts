/** The imports there are, read again while one of them is worked on. */

import { onUnmounted, shallowRef, watch, type ShallowRef } from "vue";
import { ask } from "../core/api";
import type { ImportList } from "./types";
import { gone } from "./throwing";

const AT_WORK_MS = 2500;
const UNHEARD_MS = 5000;

export function useImports(): { list: ShallowRef<ImportList | null>; fault: ShallowRef<unknown>; load: () => Promise<void> } {
  const list = shallowRef<ImportList | null>(null);
  const fault = shallowRef<unknown>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isHere = true;

  async function load(): Promise<void> {
    clearTimeout(timer);
    try {
      list.value = await ask<ImportList>("/api/imports/");
      fault.value = null;
    } catch (cause) {
      fault.value = cause;
    }
    const isAtWork = list.value?.imports.some(({ state }) => state === "checking" || state === "running");
    const wait = fault.value && list.value ? UNHEARD_MS : isAtWork ? AT_WORK_MS : 0;
    if (wait && isHere) timer = setTimeout(() => void load(), wait);
  }

  void load();
  watch(gone, () => void load());
  onUnmounted(() => {
    isHere = false;
    clearTimeout(timer);
  });
  return { list, fault, load };
}
