/** News is taken in once, never backwards, and each event is told once. */

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { watch } from "vue";
import type { CaseView, EventView, News } from "../types";
import { FakeServer } from "./server";
import { caseId, givenCase, signIn, wipePhone, type Tab } from "./scene";

let server: FakeServer;
let tab: Tab;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "setInterval", "clearTimeout", "clearInterval"] });
  wipePhone();
  server = new FakeServer();
  server.install();
  tab = await signIn(server);
});

afterEach(() => {
  vi.clearAllTimers();
  vi.useRealTimers();
});

function news(number: number, level: string, more: Partial<News> = {}): News {
  return {
    server_time: "2026-03-05T06:00:00Z",
    snapshot: false,
    cursors: { "3": number },
    events: [event(number)],
    cases: [{ ...givenCase(), level }],
    removed: [],
    members: [],
    more: false,
    ...more,
  };
}

/** As it stands once the officer has accepted the visit. */
function accepted(): CaseView {
  const view = givenCase();
  const { standing } = view;
  return { ...view, standing: { ...standing, visit: { ...standing.visit, accepted_at: "2026-03-05T06:01:00Z" } } };
}

function event(number: number): EventView {
  return { unit: 3, number, kind: "level_raised", case: caseId, at: "2026-03-05T06:00:00Z", by: null, data: {} };
}

it("shows a case and remembers how far it is", async () => {
  const { applyNews, cursors } = await import("../news");
  expect(await applyNews(news(5, "high"))).toBe("applied");
  expect(tab.cases.value.get(caseId)?.level).toBe("high");
  expect(await cursors()).toEqual({ "3": 5 });
});

it("never covers a newer view with an older one", async () => {
  const { applyNews, cursors } = await import("../news");
  await applyNews(news(6, "critical"));
  expect(await applyNews(news(5, "high"))).toBe("overtaken");
  expect(tab.cases.value.get(caseId)?.level).toBe("critical");
  expect(await cursors()).toEqual({ "3": 6 });
});

it("is overtaken as well when only one of two streams is behind", async () => {
  const { applyNews } = await import("../news");
  await applyNews(news(6, "critical", { cursors: { "2": 4, "3": 6 } }));
  expect(await applyNews(news(7, "high", { cursors: { "2": 3, "3": 7 } }))).toBe("overtaken");
});

it("replaces everything with a snapshot, even one of streams that began anew", async () => {
  const { applyNews, cursors } = await import("../news");
  await applyNews(news(900, "critical"));
  await applyNews(news(2, "low", { snapshot: true, cases: [] }));
  expect(tab.cases.value.size).toBe(0);
  expect(await cursors()).toEqual({ "3": 2 });
});

it("drops a case that was taken away, but not the unsent report on it", async () => {
  const { applyNews } = await import("../news");
  await applyNews(news(5, "high"));
  server.isReachable = false;
  await tab.report({ case: caseId, kind: "note", note: "没人在家" });
  await applyNews(news(6, "high", { cases: [], removed: [caseId] }));
  expect(tab.cases.value.has(caseId)).toBe(false);
  expect(tab.waitingReports.value).toHaveLength(1);
  server.isReachable = true;
  await tab.syncOnce();
  expect(server.reports.size).toBe(1);
  expect(await tab.db().reports.count()).toBe(0);
});

it("remembers a task that was taken from who was on it, until he puts it away", async () => {
  const { applyNews } = await import("../news");
  const { taken, showTaken, putAway } = await import("../taken");
  await applyNews(news(5, "high", { cases: [accepted()] }));
  await applyNews(news(6, "high", { cases: [], removed: [caseId], ends: { [caseId]: "reassigned" } }));
  expect(taken.value).toMatchObject([{ case: caseId, end: "reassigned" }]);
  taken.value = [];
  await showTaken();
  expect(taken.value).toHaveLength(1);
  await putAway(caseId);
  await showTaken();
  expect(taken.value).toEqual([]);
});

it("says nothing of a task he had not accepted, or gave back himself", async () => {
  const { applyNews } = await import("../news");
  const { taken } = await import("../taken");
  await applyNews(news(5, "high"));
  await applyNews(news(6, "high", { cases: [], removed: [caseId], ends: { [caseId]: "reassigned" } }));
  await applyNews(news(7, "high", { cases: [accepted()] }));
  await applyNews(news(8, "high", { cases: [], removed: [caseId], ends: { [caseId]: "declined" } }));
  expect(taken.value).toEqual([]);
});

it("leaves the screen only when it has left the phone: whoever starts the app anew then sees it no more", async () => {
  const { applyNews } = await import("../news");
  const { kept } = await import("../db");
  const { taken, putAway } = await import("../taken");
  await applyNews(news(8, "high", { cases: [accepted()] }));
  await applyNews(news(9, "high", { cases: [], removed: [caseId], ends: { [caseId]: "reassigned" } }));
  let stored: Promise<unknown> | undefined;
  watch(taken, () => (stored = kept("taken")), { flush: "sync" });
  await putAway(caseId);
  expect(await stored).toEqual([]);
});

it("is no longer taken once it is given back", async () => {
  const { applyNews } = await import("../news");
  const { taken } = await import("../taken");
  await applyNews(news(5, "high", { cases: [accepted()] }));
  await applyNews(news(6, "high", { cases: [], snapshot: true }));
  expect(taken.value).toMatchObject([{ case: caseId, end: "" }]);
  await applyNews(news(7, "high", { cases: [accepted()] }));
  expect(taken.value).toEqual([]);
});

it("tells each event once, in order", async () => {
  const { applyNews } = await import("../news");
  const told: number[] = [];
  tab.onEvent((each) => told.push(each.number));
  await applyNews(news(6, "high", { events: [event(6), event(5)] }));
  await applyNews(news(7, "high", { events: [event(6), event(7)] }));
  expect(told).toEqual([5, 6, 7]);
});
