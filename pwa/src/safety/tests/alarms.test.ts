/** Which alarm of a case counts, whom it rings for, and whether the phone asks its own member. */

import { mount } from "@vue/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { defineComponent, h, nextTick } from "vue";
import { isLoud, mute, useHelp } from "../../board/alarm";
import { aCase, after, assignment, chief, li, standing, T0, zhou } from "../../board/tests/cast";
import { cases } from "../../core/shown";
import { session } from "../../core/session";
import type { AlarmView, CaseView, Rules } from "../../core/types";
import { alarmedSince, isAlarmed, openAlarm } from "../alarms";
import { useSilence } from "../silence";

const alertFor = vi.hoisted(() => vi.fn());
vi.mock("../../ui/sound", () => ({ alertFor }));

function alarm(change: Partial<AlarmView> = {}): AlarmView {
  const told = [{ at: after(60), does: ["chief", "neighbours"], members: [chief.id, 12] }];
  const nobody = { heard_at: null, taken_by: null, taken_at: null, ended_by: null, ended_at: null, end: "" };
  return { id: 1, kind: "help", member: li, since: after(60), told, ...nobody, ...change };
}

function inDanger(change: Partial<AlarmView> = {}, id = "a"): CaseView {
  return aCase(id, { standing: standing({ help_since: after(60) }), alarms: [alarm(change)] });
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(after(90)) });
  session.rules = { levels: { critical: { rank: 4 } } } as unknown as Rules;
  session.me = chief;
});
afterEach(() => {
  cases.value = new Map();
  session.me = null;
  alertFor.mockReset();
  vi.useRealTimers();
});

it("counts a call for help before silence, and neither once it is over", () => {
  const silence = alarm({ id: 2, kind: "alive" });
  expect(openAlarm(aCase("a", { alarms: [silence, alarm()] }))?.id).toBe(1);
  expect(openAlarm(aCase("a", { alarms: [silence] }))?.id).toBe(2);
  expect(openAlarm(aCase("a", { alarms: [alarm({ ended_at: after(70) })] }))).toBeNull();
});

it("takes a reminder of which only he himself was told as his own affair", () => {
  const told = [{ at: after(60), does: ["self"], members: [li.id] }];
  expect(isAlarmed(aCase("a", { alarms: [alarm({ kind: "alive", told })] }))).toBe(false);
});

it("knows a call of its own phone, and one of a server that tells of no alarms", () => {
  const { alarms: _, ...old } = inDanger();
  expect(isAlarmed(old)).toBe(true);
  expect(alarmedSince(old)).toBe(Date.parse(after(60)));
});

it("rings for the chief and those who were asked, until somebody goes or it is muted", () => {
  expect(isLoud(inDanger())).toBe(true);
  expect(isLoud(inDanger({ taken_by: zhou }))).toBe(false);
  session.me = { ...chief, id: 44, role: "operator" };
  expect(isLoud(inDanger())).toBe(false);
  expect(isLoud(inDanger({ told: [{ at: after(120), does: ["district"], members: [44] }] }))).toBe(true);
  mute(inDanger());
  session.me = chief;
  expect(isLoud(inDanger())).toBe(false);
});

it("stops at once when somebody goes, and rings again when he fell silent", async () => {
  const page = mount(defineComponent({ setup: () => (useHelp(), () => h("i")) }));
  const hold = async (one: CaseView): Promise<void> => {
    cases.value = new Map([[one.id, one]]);
    await nextTick();
  };
  await hold(inDanger({ id: 5 }, "b"));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(alertFor).toHaveBeenCalledTimes(3);
  await hold(inDanger({ id: 5, taken_by: zhou }, "b"));
  await vi.advanceTimersByTimeAsync(30_000);
  expect(alertFor).toHaveBeenCalledTimes(3);
  await hold(inDanger({ id: 5 }, "b"));
  expect(alertFor).toHaveBeenCalledTimes(4);
  page.unmount();
});

it("asks whoever is at a door longer than expected, and nobody else", () => {
  const silence = useSilence();
  const over = aCase("a", {
    standing: standing({ alive_until: T0 }),
    assignments: [assignment(1, { member: li })],
  });
  cases.value = new Map([["a", over]]);
  expect(silence.value).toBeNull();
  session.me = { ...chief, id: li.id, role: "officer" };
  expect(silence.value?.id).toBe("a");
  cases.value = new Map([["a", { ...over, standing: standing({ alive_until: null }) }]]);
  expect(silence.value).toBeNull();
});
