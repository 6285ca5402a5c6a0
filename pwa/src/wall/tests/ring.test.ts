/** The bell of the wall: it rings for a critical case until it is acknowledged, and remembers no more than there is. */

import { mount, type VueWrapper } from "@vue/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { defineComponent, h, nextTick, ref } from "vue";
import { aCase, after, assignment, standing, T0 } from "../../board/tests/cast";
import { cases } from "../../core/shown";
import { session } from "../../core/session";
import type { CaseView, Rules } from "../../core/types";
import { rememberedRings, useRing, type Ring } from "../ring";

const alertFor = vi.hoisted(() => vi.fn());
vi.mock("../../ui/sound", () => ({ alertFor }));

const isOutdone = ref(false);
let wall: VueWrapper | null = null;
let ring: Ring;

function open(): void {
  wall = mount(defineComponent({ setup: () => ((ring = useRing(() => isOutdone.value)), () => h("i")) }));
}

async function hold(...all: CaseView[]): Promise<void> {
  cases.value = new Map(all.map((one) => [one.id, one]));
  await nextTick();
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(after(5)) });
  session.rules = { levels: { critical: { colour: "critical", rank: 4 }, high: { colour: "high", rank: 3 } } } as unknown as Rules;
  isOutdone.value = false;
});

afterEach(async () => {
  await hold();
  wall?.unmount();
  alertFor.mockReset();
  vi.useRealTimers();
});

it("rings for a critical case again and again until somebody acknowledges it", async () => {
  open();
  await hold(aCase("a", { level: "high" }));
  expect(alertFor).not.toHaveBeenCalled();
  await hold(aCase("a", { level: "high" }), aCase("b"));
  expect(ring.ringing.value.map((one) => one.id)).toEqual(["b"]);
  await vi.advanceTimersByTimeAsync(12_000);
  expect(alertFor.mock.calls).toEqual([["critical"], ["critical"], ["critical"]]);
  ring.acknowledge();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(alertFor).toHaveBeenCalledTimes(3);
});

it("stays quiet about what was acknowledged, and rings for the next and for what is raised", async () => {
  open();
  await hold(aCase("a"), aCase("c", { level: "high" }));
  ring.acknowledge();
  await hold(aCase("a"), aCase("c", { level: "high" }), aCase("b"));
  expect(ring.ringing.value.map((one) => one.id)).toEqual(["b"]);
  ring.acknowledge();
  await hold(aCase("a"), aCase("c", { graded_at: after(3), assignments: [assignment(1, { accepted_at: after(1) })] }));
  expect(ring.ringing.value.map((one) => one.id)).toEqual(["c"]);
});

it("takes as old news what somebody has been on for a while before the wall was opened", async () => {
  vi.setSystemTime(Date.parse(after(3600)));
  await hold(aCase("old", { graded_at: T0, assignments: [assignment(1, { accepted_at: after(20) })] }), aCase("alone", { graded_at: T0 }));
  open();
  expect(ring.ringing.value.map((one) => one.id)).toEqual(["alone"]);
});

it("ends when the case does, and is silent while a call for help sounds", async () => {
  open();
  isOutdone.value = true;
  await hold(aCase("a"));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(alertFor).not.toHaveBeenCalled();
  isOutdone.value = false;
  await nextTick();
  expect(alertFor).toHaveBeenCalledTimes(1);
  await hold(aCase("a", { standing: standing({ state: "answered" }) }));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(alertFor).toHaveBeenCalledTimes(1);
});

it("remembers only the critical cases there are, and leaves no timer behind", async () => {
  open();
  for (let i = 0; i < 500; i += 1) await hold(aCase(`case-${i}`));
  expect(rememberedRings()).toBe(1);
  expect(vi.getTimerCount()).toBe(1);
  wall?.unmount();
  expect(vi.getTimerCount()).toBe(0);
});

it("rings for a drill only where nothing real rings", async () => {
  open();
  await hold(aCase("drill", { drill: true }));
  expect(ring.ringing.value.map((one) => one.id)).toEqual(["drill"]);
  await hold(aCase("drill", { drill: true }), aCase("real"));
  expect(ring.ringing.value.map((one) => one.id)).toEqual(["real"]);
  ring.acknowledge();
  expect(ring.ringing.value).toEqual([]);
});
