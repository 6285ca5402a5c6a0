/** The list of what waits: it offers the one thing that helps now, and never promises what cannot come. */

import { flushPromises, mount, RouterLinkStub, type VueWrapper } from "@vue/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { caseId, server, signIn, startScene, type Tab } from "../../core/tests/scene";

let tab: Tab;
let list: VueWrapper;

startScene();

beforeEach(async () => {
  tab = await signIn(server);
  server.isReachable = false;
  await tab.report({ case: caseId, kind: "note", note: "邻居说他在家" });
  await tab.syncOnce();
  // After the tab's own modules, so that list and store are the same ones.
  const { default: WaitingList } = await import("../WaitingList.vue");
  list = mount(WaitingList, { global: { stubs: { RouterLink: RouterLinkStub } } });
});

afterEach(() => list.unmount());

it("that could not be sent leads to the other phone", async () => {
  expect(list.text()).toContain("等网络");
  expect(list.find("[data-testid=to-parcel]").exists()).toBe(false);
  await list.get("button").trigger("click");
  await vi.waitFor(() => expect(list.get("[role=alert]").text()).toContain("记录都在，有网后自动再发"));
  expect(list.get("[data-testid=to-parcel]").text()).toBe("一直没有网？换一台手机上报");
});

it("names whose each record and each picture is", async () => {
  await tab.addEvidence(caseId, new Blob(["a line"], { type: "image/png" }), "signature");
  await flushPromises();
  expect(list.findAll("strong").map((one) => one.text())).toEqual(["彭先生 · 备注", "彭先生 · 签名"]);
});

it.each([
  ["expired", "等重新登录", "去登录"],
  ["disabled", "账号已停用", undefined],
] as const)("offers no sending that cannot succeed: %s", async (barred, why, way) => {
  tab.session.barred = barred;
  await flushPromises();
  expect(list.text()).toContain(why);
  expect(list.find("button").exists()).toBe(false);
  const door = list.find("[data-testid=to-login]");
  expect(door.exists() ? door.text() : undefined).toBe(way);
});
