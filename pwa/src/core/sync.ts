/** The one way reports leave and news comes in over HTTP: `syncOnce()` under a lock, and the triggers that call it. */

import { transport } from "./api";
import { db, isOpen, openMemberId } from "./db";
import { isLive } from "./link";
import { pullNews } from "./news";
import { isStillOurs } from "./ours";
import { Problem } from "./problem";
import { lendKey } from "./lending";
import { noteRefusal } from "./entry";
import { pushPictures } from "./pictures";
import { pushReports, stopsAll, SYNC_TAG } from "./push";
import { session } from "./session";
import { showOutbox } from "./shown";
import { withSyncLock } from "./synclock";
import { tellTabs } from "./tabs";

const POLL_MS = 10_000;
const HIDDEN_POLL_MS = 30_000;
const CALM_MS = 60_000;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 120_000;

export interface SyncResult {
  /** Everything that waited is now stored. */
  done: boolean;
  problem: Problem | null;
}

let running: Promise<SyncResult> | null = null;
let queued: Promise<SyncResult> | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let failures = 0;
let caughtUpAt = 0;
let hasSynced = (): void => undefined;

/** Somebody's first exchange is over: what he waited for is on the screen, and the network is free for other things. */
export const firstSync: Promise<void> = new Promise((resolve) => (hasSynced = resolve));

/** Push what waits, then pull what is new. Called while one runs, it runs once more after it. */
export function syncOnce(): Promise<SyncResult> {
  if (!running) {
    running = locked(exchange).finally(() => (running = null));
    return running;
  }
  queued ??= running
    // What broke there is told to whoever asked for that one.
    .catch(() => undefined)
    .then(() => {
      queued = null;
      return syncOnce();
    });
  return queued;
}

/** Sync without waiting for it. */
export function syncSoon(): void {
  void askForBackgroundSync();
  void syncOnce();
}

/** Start all triggers but the socket's (which calls `syncSoon` itself when it is ready). */
export function startSync(): void {
  window.addEventListener("online", syncSoon);
  window.addEventListener("offline", () => (session.online = false));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) syncSoon();
  });
  navigator.serviceWorker?.addEventListener("message", ({ data, ports }: MessageEvent<{ type?: string }>) => {
    if (data.type === "sync") void answerWorker(ports[0]);
  });
  syncSoon();
}

/** The browser thinks there is a network. Asking it for another such moment here would bring it at once, round and round. */
async function answerWorker(port: MessagePort | undefined): Promise<void> {
  let done = false;
  try {
    ({ done } = await syncOnce());
  } finally {
    port?.postMessage(done);
  }
}

async function exchange(): Promise<SyncResult> {
  clearTimeout(timer);
  if (!isOpen() || !session.me || session.barred) return { done: false, problem: null };
  let problem: Problem | null = null;
  try {
    if (!(await isStillOurs())) return { done: false, problem: null };
    await pushReports(db(), transport);
    await catchUp();
    await pushPictures(db(), transport, catchUpAtTimes);
    failures = 0;
  } catch (refusal) {
    // Somebody signed out meanwhile: his database is closed, his work is in it.
    if (!isOpen()) return { done: false, problem: null };
    failures += 1;
    if (!(refusal instanceof Problem)) throw refusal;
    problem = refusal;
    noteRefusal(refusal);
  } finally {
    if (isOpen()) {
      await showSent();
      hasSynced();
    }
    plan();
  }
  return { done: problem === null && session.waiting === 0, problem };
}

async function showSent(): Promise<void> {
  await showOutbox();
  tellTabs({ outbox: true });
}

/** The socket brings the news where there is one. */
async function catchUp(): Promise<void> {
  caughtUpAt = Date.now();
  if (!isLive.value) await pullNews();
}

/** Pictures may take hours on a bad line: meanwhile nobody is to miss a task, or to see as waiting what has long gone. */
async function catchUpAtTimes(): Promise<void> {
  if (Math.abs(Date.now() - caughtUpAt) < POLL_MS) return;
  await showSent();
  // Refused for itself, it waits for the next exchange: here it would be taken for a refusal of the picture.
  await catchUp().catch((refusal: unknown) => {
    if (!(refusal instanceof Problem) || stopsAll(refusal)) throw refusal;
  });
}

/** When to try again by itself: soon after a failure and ever later, otherwise as often as polling needs. */
function plan(): void {
  clearTimeout(timer);
  if (session.barred || !session.me) return;
  const base = failures
    ? Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1))
    : isLive.value
      ? CALM_MS
      : document.hidden
        ? HIDDEN_POLL_MS
        : POLL_MS;
  timer = setTimeout(() => void syncOnce(), base * (0.75 + Math.random() / 2));
}

async function locked(work: () => Promise<SyncResult>): Promise<SyncResult> {
  const memberId = openMemberId();
  return memberId === null ? work() : withSyncLock(memberId, work);
}

interface SyncRegistration extends ServiceWorkerRegistration {
  sync?: { register(tag: string): Promise<void> };
}

/** Where the browser can, it sends after the app is closed (Chromium); elsewhere the next start does. */
async function askForBackgroundSync(): Promise<void> {
  if (session.waiting === 0 || session.lock || !isOpen() || !navigator.serviceWorker?.controller) return;
  try {
    // It cannot open what it is to send unless it holds the key.
    lendKey(db().memberId, db().seal);
    const registration = (await navigator.serviceWorker.ready) as SyncRegistration;
    await registration.sync?.register(SYNC_TAG);
  } catch {
    // Not granted: the other triggers remain.
  }
}
