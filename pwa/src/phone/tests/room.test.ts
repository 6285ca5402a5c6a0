/** The card of the phone's room: quiet while there is enough, and plain about what to do when there is not. */

import { flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import { afterEach, expect, it, vi } from "vitest";
import { session } from "../../core/session";
import RoomCard from "../RoomCard.vue";

const MEGA = 1024 * 1024;
let card: VueWrapper;

afterEach(() => {
  card.unmount();
  session.waiting = 0;
  Reflect.deleteProperty(navigator, "storage");
});

async function show(freeMegabytes: number | null, persisted?: boolean, persist = vi.fn(() => Promise.resolve(true))): Promise<string> {
  const estimate = (): Promise<StorageEstimate> =>
    Promise.resolve(freeMegabytes === null ? {} : { quota: 2000 * MEGA, usage: (2000 - freeMegabytes) * MEGA });
  const storage = { estimate, persist, ...(persisted === undefined ? {} : { persisted: () => Promise.resolve(persisted) }) };
  Object.defineProperty(navigator, "storage", { value: storage, configurable: true });
  card = mount(RoomCard);
  await flushPromises();
  return card.text();
}

it("says about how many photos fit", async () => {
  expect(await show(150)).toContain("还可存约 297 张照片");
  expect(card.find("[role=alert]").exists()).toBe(false);
});

it("does not count what is plenty", async () => {
  expect(await show(1900)).toContain("还可存 1000 张以上照片");
});

it("says so when the browser does not tell", async () => {
  expect(await show(null)).toContain("这个浏览器不提供剩余空间");
});

it("warns in time, and says what to do", async () => {
  const text = await show(20);
  expect(card.get("[role=alert]").text()).toContain("空间快满了：还可存约 25 张照片");
  for (const words of ["先联网上报", "删掉手机里不用的照片和应用", "文字记录仍可保存"]) expect(text).toContain(words);
});

it("says when photos find no room any more", async () => {
  await show(5);
  expect(card.get("[role=alert]").text()).toContain("照片存不下了");
});

it("looks again when a picture was taken or sent", async () => {
  await show(150);
  Object.assign(navigator.storage, { estimate: () => Promise.resolve({ quota: 100 * MEGA, usage: 95 * MEGA }) });
  session.waiting += 1;
  await flushPromises();
  expect(card.text()).toContain("照片存不下了");
});

it("says that the system does not clear it", async () => {
  expect(await show(150, true)).toContain("已受保护，系统不会自动清理");
  expect(card.find("[data-testid=protect]").exists()).toBe(false);
});

it("makes no promise where the browser knows none", async () => {
  const text = await show(150);
  expect(text).not.toContain("保护");
  expect(text).not.toContain("清理");
});

it.each([
  [true, "已受保护，系统不会自动清理"],
  [false, "浏览器没有同意"],
])("asks for protection, and says how it went: %s", async (agrees, words) => {
  const persist = vi.fn(() => Promise.resolve(agrees));
  expect(await show(150, false, persist)).toContain("可能被系统清理，请尽早上报");
  await card.get("[data-testid=protect]").trigger("click");
  await flushPromises();
  expect(persist).toHaveBeenCalledOnce();
  expect(card.text()).toContain(words);
});
