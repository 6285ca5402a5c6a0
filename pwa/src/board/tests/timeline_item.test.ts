/** One moment of the timeline on the screen: with its marks, and the time the server's clock had. */

import { mount } from "@vue/test-utils";
import { expect, it } from "vitest";
import { exactTime } from "../../core/clock";
import type { ReportView } from "../../core/types";
import { timelineOf } from "../timeline";
import TimelineItem from "../TimelineItem.vue";
import { aCase, after, report, rules } from "./cast";

const moments = (...reports: ReportView[]) => timelineOf(aCase("a", { reports }), rules).filter((m) => m.kind === "report");
const shown = (...reports: ReportView[]) => moments(...reports).map((moment) => mount(TimelineItem, { props: { moment, flow: "dissuasion-1" } }));

it("says of a report made after the phone was reported lost that it was", () => {
  const [before, later] = shown(report({ made_at: after(10) }), report({ made_at: after(20), after_loss: true }));
  expect(before!.text()).not.toContain("报失");
  expect(later!.find(".mark").text()).toBe("手机报失后所记");
});

it("says of a phone whose clock was off by how much", () => {
  const [right, slow] = shown(report({ made_at: after(10), clock_offset_ms: 60_000 }), report({ made_at: after(20 - 3 * 86_400), clock_offset_ms: 3 * 86_400_000 }));
  expect(right!.find(".source").text()).not.toContain("手机时间");
  expect(slow!.find(".source").text()).toMatch(/ · 手机时间差 3 天$/);
});

it("shows the corrected time of a phone two days behind, and of one that believes it is 1970", () => {
  const slow = report({ made_at: after(60 - 2 * 86_400), clock_offset_ms: 2 * 86_400_000, received_at: after(120) });
  const flat = report({ made_at: "1970-01-01T00:00:00Z", device: "device-b", received_at: after(120) });
  expect(shown(slow, flat).map((item) => item.find("time").attributes("title"))).toEqual([after(0), after(60)].map((at) => exactTime(at)));
});
