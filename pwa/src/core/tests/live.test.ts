/** The socket greets, confirms what it has stored, notices silence, and comes back; polling carries on meanwhile. */

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { watch } from "vue";
import type { News } from "../types";
import { FakeServer } from "./server";
import { caseId, givenCase, PIN, signIn, soon, wipePhone, type Tab } from "./scene";

interface Said {
  type: string;
  cursors?: Record<string, number>;
  device?: string;
}

class FakeSocket {
  static all: FakeSocket[] = [];
  static readonly OPEN = 1;
  readyState = 0;
  said: Said[] = [];
  onopen: (() => void) | null = null;
  onclose: ((closed: { code: number }) => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }

  static get last(): FakeSocket {
    return FakeSocket.all.at(-1)!;
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  send(text: string): void {
    this.said.push(JSON.parse(text) as Said);
  }

  hear(words: object): void {
    this.onmessage?.({ data: JSON.stringify(words) });
  }

  close(): void {
    this.readyState = 3;
  }

  types(): string[] {
    return this.said.map((each) => each.type);
  }
}

let server: FakeServer;
let tab: Tab;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "setInterval", "clearTimeout", "clearInterval"] });
  wipePhone();
  FakeSocket.all = [];
  server = new FakeServer();
  server.install();
  vi.stubGlobal("WebSocket", FakeSocket);
  tab = await signIn(server);
});

afterEach(async () => {
  (await import("../live")).stopLive();
  vi.clearAllTimers();
  vi.useRealTimers();
});

function news(number: number, more: Partial<News> = {}): object {
  return {
    type: "news",
    server_time: "2026-03-05T06:00:00Z",
    snapshot: false,
    cursors: { "3": number },
    events: [],
    cases: [givenCase()],
    removed: [],
    members: [],
    more: false,
    ...more,
  };
}

async function greeted(): Promise<FakeSocket> {
  const socket = FakeSocket.last;
  socket.open();
  await soon(() => expect(socket.types()).toContain("hello"));
  return socket;
}

it("says hello from where it is, and confirms only what lies in the phone's database", async () => {
  const socket = await greeted();
  expect(socket.said[0]).toMatchObject({ type: "hello", cursors: { "3": 1 } });
  expect(socket.said[0]!.device).toMatch(/^[0-9a-f-]{36}$/);
  socket.hear(news(5));
  await soon(() => expect(socket.types()).toContain("confirm"));
  expect(socket.said.find((each) => each.type === "confirm")!.cursors).toEqual({ "3": 5 });
  expect(await tab.db().cases.get(caseId)).toBeDefined();
  expect(tab.cases.value.has(caseId)).toBe(true);
});

it("does not confirm what came too late, and asks again from where it is", async () => {
  const socket = await greeted();
  socket.hear(news(5));
  await soon(() => expect(socket.types()).toContain("confirm"));
  socket.hear(news(4));
  await soon(() => expect(socket.types().filter((type) => type === "hello")).toHaveLength(2));
  expect(socket.said.filter((each) => each.type === "hello")[1]).toMatchObject({ cursors: { "3": 5 } });
  expect(socket.types().filter((type) => type === "confirm")).toHaveLength(1);
});

it("comes back when it cannot read from the phone where it is", async () => {
  const socket = FakeSocket.last;
  vi.spyOn(tab.db().kept, "get").mockRejectedValueOnce(new Error("the disk is full"));
  socket.open();
  await soon(() => expect(socket.readyState).toBe(3));
  await vi.advanceTimersByTimeAsync(3_000);
  expect((await greeted()).types()).toContain("hello");
});

it("takes everything when the server's streams have begun anew", async () => {
  const socket = await greeted();
  socket.hear(news(50));
  await soon(() => expect(socket.types()).toContain("confirm"));
  for (let time = 0; time < 3; time++) socket.hear(news(2));
  await soon(() => expect(socket.said.at(-1)).toMatchObject({ type: "hello", cursors: {} }));
  socket.hear(news(2, { snapshot: true, cases: [] }));
  await soon(() => expect(socket.said.at(-1)).toMatchObject({ type: "confirm", cursors: { "3": 2 } }));
});

