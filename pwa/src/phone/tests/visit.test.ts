/** The guided visit on the screen: what is tapped, what is kept, and how one goes back. */

import { afterEach, describe, expect, it, vi } from "vitest";
import { caseId } from "../../core/tests/scene";
import { openScreen, type Screen } from "./screen";

// The first test also compiles every screen.
vi.setConfig({ testTimeout: 30_000 });

let screen: Screen;

/** A receiver for this test alone; the phone of the others has none. */
function give(receiver: Pick<Geolocation, "getCurrentPosition">): void {
  Object.defineProperty(navigator, "geolocation", { value: receiver, configurable: true });
}

afterEach(async () => {
  await screen.close();
  Reflect.deleteProperty(navigator, "geolocation");
});

describe("a visit", () => {
  it("never finishes a step twice for a quick second tap", async () => {
    screen = await openScreen("visit");
    await screen.answer("arrived");
    const button = screen.hit("answer-met_target");
    await Promise.all([button.trigger("click"), button.trigger("click")]);
    await screen.settle();
    expect(screen.answers()).toEqual([
      ["travel", "arrived"],
      ["door", "met_target"],
    ]);
  });

  it("takes the place down with the arrival", async () => {
    give({ getCurrentPosition: (found) => found({ coords: { latitude: 29.5, longitude: 106.5, accuracy: 12 } } as GeolocationPosition) });
    screen = await openScreen("visit");
    await screen.answer("arrived");
    expect(screen.tab.unsentReports(caseId).value[0]?.inputs).toEqual({ place: { latitude: 29.5, longitude: 106.5, accuracy: 12 } });
  });

  it("does not wait for a place after a second tap", async () => {
    give({ getCurrentPosition: () => undefined });
    screen = await openScreen("visit");
    await screen.answer("arrived");
    expect(screen.answers()).toEqual([]);
    expect(screen.text()).toContain("再点一下，不等定位");
    await screen.answer("arrived");
    expect(screen.answers()).toEqual([["travel", "arrived"]]);
  });

  it("takes the arrival down though one leaves the screen before the place is known", async () => {
    let found: PositionCallback = () => undefined;
    give({ getCurrentPosition: (tell) => (found = tell) });
    screen = await openScreen("visit");
    await screen.answer("arrived");
    screen.unmount();
    await expect.poll(() => screen.answers()).toEqual([["travel", "arrived"]]);
    found({ coords: { latitude: 29.5, longitude: 106.5, accuracy: 12 } } as GeolocationPosition);
    await screen.settle();
    expect(screen.answers()).toEqual([["travel", "arrived"]]);
  });

  it("keeps a picture with its step though one leaves the screen while it is made ready", async () => {
    screen = await openScreen("visit");
    await screen.answer("arrived", "met_target", "looked", "believes", "nothing_sent");
    await screen.comesTo("proof");
    screen.emit("SignaturePad", "signed", new Blob([new Uint8Array([1, 2, 3])], { type: "image/png" }));
    screen.unmount();
    await expect.poll(async () => (await screen.tab.loadDraft(caseId, "proof"))?.evidence?.length).toBe(1);
    await screen.restart("visit");
    await screen.comesTo("proof");
    await expect.poll(() => screen.text()).toContain("不要这张");
  });

  it("keeps what is typed when the tab is killed", async () => {
    screen = await openScreen("visit");
    await screen.answer("arrived");
    await screen.answer("met_target", "looked", "believes");
    await screen.type("险些转出", "103万");
    await screen.restart("visit");
    await screen.comesTo("money");
    expect(screen.value("险些转出")).toBe("1030000");
    expect(screen.text()).toContain("103万元");
  });

  it("counts all that was about to go as saved when nothing has gone", async () => {
    screen = await openScreen("visit");
    await screen.answer("arrived");
    await screen.answer("met_target", "looked", "believes");
    await screen.type("险些转出", "103万");
    await screen.answer("nothing_sent");
    const [last] = screen.tab.unsentReports(caseId).value.slice(-1);
    expect(last?.inputs).toEqual({ about_to_go_fen: 103_000_000, saved_fen: 103_000_000, lost_fen: 0, payments: [] });
  });

  it("asks for the amount that is missing, and reports nothing before", async () => {
    screen = await openScreen("visit");
    await screen.answer("arrived");
    await screen.answer("met_target", "looked", "believes", "already_sent", "noted");
    await screen.comesTo("payee");
    expect(screen.text()).toContain("请填金额");
    expect(screen.answers().at(-1)).toEqual(["money", "already_sent"]);
    await screen.type("金额", "11万");
    await screen.answer("noted");
    const [last] = screen.tab.unsentReports(caseId).value.slice(-1);
    expect(last?.inputs).toEqual({ payments: [{ payee_account: "不详", amount_fen: 11_000_000 }], lost_fen: 11_000_000 });
  });

  it("goes back with what was given, and takes a correction to where one was", async () => {
    screen = await openScreen("visit");
    await screen.answer("arrived");
    await screen.answer("met_target", "looked", "believes");
    await screen.type("险些转出", "5万");
    await screen.answer("nothing_sent", "skipped", "persuaded");
    await screen.comesTo("summary");
    const line = screen.lines().find((one) => one.text().includes("钱的情况"));
    await line?.trigger("click");
    await screen.settle();
    expect(screen.value("险些转出")).toBe("50000");
    await screen.type("险些转出", "8万");
    await screen.type("拦下", "8万");
    await screen.answer("nothing_sent");
    await screen.comesTo("summary");
    expect(screen.tab.cases.value.get(caseId)?.standing.money).toMatchObject({ about_to_go_fen: 8_000_000, saved_fen: 8_000_000 });
    expect(screen.tab.cases.value.get(caseId)?.standing.strays).toEqual({});
  });

  it("goes back step by step, and forward again without changing anything", async () => {
    screen = await openScreen("visit");
    await screen.answer("arrived");
    await screen.answer("met_target");
    await screen.comesTo("look");
    await screen.tap("back");
    await screen.comesTo("door");
    expect(screen.text()).toContain("原来选的：见到本人");
    await screen.tap("forward");
    await screen.comesTo("look");
    expect(screen.answers()).toHaveLength(2);
  });

  it("comes back to the step with all its inputs when the last answer is undone", async () => {
    screen = await openScreen("visit");
    await screen.answer("arrived");
    await screen.answer("met_target", "looked", "believes");
    await screen.type("险些转出", "103万");
    await screen.answer("nothing_sent");
    await screen.tap("undo");
    await screen.comesTo("money");
    expect(screen.value("险些转出")).toBe("1030000");
  });

  it("says that a call for help has not gone out while there is no network", async () => {
    screen = await openScreen("visit");
    screen.server.isReachable = false;
    await screen.hit("help").trigger("click");
    await expect.poll(() => screen.text(), { timeout: 4000 }).toContain("还没发出去");
    expect(screen.tab.cases.value.get(caseId)?.standing.help_since).not.toBeNull();
    await screen.tap("safe");
    expect(screen.tab.cases.value.get(caseId)?.standing.help_since).toBeNull();
  });

  it("is not led where it was given to somebody else", async () => {
    screen = await openScreen("visit", (view) => {
      const visit = view.assignments[1];
      if (visit) visit.member = { id: 8, name: "何军", role: "officer", phone: "" };
    });
    expect(screen.step()).toBeUndefined();
    expect(screen.hit("end").text()).toContain("现在由 何军 办");
  });
});
