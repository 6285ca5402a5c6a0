/** Pull the list down to ask for news. Vant's part for it weighs a tenth of the whole first load, this a hundredth. */

import { onMounted, onUnmounted, ref, type Ref } from "vue";

/** How far the list follows the finger, and how far is far enough, in px. */
const MOST = 96;
const ENOUGH = 56;
/** The list lags behind the finger, as if it hung on a spring. */
const LAG = 2;

export interface Pull {
  distance: Ref<number>;
  state: Ref<"rest" | "pulled" | "enough" | "busy">;
  on: { touchstart(event: TouchEvent): void; touchmove(event: TouchEvent): void; touchend(): void; touchcancel(): void };
}

export function usePull(refresh: () => Promise<unknown>): Pull {
  const distance = ref(0);
  const state: Pull["state"] = ref("rest");
  let from: { x: number; y: number } | null = null;

  function touchstart({ touches }: TouchEvent): void {
    const [finger] = touches;
    from = finger && touches.length === 1 && scrollY <= 0 && state.value === "rest" ? { x: finger.clientX, y: finger.clientY } : null;
  }
  function touchmove({ touches }: TouchEvent): void {
    const [finger] = touches;
    if (!from || !finger) return;
    const down = finger.clientY - from.y;
    // Sideways or upwards from the start is another gesture.
    if (state.value === "rest" && down <= Math.abs(finger.clientX - from.x)) return void (from = null);
    distance.value = Math.min(MOST, Math.max(0, down / LAG));
    state.value = distance.value >= ENOUGH ? "enough" : "pulled";
  }
  async function touchend(): Promise<void> {
    from = null;
    if (state.value !== "enough") return rest();
    state.value = "busy";
    distance.value = ENOUGH;
    await refresh().finally(rest);
  }
  function rest(): void {
    from = null;
    distance.value = 0;
    state.value = "rest";
  }
  keepBrowserFromPulling();
  return { distance, state, on: { touchstart, touchmove, touchend: () => void touchend(), touchcancel: rest } };
}

/** The browser would reload the whole page at the same gesture. */
function keepBrowserFromPulling(): void {
  const { style } = document.documentElement;
  onMounted(() => (style.overscrollBehaviorY = "contain"));
  onUnmounted(() => (style.overscrollBehaviorY = ""));
}