it("drops a socket that has fallen silent, and comes back", async () => {
  const socket = await greeted();
  socket.hear(news(5));
  await soon(() => expect(socket.types()).toContain("ping"));
  socket.hear({ type: "pong", server_time: "2026-03-05T06:00:00Z" });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(socket.types().filter((type) => type === "ping")).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(socket.readyState).toBe(3);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(FakeSocket.all.length).toBeGreaterThan(1);
});

it("waits ever longer between tries", async () => {
  // A longer wait would see the next try as well: one that nobody answers is given up after ten seconds.
  for (let time = 0; time < 5; time++) {
    FakeSocket.last.onclose?.({ code: 1006 });
    const tries = FakeSocket.all.length;
    await vi.advanceTimersByTimeAsync(400 * 2 ** time);
    expect(FakeSocket.all.length).toBe(tries);
    await vi.advanceTimersByTimeAsync(1_600 * 2 ** time);
    expect(FakeSocket.all.length).toBe(tries + 1);
  }
});

it("comes back by itself when the server starts again, and not at the same moment as everybody", async () => {
  server.head = 5;
  const socket = await greeted();
  socket.hear(news(5));
  await soon(() => expect(socket.types()).toContain("confirm"));
  const tries = FakeSocket.all.length;
  socket.onclose?.({ code: 4012 });
  await vi.advanceTimersByTimeAsync(490);
  expect(FakeSocket.all.length).toBe(tries);
  await vi.advanceTimersByTimeAsync(1_020);
  expect(FakeSocket.all.length).toBe(tries + 1);
  expect(tab.session.barred).toBeFalsy();
});

it.each([
  [4401, "expired"],
  [4403, "disabled"],
] as const)("stops at %i and keeps everything", async (code, barred) => {
  // Whichever way the phone asks, the case is there.
  server.cases.set(caseId, givenCase());
  server.head = 5;
  const socket = await greeted();
  socket.hear(news(5));
  await soon(() => expect(tab.cases.value.has(caseId)).toBe(true));
  const tries = FakeSocket.all.length;
  socket.onclose?.({ code });
  expect(tab.session.barred).toBe(barred);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(FakeSocket.all.length).toBe(tries);
  expect(tab.cases.value.has(caseId)).toBe(true);
});

it("takes nothing that the socket of an ended login hears for a word about the next one", async () => {
  const socket = await greeted();
  server.signedIn = null;
  await tab.syncOnce();
  expect(tab.session.barred).toBe("expired");
  // The server closes it at the worst moment: just as the new login is let in.
  watch(() => tab.session.barred, (barred) => barred === "" && socket.onclose?.({ code: 4401 }), { flush: "sync" });
  await tab.login("zhou", "secret");
  expect(tab.session.barred).toBe("");
  expect(FakeSocket.last).not.toBe(socket);
});

it("comes back by itself after a login at a server that lost its key, where only the PIN opens what lies here", async () => {
  const socket = await greeted();
  server.signedIn = null;
  await tab.syncOnce();
  server.localKey = "another key";
  await tab.login("zhou", "secret");
  expect(tab.session.lock).toBe("locked");
  await tab.unlock(PIN);
  expect(FakeSocket.last).not.toBe(socket);
});

it("polls while the socket does not pass", async () => {
  server.cases.set(caseId, givenCase());
  server.head += 1;
  await vi.advanceTimersByTimeAsync(13_000);
  await soon(() => expect(tab.cases.value.has(caseId)).toBe(true));
});

it("confirms over HTTP as well", () => {
  expect(server.confirmed).toEqual({ "3": 1 });
});

it("asks who it is when the member was moved to another unit, and greets anew", async () => {
  const socket = await greeted();
  const moved = { ...tab.session.me!, unit: { id: 9, code: "np", name: "南坪派出所", tier: "station" as const, phone: "" } };
  server.signedIn = moved;
  socket.onclose?.({ code: 4409 });
  await soon(() => expect(tab.session.me?.unit.name).toBe("南坪派出所"));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(FakeSocket.last).not.toBe(socket);
});

it("takes no harm from a word it does not know", async () => {
  const socket = await greeted();
  socket.hear({ type: "error", code: "bad_input" });
  socket.hear(news(5));
  await soon(() => expect(socket.types()).toContain("confirm"));
});
