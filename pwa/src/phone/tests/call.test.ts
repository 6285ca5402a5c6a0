/** The guided call on the screen: two taps a call, and what follows from how it went. */

import { afterEach, describe, expect, it, vi } from "vitest";
import { caseId } from "../../core/tests/scene";
import { openScreen, type Screen } from "./screen";

// The first test also compiles every screen.
vi.setConfig({ testTimeout: 30_000 });

let screen: Screen;

afterEach(() => screen.close());

describe("a call", () => {
  it("is logged with two taps", async () => {
    screen = await openScreen("call");
    expect(screen.hit("dial").attributes("href")).toBe("tel:13900001111");
    await screen.answer("no_answer");
    expect(screen.answers()).toEqual([["dial", "no_answer"]]);
    expect(screen.text()).toContain("打过 1 次");
  });

  it("says in words that two hang-ups make it an immediate visit", async () => {
    screen = await openScreen("call");
    await screen.answer("hung_up");
    expect(screen.has("immediate")).toBe(false);
    await screen.answer("busy", "hung_up");
    expect(screen.hit("immediate").text()).toContain("挂断 2 次，可能被骗子控制：立即上门");
    await screen.comesTo("dial_on");
  });

  it("goes on to the number that was found", async () => {
    screen = await openScreen("call");
    await screen.answer("dead_number");
    await screen.answer("found");
    expect(screen.text()).toContain("请填找到的号码");
    await screen.type("新号码", "13900002222");
    await screen.answer("found");
    await screen.comesTo("dial");
    expect(screen.hit("dial").attributes("href")).toBe("tel:13900002222");
  });

  it("ends with level and type filled in already", async () => {
    screen = await openScreen("call");
    await screen.answer("persuaded", "confirmed");
    const [last] = screen.tab.unsentReports(caseId).value.slice(-1);
    expect(last?.inputs).toMatchObject({ level: "critical", fraud_type: "investment" });
    expect(screen.hit("end").text()).toContain("已完成");
  });
});
