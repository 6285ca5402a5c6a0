/** Keeps the screen lit while the wall shows, where the browser can; where it cannot, the wall says so. */

import { onMounted, onUnmounted, ref, type Ref } from "vue";

/** Null until it is known. */
export function useAwake(): Ref<boolean | null> {
  const isAwake = ref<boolean | null>(null);
  let held: WakeLockSentinel | null = null;
  let isGone = false;

  async function hold(): Promise<void> {
    // A browser gives the light back whenever the page is hidden.
    if (document.visibilityState !== "visible" || (held && !held.released)) return;
    const { wakeLock } = navigator as { wakeLock?: WakeLock };
    const got = (await wakeLock?.request("screen").catch(() => null)) ?? null;
    if (isGone) return void got?.release();
    held = got;
    isAwake.value = got !== null;
    got?.addEventListener("release", () => (isAwake.value = document.visibilityState !== "visible"), { once: true });
  }

  const look = (): void => void hold();
  onMounted(() => {
    look();
    document.addEventListener("visibilitychange", look);
  });
  onUnmounted(() => {
    isGone = true;
    document.removeEventListener("visibilitychange", look);
    void held?.release();
  });
  return isAwake;
}
