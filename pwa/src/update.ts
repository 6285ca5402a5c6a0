/** New versions of the app: found in the background, taken over only when the person says so. */

import { readonly, ref } from "vue";
import { registerSW } from "virtual:pwa-register";

const LOOK_EVERY_MS = 30 * 60_000;
const ready = ref(false);
let takeOver: (() => Promise<void>) | null = null;
let isAskedHere = false;

/** A newer version lies on this phone and waits. */
export const updateReady = readonly(ready);

/** Keep the app on this phone, and look for a newer version now and then. */
export function keepUpToDate(): void {
  let hasVersion = Boolean(navigator.serviceWorker?.controller);
  navigator.serviceWorker?.addEventListener("controllerchange", () => {
    // The first version takes over a page that came from the network and is the same.
    if (hasVersion) reloadIfAsked();
    hasVersion = true;
  });
  takeOver = registerSW({
    onNeedRefresh: () => (ready.value = true),
    // Left to itself it would reload unasked, and in the tab that brought the first version here not even when asked.
    onNeedReload: () => undefined,
    // The app works on without it, from the network alone; whoever looks into it finds why.
    onRegisterError: (fault) => console.error("the app could not be kept on this phone", fault),
    onRegisteredSW: (_url, registration) => {
      if (registration) setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY_MS);
    },
  });
}

/** Reload on the newer version. */
export async function update(): Promise<void> {
  isAskedHere = true;
  ready.value = false;
  await takeOver?.();
}

/** Another tab took the newer version over: this one may hold a half-filled visit, so it asks before it reloads. */
function reloadIfAsked(): void {
  if (isAskedHere) location.reload();
  takeOver = () => Promise.resolve(location.reload());
  ready.value = true;
}
