/** The guided call and visit on the screen: what is tapped, what is kept, and how one goes back. */

import type { VueWrapper } from "@vue/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import { caseId } from "../../core/tests/scene";
import { hit, openScene, settle, stepOf, tap, type Scene } from "./scene";

// The first test also compiles every screen.
vi.setConfig({ testTimeout: 30_000 });

let screen: VueWrapper;
let scene: Scene;

async function open(track: "call" | "visit", change?: Parameters<typeof openScene>[0]): Promise<void> {
  scene = await openScene(change);
  screen = await scene.show(track);
}

async function answer(...codes: string[]): Promise<void> {
  for (const code of codes) await tap(screen, `answer-${code}`);
}

const arrive = (): Promise<void> => answer("arrived");

/** A receiver for this test alone; the phone of the others has none. */
function give(receiver: Pick<Geolocation, "getCurrentPosition">): void {
  Object.defineProperty(navigator, "geolocation", { value: receiver, configurable: true });
}

async function comesTo(step: string): Promise<void> {
  await expect.poll(() => stepOf(screen), { interval: 5 }).toBe(step);
  await settle();
}

function field(label: string) {
  const found = screen.findAll("label").find((one) => one.text().startsWith(label));
  return screen.get(`#${found?.attributes("for") ?? "none"}`);
}

async function type(label: string, text: string): Promise<void> {
  await vi.waitFor(() => field(label), { interval: 5 });
  await field(label).setValue(text);
  await settle();
}

const value = (label: string): string => (field(label).element as HTMLInputElement).value;

afterEach(() => {
  screen.unmount();
  Reflect.deleteProperty(navigator, "geolocation");
});

describe("a call", () => {
  it("is logged with two taps", async () => {
    await open("call");
    expect(hit(screen, "dial").attributes("href")).toBe("tel:13900001111");
    await answer("no_answer");
    expect(scene.answers()).toEqual([["dial", "no_answer"]]);
    expect(screen.text()).toContain("打过 1 次");
  });

  it("says in words that two hang-ups make it an immediate visit", async () => {
    await open("call");
    await answer("hung_up");
    expect(screen.find('[data-testid="immediate"]').exists()).toBe(false);
    await answer("busy", "hung_up");
    expect(hit(screen, "immediate").text()).toContain("挂断 2 次，可能被骗子控制：立即上门");
    await comesTo("dial_on");
  });

  it("goes on to the number that was found", async () => {
    await open("call");
    await answer("dead_number");
    await answer("found");
    expect(screen.text()).toContain("请填找到的号码");
    await type("新号码", "13900002222");
    await answer("found");
    await comesTo("dial");
    expect(hit(screen, "dial").attributes("href")).toBe("tel:13900002222");
  });

  it("ends with level and type filled in already", async () => {
    await open("call");
    await answer("persuaded", "confirmed");
    const [last] = scene.tab.unsentReports(caseId).value.slice(-1);
    expect(last?.inputs).toMatchObject({ level: "critical", fraud_type: "investment" });
    expect(hit(screen, "end").text()).toContain("已完成");
  });
});

