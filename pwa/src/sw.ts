/** The service worker: keeps one whole version of the app on the phone, so that it opens without a network. */

import { clientsClaim } from "workbox-core";
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { keepKeys, syncInBackground } from "./background";
import { SYNC_TAG } from "./core/push";
import { openPush, showPush } from "./pushes";

declare const self: ServiceWorkerGlobalScope;

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL("/index.html"), { denylist: [/^\/(api|static|ws|healthz|p)\b/] }));

// The first version serves the page that installed it; a later one waits until the person agrees (see update.ts).
clientsClaim();
self.addEventListener("message", (event) => {
  if ((event.data as { type?: string } | null)?.type === "SKIP_WAITING") void self.skipWaiting();
  else keepKeys(event);
});

interface SyncEvent extends ExtendableEvent {
  tag: string;
}

self.addEventListener("sync" as "message", (event) => {
  const { tag } = event as unknown as SyncEvent;
  if (tag === SYNC_TAG) event.waitUntil(syncInBackground());
});

self.addEventListener("push", (event) => event.waitUntil(showPush(event)));
self.addEventListener("notificationclick", (event) => event.waitUntil(openPush(event)));
