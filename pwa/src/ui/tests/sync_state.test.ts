/** "All sent" is never said while something waits, was refused, or the server has not been heard. */

import { mount, RouterLinkStub } from "@vue/test-utils";
import { beforeEach, expect, it } from "vitest";
import { session } from "../../core/session";
import SyncState from "../SyncState.vue";

beforeEach(() => {
  Object.assign(session, { waiting: 0, attention: 0, online: true, barred: "" });
});

function shown(change: Partial<typeof session>): string {
  Object.assign(session, change);
  return mount(SyncState, { global: { stubs: { RouterLink: RouterLinkStub } } }).text();
}

it.each([
  [{}, "已全部上报"],
  [{ waiting: 3 }, "3条待上报"],
  [{ waiting: 3, online: false }, "没有网络，3条待上报"],
  [{ online: false }, "没有网络"],
  [{ waiting: 3, attention: 1 }, "1条要处理"],
  [{ barred: "expired" }, "请重新登录"],
  [{ barred: "expired", waiting: 2 }, "请重新登录"],
  [{ barred: "disabled", waiting: 2 }, "账号已停用"],
] as const)("%o", (state, words) => {
  expect(shown(state)).toBe(words);
});
