/** Whether the wall can be heard: browsers give no sound before the first touch, and a person may have switched it off. */

import { computed, type ComputedRef } from "vue";
import { now } from "../core/clock";
import { session } from "../core/store";
import { hasSound } from "../ui/settings";
import { alertFor } from "../ui/sound";

export interface Tap {
  state: ComputedRef<"locked" | "off" | "on">;
  /** Opens the way, switches on, and lets it be heard. */
  open: () => void;
}

export function useTap(): Tap {
  // Looked at with every tick, for the browser does not tell.
  const isLocked = computed(() => now.value > 0 && navigator.userActivation?.hasBeenActive === false);
  const state = computed(() => (isLocked.value ? "locked" : hasSound.value ? "on" : "off"));
  return { state, open };
}

function open(): void {
  hasSound.value = true;
  const levels = Object.entries(session.rules?.levels ?? {}).sort(([, a], [, b]) => b.rank - a.rank);
  if (levels[0]) void alertFor(levels[0][0]);
}
