/** What is over leaves the phone by itself, and what one may no longer see is asked for anew. */

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FakeServer, officer } from "./server";
import { caseId, givenCase, signIn, startAgain, wipePhone } from "./scene";

let server: FakeServer;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "setInterval", "clearTimeout", "clearInterval"] });
  wipePhone();
  server = new FakeServer();
  server.install();
});

afterEach(() => {
  vi.clearAllTimers();
  vi.useRealTimers();
});

it.each([
  ["more than a day ago", 25, 0],
  ["today", 1, 1],
])("a case signed %s", async (_, hours, left) => {
  const at = new Date(server.now - hours * 3600_000).toISOString();
  server.cases.set(caseId, { ...givenCase(), decisions: [{ kind: "signed", by: officer, at, reason: "" }] });
  const tab = await signIn(server);
  const { dropOld } = await import("../old");
  await dropOld();
  expect(tab.cases.value.size).toBe(left);
  expect(await tab.db().cases.count()).toBe(left);
});

it("an open case stays however old it is", async () => {
  server.cases.set(caseId, givenCase());
  const tab = await signIn(server);
  const { dropOld } = await import("../old");
  await dropOld();
  expect(tab.cases.value.size).toBe(1);
});

it("a member who comes back in another role starts from nothing held", async () => {
  server.cases.set(caseId, givenCase());
  const tab = await signIn(server);
  await tab.keep("place", "volunteer@99");
  tab.closeDatabase();
  server.isReachable = false;
  const again = await startAgain();
  expect(again.cases.value.size).toBe(0);
  expect(await again.kept("cursors")).toBeUndefined();
});
