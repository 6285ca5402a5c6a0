/** For ten seconds a report can be taken back as if never made; then it is on its way, whatever happens to the app. */

import { expect, it, vi } from "vitest";
import { caseId, server, signIn, soon, startAgain, startScene, type Tab } from "./scene";

startScene({ now: "2026-03-05T06:00:00Z" });

function hangUp(tab: Tab, undoable = false): Promise<string> {
  vi.setSystemTime(Date.now() + 60_000);
  server.now += 60_000;
  return tab.report(
    { case: caseId, kind: "answer", track: "call", assignment: 1, step: "dial", answer: "hung_up" },
    { undoable },
  );
}

function waiting(tab: Tab): string[] {
  return tab.waitingReports.value.map((r) => r.state);
}

it("takes a report back while it is held, as if never made", async () => {
  const tab = await signIn(server);
  const id = await hangUp(tab, true);
  expect(tab.lastUndoable.value).toMatchObject({ id, text: "挂断了" });
  expect(waiting(tab)).toEqual(["held"]);
  await tab.syncOnce();
  expect(server.reports.size).toBe(0);
  expect(await tab.undo(id)).toBe(true);
  await tab.syncOnce();
  expect(server.reports.size).toBe(0);
  expect(tab.cases.value.get(caseId)!.standing.call.attempts).toHaveLength(0);
});

it("brings the inputs of a step back with the undo", async () => {
  const tab = await signIn(server);
  await tab.saveDraft(caseId, "money", { saved_fen: 103_000_000 });
  const id = await tab.report(
    { case: caseId, kind: "answer", track: "visit", assignment: 2, step: "money", answer: "nothing_sent", inputs: { saved_fen: 103_000_000 } },
    { undoable: true },
  );
  expect(await tab.loadDraft(caseId, "money")).toBeNull();
  await tab.undo(id);
  expect(await tab.loadDraft(caseId, "money")).toEqual({ saved_fen: 103_000_000 });
});

it("lets a held report go after ten seconds, and then it is too late to undo", async () => {
  const tab = await signIn(server);
  const id = await hangUp(tab, true);
  await vi.advanceTimersByTimeAsync(10_100);
  await soon(() => expect(server.reports.size).toBe(1));
  expect(await tab.undo(id)).toBe(false);
});

it("sends a held report at once with the next report of the case, which can still be taken back", async () => {
  const tab = await signIn(server);
  const first = await hangUp(tab, true);
  const second = await hangUp(tab, true);
  await soon(() => expect([...server.reports.keys()]).toEqual([first]));
  expect(await tab.undo(first)).toBe(false);
  expect(await tab.undo(second)).toBe(true);
});

it("sends what an app that was killed still held, at its next start", async () => {
  const killed = await signIn(server);
  server.isReachable = false;
  await hangUp(killed, true);
  killed.closeDatabase();
  server.isReachable = true;
  const next = await startAgain();
  await next.syncOnce();
  expect(server.reports.size).toBe(1);
});

it("takes two quick taps for one", async () => {
  const tab = await signIn(server);
  const draft = { case: caseId, kind: "answer", track: "call", assignment: 1, step: "dial", answer: "hung_up" } as const;
  const [first, second] = await Promise.all([tab.report(draft), tab.report(draft)]);
  expect(second).toBe(first);
  await tab.syncOnce();
  expect(server.reports.size).toBe(1);
});
