/** What the browser says of its room becomes ok, low or full; what it does not say is no reason to worry anybody. */

import { afterEach, describe, expect, it } from "vitest";
import { askForProtection, isProtected, photosLeft, roomLeft, roomState } from "../room";

const MEGA = 1024 * 1024;

afterEach(() => {
  Reflect.deleteProperty(navigator, "storage");
  Reflect.deleteProperty(navigator, "webkitTemporaryStorage");
});

function give(storage: Partial<Record<keyof StorageManager, () => Promise<unknown>>>): void {
  Object.defineProperty(navigator, "storage", { value: storage, configurable: true });
}

function giveOld(answer: (told: (usage: number, quota: number) => void, failed: () => void) => void): void {
  Object.defineProperty(navigator, "webkitTemporaryStorage", { value: { queryUsageAndQuota: answer }, configurable: true });
}

describe("the room left", () => {
  it("is what the quota leaves", async () => {
    give({ estimate: () => Promise.resolve({ quota: 100, usage: 30 }) });
    expect(await roomLeft()).toEqual({ free: 70, quota: 100, used: 30 });
  });

  it("is never below nothing", async () => {
    give({ estimate: () => Promise.resolve({ quota: 100, usage: 130 }) });
    expect((await roomLeft())?.free).toBe(0);
  });

  it("is asked the older way where the newer is missing or refused", async () => {
    giveOld((told) => told(30, 100));
    give({});
    expect((await roomLeft())?.free).toBe(70);
    give({ estimate: () => Promise.reject(new TypeError("private")) });
    expect((await roomLeft())?.free).toBe(70);
  });

  it("is unknown where nobody tells", async () => {
    give({});
    expect(await roomLeft()).toBeNull();
    give({ estimate: () => Promise.resolve({ quota: 0, usage: 0 }) });
    expect(await roomLeft()).toBeNull();
    give({ estimate: () => Promise.resolve({}) });
    expect(await roomLeft()).toBeNull();
    Object.defineProperty(navigator, "storage", { value: undefined, configurable: true });
    giveOld((_, failed) => failed());
    expect(await roomLeft()).toBeNull();
  });
});

describe("its state", () => {
  const limits = { low: 50 * MEGA, reserve: 8 * MEGA };
  it.each([
    [51, "ok"],
    [50, "ok"],
    [49, "low"],
    [9, "low"],
    [8, "full"],
    [0, "full"],
  ] as const)("at %d MB is %s", (free, state) => {
    expect(roomState({ free: free * MEGA, quota: 100 * MEGA, used: 0 }, limits)).toBe(state);
  });

  it("goes by the rules, and is ok where nobody tells", () => {
    expect(roomState({ free: 49 * MEGA, quota: 100 * MEGA, used: 0 })).toBe("low");
    expect(roomState(null)).toBe("ok");
  });
});

it("counts photos beside the reserve for text, larger ones fewer", () => {
  const room = { free: 18_000_000, quota: 1e9, used: 0 };
  const rules = { room: { low: 0, reserve: 8_000_000 }, photo: { long_side: 1600, quality: 0.8 } };
  expect(photosLeft(room, rules)).toBe(20);
  expect(photosLeft(room, { ...rules, photo: { long_side: 3200, quality: 0.8 } })).toBe(5);
  expect(photosLeft({ ...room, free: 1000 }, rules)).toBe(0);
});

describe("the promise to keep it", () => {
  it.each([true, false])("is what the browser says: %s", async (kept) => {
    give({ persisted: () => Promise.resolve(kept), persist: () => Promise.resolve(kept) });
    expect(await isProtected()).toBe(kept);
    expect(await askForProtection()).toBe(kept);
  });

  it("is not to be had where the browser knows none, or fails", async () => {
    give({});
    expect(await isProtected()).toBeNull();
    expect(await askForProtection()).toBe(false);
    give({ persisted: () => Promise.reject(new Error("no")), persist: () => Promise.reject(new Error("no")) });
    expect(await isProtected()).toBeNull();
    expect(await askForProtection()).toBe(false);
  });
});
