/** Web Push in this browser: whether there is any, and turning it on. Never at the start: only when the person asks for it. */

import { Problem } from "../core/problem";

/** `none`: the browser has no push; `http`: only over a safe connection; `blocked`: the person has said no. */
export type PushState = "none" | "http" | "blocked" | "off" | "on";
export type PushTrouble = "blocked" | "unreachable";

/** Where the push service cannot be reached some browsers wait for ever. */
const LONGEST_MS = 20_000;

export async function pushState(): Promise<PushState> {
  if (!window.isSecureContext) return "http";
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return "none";
  if (Notification.permission === "denied") return "blocked";
  const worker = await navigator.serviceWorker.getRegistration();
  return (await worker?.pushManager.getSubscription()) ? "on" : "off";
}

/** The subscription as JSON; or why there is none. A key of another server is replaced. */
export async function subscribe(serverKey: string): Promise<string | PushTrouble> {
  if ((await Notification.requestPermission()) !== "granted") return "blocked";
  try {
    const { pushManager } = await navigator.serviceWorker.ready;
    const old = await pushManager.getSubscription();
    if (old && !isFor(old, serverKey)) await old.unsubscribe();
    const made = await inTime(pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(serverKey) }));
    return JSON.stringify(made);
  } catch (fault) {
    if (fault instanceof Problem) throw fault;
    return (fault as DOMException).name === "NotAllowedError" ? "blocked" : "unreachable";
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new DOMException("no answer", "AbortError")), LONGEST_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function isFor(subscription: PushSubscription, serverKey: string): boolean {
  const key = subscription.options.applicationServerKey;
  return key !== null && bytes(serverKey).every((byte, i) => byte === new Uint8Array(key)[i]);
}

function bytes(quoted: string): Uint8Array<ArrayBuffer> {
  const text = atob(quoted.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0));
}
