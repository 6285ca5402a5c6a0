/** The whole screen for the wall, and back. */

import { onMounted, onUnmounted, ref, type Ref } from "vue";

export interface FullScreen {
  isFull: Ref<boolean>;
  isPossible: boolean;
  toggle: () => void;
}

export function useFullScreen(): FullScreen {
  const isFull = ref(document.fullscreenElement !== null);
  const look = (): void => void (isFull.value = document.fullscreenElement !== null);
  onMounted(() => document.addEventListener("fullscreenchange", look));
  onUnmounted(() => {
    document.removeEventListener("fullscreenchange", look);
    leave();
  });
  return { isFull, isPossible: document.fullscreenEnabled === true, toggle };
}

function toggle(): void {
  if (document.fullscreenElement) leave();
  // Refused where the browser wants another touch first: then it stays as it is.
  else void document.documentElement.requestFullscreen({ navigationUI: "hide" }).catch(() => undefined);
}

function leave(): void {
  if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
}
