/** What the service worker does with a push: show it as loud as its level, and lead to the case when it is touched. */

import { lastMember } from "./core/device";

interface OpenPage {
  readonly url: string;
  readonly focused: boolean;
  focus: () => Promise<unknown>;
  navigate: (to: string) => Promise<unknown>;
}

/** As much of the worker as is used here, so that a test can stand for it. */
declare const self: {
  registration: { showNotification: (title: string, how: NotificationOptions) => Promise<void> };
  clients: { matchAll: (which: { type: "window" }) => Promise<readonly OpenPage[]>; openWindow: (to: string) => Promise<unknown> };
};

/** A visit or call on its way. */
const IN_A_STEP = /^\/case\/[^/]+\/(call|visit)/;

/** As the server makes it (backend/live/notify/by_push.py). Nothing in it says about whom it is. */
interface Push {
  title: string;
  text: string;
  path: string;
  tag: string;
  member: number | null;
  is_loud: boolean;
  vibration: number[];
}

/** Chromium knows these; the types of the standard do not have them yet. */
interface Shown extends NotificationOptions {
  renotify: boolean;
  vibrate: number[];
  timestamp: number;
}

export async function showPush({ data }: { data: { json: () => unknown } | null }): Promise<void> {
  const said = read(data);
  // Somebody else may have signed in here, or nobody: a browser must show something, but not whose it was.
  const last = await lastMember().catch(() => null);
  const isHis = last?.signed_in === true && (said.member === null || last.me.id === said.member);
  const shown: Shown = {
    body: isHis ? said.text : "请登录敲门查看。Sign in to see it.",
    tag: isHis ? said.tag : "qiaomen",
    icon: "/icons/icon-192.png",
    badge: "/icons/icon-192.png",
    lang: "zh-CN",
    requireInteraction: said.is_loud,
    silent: false,
    renotify: true,
    vibrate: said.vibration,
    timestamp: Date.now(),
    data: { path: isHis ? said.path : "/" },
  };
  await self.registration.showNotification(said.title, shown);
}

/** An open page goes there, but never away from a step that is being filled in; without a page a new one opens. */
export async function openPush({ notification }: { notification: { close: () => void; data: unknown } }): Promise<void> {
  notification.close();
  const path = pathOf((notification.data as { path?: unknown } | null)?.path);
  const pages = await self.clients.matchAll({ type: "window" });
  const page = pages.find((each) => each.focused) ?? pages[0];
  if (!page) {
    await self.clients.openWindow(path);
    return;
  }
  await page.focus();
  const at = new URL(page.url).pathname;
  if (at !== path && path !== "/" && !IN_A_STEP.test(at)) await page.navigate(path);
}

/** Ours alone: a push can lead nowhere else. */
function pathOf(said: unknown): string {
  return typeof said === "string" && /^\/(?!\/)[\w/-]*$/.test(said) ? said : "/";
}

function read(data: { json: () => unknown } | null): Push {
  const empty: Push = { title: "敲门", text: "有新消息，请打开敲门查看。", path: "/", tag: "qiaomen", member: null, is_loud: false, vibration: [] };
  try {
    return { ...empty, ...(data?.json() as Partial<Push>) };
  } catch {
    return empty;
  }
}
