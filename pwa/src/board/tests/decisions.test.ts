/** Signing and sending back wait ten seconds, can be undone, and are never lost by the next one. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../../core/problem";
import { decide, held, HELD_MS, release, withdraw } from "../decisions";
import * as doors from "../doors";
import { attempt, closeNotice, notice } from "../notice";

vi.mock("../doors", () => ({ sign: vi.fn(async () => undefined), sendBack: vi.fn(async () => undefined) }));

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  withdraw();
  closeNotice();
  vi.clearAllMocks();
  vi.useRealTimers();
});

describe("a decision", () => {
  it("leaves after ten seconds, once", () => {
    decide("a", "sign");
    vi.advanceTimersByTime(HELD_MS - 1);
    expect(doors.sign).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    release();
    expect(doors.sign).toHaveBeenCalledExactlyOnceWith("a");
    expect(held.value).toBeNull();
  });

  it("is as if never made when it is undone", () => {
    decide("a", "send_back", "缺照片");
    notice.value?.action?.run();
    vi.advanceTimersByTime(HELD_MS * 2);
    expect(doors.sendBack).not.toHaveBeenCalled();
    expect(notice.value).toBeNull();
  });

  it("leaves at once when the next one is made", () => {
    decide("a", "sign");
    decide("b", "send_back", "金额没写清");
    expect(doors.sign).toHaveBeenCalledExactlyOnceWith("a");
    expect(held.value?.case).toBe("b");
    vi.advanceTimersByTime(HELD_MS);
    expect(doors.sendBack).toHaveBeenCalledExactlyOnceWith("b", "金额没写清");
  });
});

describe("a refusal", () => {
  it("is told in words and stays", async () => {
    const done = await attempt(() => Promise.reject(new Problem("case_closed", "这条预警已经办结。", "Closed.", 409)));
    expect(done).toBe(false);
    vi.advanceTimersByTime(60_000);
    expect(notice.value).toEqual({ text: "这条预警已经办结。", tone: "problem" });
  });

  it("for want of a network can be tried again", async () => {
    const doing = vi.fn<() => Promise<void>>().mockRejectedValueOnce(new Problem("no_answer", "连不上服务器。", "No answer.")).mockResolvedValue();
    await attempt(doing);
    notice.value?.action?.run();
    expect(doing).toHaveBeenCalledTimes(2);
  });

  it("that is no refusal but a fault is not hidden", async () => {
    await expect(attempt(() => Promise.reject(new TypeError("x")))).rejects.toThrow(TypeError);
  });
});
