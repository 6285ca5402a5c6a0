/** A key that another tab or the worker still holds opens a tab that is started soon after, and none that is started later. */

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Seal } from "../seal";
import { openTab, PIN, signIn, soon, wipePhone, type Tab } from "./scene";
import { FakeServer } from "./server";

let lent: CryptoKey | null = null;
vi.doMock("../lending", () => ({
  startLending: () => undefined,
  lendKey: (_member: number, seal: Seal) => (lent = seal.handOver()),
  forgetKey: () => (lent = null),
  askForKey: () => Promise.resolve(lent),
}));

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "setInterval", "clearTimeout", "clearInterval"] });
  wipePhone();
  lent = null;
  const server = new FakeServer();
  server.install();
  (await signIn(server)).closeDatabase();
});

afterEach(() => {
  vi.clearAllTimers();
  vi.useRealTimers();
});

async function startAfter(seconds: number): Promise<Tab> {
  localStorage.setItem("qiaomen.touched", String(Date.now() - seconds * 1000));
  const tab = await openTab();
  await tab.startApp();
  return tab;
}

it("opens a tab within the time without a touch", async () => {
  expect((await startAfter(599)).session.lock).toBe("");
});

it("opens none after it: the worker may have slept with the key all that time", async () => {
  expect((await startAfter(601)).session.lock).toBe("locked");
});

it("is lent by a wall screen only until the time without a touch has passed, and the wall itself stays up", async () => {
  const wall = await startAfter(1);
  wall.wall.isUp = true;
  localStorage.setItem("qiaomen.touched", String(Date.now() - 601_000));
  await vi.advanceTimersByTimeAsync(5_000);
  expect([wall.session.lock, wall.wall.hasLapsed, lent]).toEqual(["", true, null]);
  // A touch on it opens nothing to a page loaded anew.
  window.dispatchEvent(new Event("pointerdown"));
  expect((await startAfter(601)).session.lock).toBe("locked");
  wall.lockNow();
  expect([wall.session.lock, wall.wall.hasLapsed]).toEqual(["locked", false]);
});

it("locks any other screen after that time", async () => {
  const tab = await startAfter(1);
  localStorage.setItem("qiaomen.touched", String(Date.now() - 601_000));
  await vi.advanceTimersByTimeAsync(5_000);
  expect([tab.session.lock, tab.wall.hasLapsed]).toEqual(["locked", false]);
});

it("is taken back from every tab by locking one: no other lends it any more", async () => {
  vi.useRealTimers();
  vi.doUnmock("../lending");
  const first = await openTab();
  await first.startApp();
  await first.unlock(PIN);
  const second = await openTab();
  await second.startApp();
  expect(second.session.lock).toBe("");
  second.lockNow();
  await soon(() => expect(first.session.lock).toBe("locked"));
  const third = await openTab();
  await third.startApp();
  expect(third.session.lock).toBe("locked");
});
