/** The wall's pages: they turn by themselves, wait when somebody looks, and leave nothing behind however long they turn. */

import { mount, type VueWrapper } from "@vue/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { defineComponent, h, nextTick, ref } from "vue";
import { fitting, ROW_EM } from "../fits";
import { usePages, type Pages } from "../pages";

const rows = ref(0);
let wall: VueWrapper;
let pages: Pages;

beforeEach(() => {
  vi.useFakeTimers();
  rows.value = 20;
  const setup = () => ((pages = usePages(() => rows.value, () => 8, () => 15)), () => h("i"));
  wall = mount(defineComponent({ setup }));
});

afterEach(() => {
  wall.unmount();
  vi.useRealTimers();
});

it("turns through all pages and begins again", async () => {
  const seen: number[] = [];
  for (let i = 0; i < 4; i += 1) {
    seen.push(pages.page.value);
    await vi.advanceTimersByTimeAsync(15_000);
  }
  expect([pages.count.value, seen]).toEqual([3, [0, 1, 2, 0]]);
});

it("waits under a pointer and when stopped by key, and goes on afterwards", async () => {
  pages.isHeld.value = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(pages.page.value).toBe(0);
  pages.isHeld.value = false;
  await nextTick();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(pages.page.value).toBe(1);
  pages.isStopped.value = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(pages.page.value).toBe(1);
  pages.turn(-1);
  pages.turn(-1);
  expect(pages.page.value).toBe(2);
});

it("steps back when the page it stood on is no more, and stands still with one page", async () => {
  pages.turn(-1);
  rows.value = 9;
  await nextTick();
  expect(pages.page.value).toBe(1);
  rows.value = 0;
  await nextTick();
  expect([pages.page.value, pages.count.value, vi.getTimerCount()]).toEqual([0, 1, 0]);
});

it("has one timer after a week of turning and changing, and none when the wall is gone", async () => {
  for (let i = 0; i < 2_000; i += 1) {
    rows.value = 9 + (i % 30);
    pages.isHeld.value = i % 3 === 0;
    await vi.advanceTimersByTimeAsync(15_000);
  }
  pages.isHeld.value = false;
  await nextTick();
  expect(vi.getTimerCount()).toBe(1);
  wall.unmount();
  expect(vi.getTimerCount()).toBe(0);
});

it("fits as many whole rows as there is room for, and one in the smallest window", () => {
  expect(fitting(8 * ROW_EM * 32 + 10, 32)).toBe(8);
  expect(fitting(10, 32)).toBe(1);
});
