/** The socket: hello, news, confirm, heartbeat; it comes back by itself and leaves the rest to polling. */

import { heard } from "./api";
import { deviceId } from "./device";
import { isLive } from "./link";
import { applyNews, cursors } from "./news";
import { isStillOurs } from "./ours";
import { session } from "./session";
import { syncSoon } from "./sync";
import type { News } from "./types";

const PING_MS = 20_000;
const SILENCE_MS = 10_000;
const FIRST_WAIT_MS = 1_000;
const LAST_WAIT_MS = 60_000;
const EXPIRED = 4401;
const DISABLED = 4403;
const MOVED = 4409;
const LOST = 4410;

type Said = ({ type: "news" } & News) | { type: "pong"; server_time: string } | { type: "error"; code: string };

let socket: WebSocket | null = null;
let wanted = false;
let failures = 0;
let pinged = 0;
let overtaken = 0;
let onMoved = (): void => undefined;
let onLost = (): void => undefined;
let reconnect: ReturnType<typeof setTimeout> | undefined;
let heartbeat: ReturnType<typeof setInterval> | undefined;
let silence: ReturnType<typeof setTimeout> | undefined;
/** News is taken in one after the other, in the order it came. */
let applying: Promise<void> = Promise.resolve();

/**
 * `moved` is called when the member now belongs to another unit: then he and what he may see have changed; `reportedLost`
 * when this phone was reported lost: the server says over HTTP what it wants of it.
 */
export function startLive(moved: () => void, reportedLost: () => void): void {
  if (wanted) return;
  wanted = true;
  onMoved = moved;
  onLost = reportedLost;
  window.addEventListener("online", connectNow);
  document.addEventListener("visibilitychange", connectIfSeen);
  connect();
}

export function stopLive(): void {
  wanted = false;
  window.removeEventListener("online", connectNow);
  document.removeEventListener("visibilitychange", connectIfSeen);
  clearTimeout(reconnect);
  drop();
}

function connectNow(): void {
  if (!wanted || isLive.value) return;
  failures = 0;
  drop();
  connect();
}

function connectIfSeen(): void {
  if (document.hidden) return;
  // A phone that slept may hold a socket that only looks open.
  if (isLive.value) ping();
  else connectNow();
}

function connect(): void {
  clearTimeout(reconnect);
  if (!wanted || session.barred) return;
  const made = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/live/`);
  socket = made;
  expectWord();
  made.onopen = () => void greet(made).catch(() => drop(true));
  made.onmessage = (message: MessageEvent<string>) => {
    if (socket === made) take(JSON.parse(message.data) as Said);
  };
  made.onclose = (closed) => {
    if (socket === made) lost(closed.code);
  };
}

async function greet(at: WebSocket): Promise<void> {
  const isOurs = await isStillOurs();
  // Behind again and again can only mean that the server's streams began anew: then take everything.
  const hello = { type: "hello", device: await deviceId(), cursors: overtaken > 2 ? {} : await cursors() };
  if (socket !== at) return;
  if (!isOurs) return drop();
  say(hello);
  clearInterval(heartbeat);
  heartbeat = setInterval(ping, PING_MS);
}

function take(said: Said): void {
  clearTimeout(silence);
  if (said.type === "pong") {
    heard(pinged, said);
    return;
  }
  if (said.type === "error") return;
  session.online = true;
  session.lastHeardAt = Date.now();
  failures = 0;
  const from = socket;
  applying = applying.then(() => apply(said, from)).catch(() => drop(true));
}

async function apply(news: News, from: WebSocket | null): Promise<void> {
  if (from !== socket) return;
  const taken = await applyNews(news);
  if (from !== socket) return;
  if (taken === "overtaken" && from) {
    overtaken += 1;
    await greet(from);
    return;
  }
  overtaken = 0;
  // The delivery receipt: only what is in the phone's database is confirmed.
  say({ type: "confirm", cursors: news.cursors });
  if (!isLive.value) {
    isLive.value = true;
    syncSoon();
    ping();
  }
}

function ping(): void {
  pinged = Date.now();
  say({ type: "ping" });
  expectWord();
}

/** In a dead network a socket only freezes and never closes: without a word in time it is dropped. */
function expectWord(): void {
  clearTimeout(silence);
  silence = setTimeout(() => drop(true), SILENCE_MS);
}

function say(words: object): void {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(words));
}

function lost(code: number): void {
  drop();
  if (code === EXPIRED) session.barred = "expired";
  else if (code === DISABLED) session.barred = "disabled";
  else if (code === LOST) onLost();
  else {
    if (code === MOVED) onMoved();
    again();
  }
}

/** Close and forget the socket; optionally come back after a while. */
function drop(comeBack = false): void {
  const old = socket;
  socket = null;
  isLive.value = false;
  clearInterval(heartbeat);
  clearTimeout(silence);
  if (old) {
    old.onclose = old.onmessage = old.onopen = null;
    old.close();
  }
  if (comeBack) again();
}

/** Ever later and never together: after a restart of the server thousands of phones come back. */
function again(): void {
  if (!wanted) return;
  clearTimeout(reconnect);
  const wait = Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
  failures += 1;
  reconnect = setTimeout(connect, wait * (0.5 + Math.random()));
  syncSoon();
}
