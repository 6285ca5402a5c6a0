/** Lends the key, which lives in memory only, to a reloaded or second tab and to the service worker; locking takes it back. */

import { db, isOpen, openMemberId } from "./db";
import type { Seal } from "./seal";
import { session } from "./session";

export type Lending =
  | { type: "keep_key"; member: number; key: CryptoKey }
  | { type: "forget_key" }
  | { type: "ask_key"; member: number }
  | { type: "key"; member: number; key: CryptoKey }
  | { type: "no_key" };

const WAIT_MS = 300;
/** The worker may have to be started first, which takes a cheap phone a while. */
const WORKER_WAIT_MS = 1_500;
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("qiaomen-keys");

/** Other tabs may borrow it while this one is unlocked; a service worker that takes over gets it. `lock`: one of them was locked. */
export function startLending(lock: () => void): void {
  // A newer version's worker begins without it, and the page is about to reload on that version.
  navigator.serviceWorker?.addEventListener("controllerchange", () => {
    if (isOpen() && !session.lock) lendKey(db().memberId, db().seal);
  });
  channel?.addEventListener("message", ({ data }: MessageEvent<Lending>) => {
    if (data.type === "forget_key") lock();
    if (data.type !== "ask_key" || data.member !== openMemberId() || session.lock) return;
    const key = db().seal.handOver();
    if (key) post(channel, { type: "key", member: data.member, key });
  });
}

/** Leave the key with the service worker. */
export function lendKey(member: number, seal: Seal): void {
  const key = seal.handOver();
  if (key) post(worker(), { type: "keep_key", member, key });
}

/** Take it back from everybody. */
export function forgetKey(): void {
  post(worker(), { type: "forget_key" });
  post(channel, { type: "forget_key" });
}

/** The key from whoever holds it, or null after a short wait. */
export function askForKey(member: number): Promise<CryptoKey | null> {
  return new Promise((resolve) => {
    const answers = new MessageChannel();
    const done = (key: CryptoKey | null): void => {
      clearTimeout(timer);
      channel?.removeEventListener("message", heard);
      answers.port1.close();
      resolve(key);
    };
    const heard = ({ data }: MessageEvent<Lending>): void => {
      if (data.type === "key" && data.member === member) done(data.key);
      // Another tab may still have it.
      if (data.type === "no_key") wait(WAIT_MS);
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = (ms: number): void => {
      clearTimeout(timer);
      timer = setTimeout(() => done(null), ms);
    };
    wait(worker() ? WORKER_WAIT_MS : WAIT_MS);
    channel?.addEventListener("message", heard);
    answers.port1.onmessage = heard;
    post(channel, { type: "ask_key", member });
    worker()?.postMessage({ type: "ask_key", member } satisfies Lending, [answers.port2]);
    if (!channel && !worker()) done(null);
  });
}

/** Some older browsers cannot hand a key to another page: there the PIN is typed again. */
function post(to: Pick<BroadcastChannel, "postMessage"> | null, said: Lending): void {
  try {
    to?.postMessage(said);
  } catch {
    // Not lent.
  }
}

function worker(): ServiceWorker | null {
  return navigator.serviceWorker?.controller ?? null;
}
