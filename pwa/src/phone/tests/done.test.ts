/** What is done says how long it stays: as long as the rules keep it. */

import { mount } from "@vue/test-utils";
import { afterEach, expect, it } from "vitest";
import { session } from "../../core/session";
import { sayEverything } from "../../ui/tests/say_everything";
import DoneScreen from "../DoneScreen.vue";
import { allRules } from "./rules";

afterEach(() => Object.assign(session, { rules: null, lastHeardAt: 0 }));

it.each([
  [24, "1 天"],
  [36, "1 天 12 小时"],
  [8, "8 小时"],
])("kept for %i hours", async (hours, words) => {
  await sayEverything();
  const rules = allRules();
  Object.assign(session, { rules: { ...rules, phones: { ...rules.phones, closed_kept_hours: hours } }, lastHeardAt: 1 });
  const screen = mount(DoneScreen, { global: { stubs: ["RouterLink", "OwnTransfers"] } });
  expect(screen.text()).toContain(`办完的任务会出现在这里，保留 ${words}。`);
  screen.unmount();
});
