/** Two tabs of one member tell each other what they changed, in browsers without a channel for it too. */

import { beforeEach, expect, it, vi } from "vitest";

const member = 7;
const shown = vi.fn();

beforeEach(() => {
  vi.resetModules();
  shown.mockClear();
  vi.doMock("../db", () => ({ openMemberId: () => member }));
  vi.doMock("../ours", () => ({ isStillOurs: vi.fn() }));
  vi.doMock("../shown", () => ({ showStored: shown, showOutbox: vi.fn() }));
  vi.doMock("../taken", () => ({ showTaken: vi.fn() }));
  vi.stubGlobal("BroadcastChannel", undefined);
  return () => {
    vi.unstubAllGlobals();
    localStorage.clear();
  };
});

/** What another tab hears when this one stores something; the tab itself hears nothing. */
function otherTabHears(stored: string | null): void {
  window.dispatchEvent(new StorageEvent("storage", { key: "qiaomen-told", newValue: stored }));
}

it("hears by what is stored where there is no channel", async () => {
  const { listenToTabs, tellTabs } = await import("../tabs");
  listenToTabs(vi.fn());
  tellTabs({ cases: ["c-1"] });
  otherTabHears(localStorage.getItem("qiaomen-told"));
  expect(shown).toHaveBeenCalledExactlyOnceWith(["c-1"]);
});

it("stores each word anew, for the same one twice would not be heard", async () => {
  const { tellTabs } = await import("../tabs");
  tellTabs({ outbox: true });
  const first = localStorage.getItem("qiaomen-told");
  tellTabs({ outbox: true });
  expect(localStorage.getItem("qiaomen-told")).not.toBe(first);
});

it("does not heed what was said of another member, nor that something was cleared", async () => {
  const { listenToTabs } = await import("../tabs");
  listenToTabs(vi.fn());
  otherTabHears(JSON.stringify({ told: { member: member + 1, cases: "all" } }));
  otherTabHears(null);
  expect(shown).not.toHaveBeenCalled();
});
