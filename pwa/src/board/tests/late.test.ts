import { mount } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { defineComponent, h } from "vue";
import { emitEvent } from "../../core/events";
import { session } from "../../core/store";
import type { EventView } from "../../core/types";
import { useLate } from "../late";
import { closeNotice, notice } from "../notice";
import { chief } from "./cast";

const pushed = vi.hoisted(() => vi.fn());
vi.mock("vue-router", async (original) => ({ ...(await original<object>()), useRouter: () => ({ push: pushed }) }));

const Board = defineComponent({ setup: () => (useLate(), () => h("p")) });

function late(members: number[]): EventView {
  return { unit: 1, number: 1, kind: "look_backs_late", case: null, at: "2026-03-01T00:00:00Z", by: null, data: { count: 3, members } };
}

describe("look-backs that nobody answered in time", () => {
  beforeEach(() => (session.me = chief));
  afterEach(() => {
    closeNotice();
    session.me = null;
  });

  it("are said to those who are told, with the way to them", () => {
    const board = mount(Board);
    emitEvent(late([chief.id]), undefined);
    expect(notice.value?.text).toBe("有3件倒查过了期限还没人回");
    notice.value?.action?.run();
    expect(pushed).toHaveBeenCalledWith("/lookbacks");
    board.unmount();
  });

  it("are nobody else's matter, and no board's that was left", () => {
    const board = mount(Board);
    emitEvent(late([chief.id + 1]), undefined);
    expect(notice.value).toBeNull();
    board.unmount();
    emitEvent(late([chief.id]), undefined);
    expect(notice.value).toBeNull();
  });
});
