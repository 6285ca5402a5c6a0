/** What was typed last is what stands there, however long it takes to seal; and nothing of it outlives its report. */

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FakeServer } from "./server";
import { caseId, givenCase, signIn, wipePhone } from "./scene";

let server: FakeServer;
let letGo = (): void => undefined;

beforeEach(() => {
  wipePhone();
  server = new FakeServer();
  server.cases.set(caseId, givenCase());
  server.install();
});

afterEach(() => vi.restoreAllMocks());

/** The next value is sealed only when the test lets go of it. */
function sealSlowly(): void {
  const { subtle } = crypto;
  const encrypt = subtle.encrypt.bind(subtle);
  const held = new Promise<void>((resolve) => (letGo = resolve));
  vi.spyOn(subtle, "encrypt").mockImplementationOnce(async (...given) => {
    await held;
    return encrypt(...given);
  });
}

/** Time enough for whatever does not wait for the sealing to be through before it. */
function aMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}

it("keeps what was typed last, also when what was typed before takes longer to seal", async () => {
  const tab = await signIn(server);
  sealSlowly();
  const saved = [tab.saveDraft(caseId, "met", { note: "邻" }), tab.saveDraft(caseId, "met", { note: "邻居" })];
  await aMoment();
  letGo();
  await Promise.all(saved);
  expect(await tab.loadDraft(caseId, "met")).toEqual({ note: "邻居" });
});

it("reads what was typed, also while it is being saved", async () => {
  const tab = await signIn(server);
  sealSlowly();
  const saved = tab.saveDraft(caseId, "met", { note: "邻居" });
  const read = tab.loadDraft(caseId, "met");
  letGo();
  expect(await read).toEqual({ note: "邻居" });
  await saved;
});

it("leaves no draft behind that was still being saved when its step was reported", async () => {
  const tab = await signIn(server);
  sealSlowly();
  const saved = tab.saveDraft(caseId, "met", { note: "邻居" });
  const told = tab.report({ case: caseId, kind: "answer", track: "visit", assignment: 2, step: "met", answer: "met", inputs: { note: "邻居" } });
  await aMoment();
  letGo();
  await Promise.all([saved, told]);
  expect(await tab.db().drafts.count()).toBe(0);
});
