/** What can wait comes after the first picture, and comes in any case. */

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { breathe, whenDrawn, whenIdle } from "../idle";

let frames: (() => void)[];
let idles: (() => void)[];
let said: string[];

beforeEach(() => {
  vi.useFakeTimers();
  [frames, idles, said] = [[], [], []];
  vi.stubGlobal("requestAnimationFrame", (frame: () => void) => frames.push(frame));
  window.requestIdleCallback = (idle) => idles.push(idle as () => void);
  whenIdle(() => said.push("idle"));
  whenDrawn(() => said.push("drawn"));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(window, "requestIdleCallback");
});

it("waits for the picture, then for a moment without work", () => {
  vi.advanceTimersByTime(100);
  expect(said).toEqual([]);
  for (const frame of frames) frame();
  vi.advanceTimersByTime(1);
  expect(said).toEqual(["drawn"]);
  for (const idle of idles) idle();
  expect(said).toEqual(["drawn", "idle"]);
});

it("comes once, however late the picture is", () => {
  vi.advanceTimersByTime(2_000);
  expect(said.sort()).toEqual(["drawn", "idle"]);
  for (const frame of frames) frame();
  vi.advanceTimersByTime(1);
  for (const idle of idles) idle();
  expect(said).toHaveLength(2);
});

it("lets what waits go first, in the browser's own way where there is one", async () => {
  const goneOn = vi.fn();
  void breathe().then(goneOn);
  await Promise.resolve();
  expect(goneOn).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(0);
  expect(goneOn).toHaveBeenCalled();
  const own = Promise.resolve();
  vi.stubGlobal("scheduler", { yield: () => own });
  expect(breathe()).toBe(own);
});
