/** What is left with the target: the page of the type the case has now, as a code that a camera reads. */

import { afterEach, describe, expect, it, vi } from "vitest";
import { encode } from "uqr";
import { codeOf, pageAddress } from "../leave";
import { allRules } from "./rules";
import { openScreen, type Screen } from "./screen";

vi.setConfig({ testTimeout: 30_000 });

describe("the address", () => {
  const rules = allRules();

  it("is that of the type, where the app is, in the language of the screen", () => {
    expect(pageAddress(rules, "dating", "zh")).toBe(`${location.origin}/p/dating/`);
    expect(pageAddress(rules, "dating", "en")).toBe(`${location.origin}/p/dating/?lang=en`);
  });

  it("is the city's public one where it has one", () => {
    const public_address = "https://fanzha.example";
    expect(pageAddress({ ...rules, phones: { ...rules.phones, public_address } }, "dating", "zh")).toBe("https://fanzha.example/p/dating/");
  });

  it("is the general page for a type the rules do not know, and stands without an address in older rules", () => {
    const { public_address: _, ...phones } = rules.phones;
    expect(pageAddress({ ...rules, phones: phones as typeof rules.phones }, "of_tomorrow", "zh")).toBe(`${location.origin}/p/other/`);
  });
});

describe("the code", () => {
  it("has a square for every dark place, and a quiet edge of four", async () => {
    const text = "https://fanzha.example/p/customer_service/";
    const { size, path } = await codeOf(text);
    const dark = [...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
    const { data } = encode(text, { ecc: "M", border: 0 });
    expect(size).toBe(data.length + 8);
    expect(dark.length).toBe(data.flat().filter(Boolean).length);
    for (const [x, y] of dark) expect(data[y - 4]?.[x - 4]).toBe(true);
  });
});

describe("on a visit", () => {
  let screen: Screen;
  afterEach(() => screen.close());

  it("the page of the present type can be scanned or sent as a message, without a network", async () => {
    screen = await openScreen("visit");
    screen.server.isReachable = false;
    await screen.answer("arrived", "met_target", "looked");
    await screen.tap("leave-page");
    await vi.waitFor(() => expect(screen.has("code")).toBe(true));
    expect(screen.text()).toContain("/p/investment/");
    expect(screen.text()).toContain("投资只走银行");
    const body = decodeURIComponent(screen.hit("text-page").attributes("href") ?? "");
    expect(body).toContain("sms:13900001111?body=【渝碚路派出所】防骗提醒");
    expect(body).toContain("/p/investment/");
  });
});

describe("before the phone holds all of the app", () => {
  let screen: Screen;
  afterEach(async () => {
    await screen.close();
    vi.doUnmock("uqr");
  });

  it("says so, and the address can still be read out or sent", async () => {
    vi.doMock("uqr", () => {
      throw new TypeError("Failed to fetch dynamically imported module");
    });
    screen = await openScreen("visit");
    await screen.answer("arrived", "met_target", "looked");
    await screen.tap("leave-page");
    await vi.waitFor(() => expect(screen.text()).toContain("二维码暂时显示不了"));
    expect(screen.has("code")).toBe(false);
    expect(screen.text()).toContain("/p/investment/");
    expect(screen.has("text-page")).toBe(true);
  });
});
