/** Rings in the tones of the gravest level, again and again, while there is something to ring for. */

import { onUnmounted, watch } from "vue";
import { session } from "../core/session";
import { alertFor } from "../ui/sound";

export const AGAIN_MS = 2_500;

export function useBell(isLoud: () => boolean): void {
  let timer: ReturnType<typeof setInterval> | undefined;
  watch(
    isLoud,
    (loud) => {
      clearInterval(timer);
      if (!loud) return;
      sound();
      timer = setInterval(sound, AGAIN_MS);
    },
    { immediate: true },
  );
  onUnmounted(() => clearInterval(timer));
}

function sound(): void {
  const levels = Object.entries(session.rules?.levels ?? {});
  const gravest = levels.sort(([, a], [, b]) => b.rank - a.rank)[0];
  if (gravest) void alertFor(gravest[0]);
}
