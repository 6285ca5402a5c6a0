/** New versions of the app: found in the background, taken over only when the person says so. */

import { readonly, ref } from "vue";
import { registerSW } from "virtual:pwa-register";

const LOOK_EVERY_MS = 30 * 60_000;
const ready = ref(false);
let takeOver: (() => Promise<void>) | null = null;

/** A newer version lies on this phone and waits. */
export const updateReady = readonly(ready);

/** Keep the app on this phone, and look for a newer version now and then. */
export function keepUpToDate(): void {
  takeOver = registerSW({
    onNeedRefresh: () => (ready.value = true),
    onRegisteredSW: (_url, registration) => {
      if (registration) setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY_MS);
    },
  });
}

/** Reload on the newer version. */
export async function update(): Promise<void> {
  ready.value = false;
  await takeOver?.();
}
