/** The list is pulled from its top, straight down and far enough; anything else is another gesture. */

import { mount } from "@vue/test-utils";
import { expect, it, vi } from "vitest";
import { defineComponent, h } from "vue";
import { usePull, type Pull } from "../pull";

function list(refresh: () => Promise<unknown>) {
  let pull: Pull | undefined;
  const shown = mount(
    defineComponent(() => {
      pull = usePull(refresh);
      return () => h("div");
    }),
  );
  const finger = (x: number, y: number): TouchEvent => ({ touches: [{ clientX: x, clientY: y }] }) as unknown as TouchEvent;
  const drag = (...way: [number, number][]): void => {
    pull!.on.touchstart(finger(...way[0]!));
    for (const at of way.slice(1)) pull!.on.touchmove(finger(...at));
  };
  return { shown, drag, pull: pull! };
}

it("asks for news when it is let go far enough down, and rests after that", async () => {
  let done = (): void => undefined;
  const refresh = vi.fn(() => new Promise<void>((resolve) => (done = resolve)));
  const { drag, pull, shown } = list(refresh);
  drag([10, 10], [12, 60]);
  expect(pull.state.value).toBe("pulled");
  drag([10, 10], [12, 60], [12, 160]);
  expect(pull.state.value).toBe("pulled");
  pull.on.touchcancel();
  drag([10, 10], [12, 160]);
  expect(pull.state.value).toBe("enough");
  expect(document.documentElement.style.overscrollBehaviorY).toBe("contain");
  pull.on.touchend();
  expect(pull.state.value).toBe("busy");
  expect(refresh).toHaveBeenCalledOnce();
  done();
  await vi.waitFor(() => expect(pull.state.value).toBe("rest"));
  expect(pull.distance.value).toBe(0);
  shown.unmount();
  expect(document.documentElement.style.overscrollBehaviorY).toBe("");
});

it.each([
  ["sideways", [200, 40]],
  ["upwards", [10, -200]],
] as const)("does nothing when the finger goes %s", (_way, to) => {
  const refresh = vi.fn(() => Promise.resolve());
  const { drag, pull } = list(refresh);
  drag([10, 10], [...to], [10, 300]);
  pull.on.touchend();
  expect(refresh).not.toHaveBeenCalled();
  expect(pull.distance.value).toBe(0);
});

it("does nothing when it is let go too soon", () => {
  const refresh = vi.fn(() => Promise.resolve());
  const { drag, pull } = list(refresh);
  drag([10, 10], [10, 60]);
  pull.on.touchend();
  expect(refresh).not.toHaveBeenCalled();
});
