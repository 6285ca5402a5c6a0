/** Where motion is unwanted nothing turns by itself; the keys still do. */

import { mount } from "@vue/test-utils";
import { afterEach, expect, it, vi } from "vitest";
import { defineComponent, h } from "vue";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it("stays on the first page with reduced motion", async () => {
  vi.useFakeTimers();
  vi.stubGlobal("matchMedia", () => ({ matches: true }));
  const { usePages } = await import("../pages");
  let pages!: ReturnType<typeof usePages>;
  const wall = mount(defineComponent({ setup: () => ((pages = usePages(() => 20, () => 8, () => 15)), () => h("i")) }));
  await vi.advanceTimersByTimeAsync(120_000);
  expect([pages.page.value, vi.getTimerCount()]).toEqual([0, 0]);
  pages.turn(1);
  expect(pages.page.value).toBe(1);
  wall.unmount();
});