describe("a visit", () => {
  it("never finishes a step twice for a quick second tap", async () => {
    await open("visit");
    await arrive();
    const button = hit(screen, "answer-met_target");
    await Promise.all([button.trigger("click"), button.trigger("click")]);
    await settle();
    expect(scene.answers()).toEqual([
      ["travel", "arrived"],
      ["door", "met_target"],
    ]);
  });

  it("takes the place down with the arrival", async () => {
    give({ getCurrentPosition: (found) => found({ coords: { latitude: 29.5, longitude: 106.5, accuracy: 12 } } as GeolocationPosition) });
    await open("visit");
    await arrive();
    expect(scene.tab.unsentReports(caseId).value[0]?.inputs).toEqual({ place: { latitude: 29.5, longitude: 106.5, accuracy: 12 } });
  });

  it("does not wait for a place after a second tap", async () => {
    give({ getCurrentPosition: () => undefined });
    await open("visit");
    await answer("arrived");
    expect(scene.answers()).toEqual([]);
    expect(screen.text()).toContain("再点一下，不等定位");
    await answer("arrived");
    expect(scene.answers()).toEqual([["travel", "arrived"]]);
  });

  it("keeps what is typed when the tab is killed", async () => {
    await open("visit");
    await arrive();
    await answer("met_target", "looked", "believes");
    await type("险些转出", "103万");
    screen.unmount();
    screen = await scene.show("visit");
    await comesTo("money");
    expect(value("险些转出")).toBe("1030000");
    expect(screen.text()).toContain("103万元");
  });

  it("counts all that was about to go as saved when nothing has gone", async () => {
    await open("visit");
    await arrive();
    await answer("met_target", "looked", "believes");
    await type("险些转出", "103万");
    await answer("nothing_sent");
    const [last] = scene.tab.unsentReports(caseId).value.slice(-1);
    expect(last?.inputs).toEqual({ about_to_go_fen: 103_000_000, saved_fen: 103_000_000, lost_fen: 0, payments: [] });
  });

  it("asks for the amount that is missing, and reports nothing before", async () => {
    await open("visit");
    await arrive();
    await answer("met_target", "looked", "believes", "already_sent", "noted");
    await comesTo("payee");
    expect(screen.text()).toContain("请填金额");
    expect(scene.answers().at(-1)).toEqual(["money", "already_sent"]);
    await type("金额", "11万");
    await answer("noted");
    const [last] = scene.tab.unsentReports(caseId).value.slice(-1);
    expect(last?.inputs).toEqual({ payments: [{ payee_account: "不详", amount_fen: 11_000_000 }], lost_fen: 11_000_000 });
  });

  it("goes back with what was given, and takes a correction to where one was", async () => {
    await open("visit");
    await arrive();
    await answer("met_target", "looked", "believes");
    await type("险些转出", "5万");
    await answer("nothing_sent", "skipped", "persuaded");
    await comesTo("summary");
    const line = screen.findAll("[data-testid^=line-]").find((one) => one.text().includes("钱的情况"));
    await line?.trigger("click");
    await settle();
    expect(value("险些转出")).toBe("50000");
    await type("险些转出", "8万");
    await type("拦下", "8万");
    await answer("nothing_sent");
    await comesTo("summary");
    expect(scene.tab.cases.value.get(caseId)?.standing.money).toMatchObject({ about_to_go_fen: 8_000_000, saved_fen: 8_000_000 });
    expect(scene.tab.cases.value.get(caseId)?.standing.strays).toEqual({});
  });

  it("goes back step by step, and forward again without changing anything", async () => {
    await open("visit");
    await arrive();
    await answer("met_target");
    await comesTo("look");
    await tap(screen, "back");
    await comesTo("door");
    expect(screen.text()).toContain("原来选的：见到本人");
    await tap(screen, "forward");
    await comesTo("look");
    expect(scene.answers()).toHaveLength(2);
  });

  it("comes back to the step with all its inputs when the last answer is undone", async () => {
    await open("visit");
    await arrive();
    await answer("met_target", "looked", "believes");
    await type("险些转出", "103万");
    await answer("nothing_sent");
    await tap(screen, "undo");
    await comesTo("money");
    expect(value("险些转出")).toBe("1030000");
  });

  it("says that a call for help has not gone out while there is no network", async () => {
    await open("visit");
    scene.server.isReachable = false;
    await hit(screen, "help").trigger("click");
    await expect.poll(() => screen.text(), { timeout: 4000 }).toContain("还没发出去");
    expect(scene.tab.cases.value.get(caseId)?.standing.help_since).not.toBeNull();
    await tap(screen, "safe");
    expect(scene.tab.cases.value.get(caseId)?.standing.help_since).toBeNull();
  });

  it("is not led where it was given to somebody else", async () => {
    await open("visit", (view) => {
      const visit = view.assignments[1];
      if (visit) visit.member = { id: 8, name: "何军", role: "officer", phone: "" };
    });
    expect(stepOf(screen)).toBeUndefined();
    expect(hit(screen, "end").text()).toContain("现在由 何军 办");
  });
});
