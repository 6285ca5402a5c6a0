/** Reports leave the phone exactly when the server has them, whatever happens on the way. */

import { expect, it, vi } from "vitest";
import { closeReport } from "../rows";
import { caseId, server, signIn, startAgain, startScene, type Tab } from "./scene";

startScene({ now: "2026-03-05T06:00:00Z" });

function hangUp(tab: Tab, undoable = false): Promise<string> {
  vi.setSystemTime(Date.now() + 60_000);
  server.now += 60_000;
  return tab.report(
    { case: caseId, kind: "answer", track: "call", assignment: 1, step: "dial", answer: "hung_up" },
    { undoable },
  );
}

function note(tab: Tab, text: string): Promise<string> {
  vi.setSystemTime(Date.now() + 1_000);
  return tab.report({ case: caseId, kind: "note", note: text });
}

function waiting(tab: Tab): string[] {
  return tab.waitingReports.value.map((r) => r.state);
}

it("shows a report at once, before any network has seen it", async () => {
  const tab = await signIn(server);
  server.isReachable = false;
  await hangUp(tab);
  await hangUp(tab);
  expect(tab.cases.value.get(caseId)!.standing.call.attempts).toHaveLength(2);
  expect(tab.cases.value.get(caseId)!.standing.immediate_since).not.toBeNull();
  expect(waiting(tab)).toEqual(["unsent", "unsent"]);
});

it("sends what was asked for while a sending broke, and what is asked for after it", async () => {
  const tab = await signIn(server);
  const broken = vi.spyOn(tab.db().reports, "where").mockImplementationOnce(() => {
    throw new TypeError("a fault of ours");
  });
  const asked = [tab.syncOnce(), tab.syncOnce()];
  expect((await Promise.allSettled(asked)).map((each) => each.status)).toEqual(["rejected", "fulfilled"]);
  broken.mockRestore();
  const running = tab.syncOnce();
  await note(tab, "第一条");
  await Promise.all([running, tab.syncOnce()]);
  expect(server.reports.size).toBe(1);
});

it("takes the page of a network's own login for no answer, and keeps the report", async () => {
  const tab = await signIn(server);
  const real = fetch;
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("<html>请登录</html>", { status: 200 })));
  await note(tab, "有人要先登录才能上网");
  expect(await tab.syncOnce()).toMatchObject({ done: false, problem: { code: "no_answer" } });
  expect(tab.session).toMatchObject({ online: false, waiting: 1 });
  vi.stubGlobal("fetch", real);
  await tab.syncOnce();
  expect(server.reports.size).toBe(1);
});

it("empties only when the server has stored", async () => {
  const tab = await signIn(server);
  server.isReachable = false;
  await hangUp(tab);
  const away = await tab.syncOnce();
  expect(away).toMatchObject({ done: false });
  expect(tab.session.waiting).toBe(1);
  server.isReachable = true;
  expect(await tab.syncOnce()).toEqual({ done: true, problem: null });
  expect(tab.session.waiting).toBe(0);
  expect(await tab.db().reports.count()).toBe(0);
  expect(server.reports.size).toBe(1);
});

it("stays one report when the answer is lost after the commit five times", async () => {
  const tab = await signIn(server);
  server.loseAnswers = 5;
  const id = await hangUp(tab);
  while (server.loseAnswers > 0) {
    const { done } = await tab.syncOnce();
    expect(done).toBe(false);
    expect(tab.session.waiting).toBe(1);
  }
  expect(server.batches).toHaveLength(5);
  await tab.syncOnce();
  expect([...server.reports.keys()]).toEqual([id]);
  expect(tab.session.waiting).toBe(0);
  expect(tab.cases.value.get(caseId)!.standing.call.attempts).toHaveLength(1);
});

it("sends nine of ten when one is bad, and keeps that one with its reason until it is tried again", async () => {
  const tab = await signIn(server);
  server.isReachable = false;
  const ids: string[] = [];
  for (let number = 1; number <= 10; number++) ids.push(await note(tab, `第${number}条`));
  server.isReachable = true;
  server.invalid.set(ids[4]!, "note");
  await tab.syncOnce();
  expect(server.reports.size).toBe(9);
  expect(tab.session).toMatchObject({ waiting: 0, attention: 1 });
  expect(tab.waitingReports.value[0]).toMatchObject({ id: ids[4], state: "invalid", errors: [{ field: "note", message: "不对" }] });
  server.invalid.clear();
  await tab.retryReport(ids[4]);
  expect(server.reports.size).toBe(10);
  expect(tab.session).toMatchObject({ waiting: 0, attention: 0 });
});

it("gets the others through when a batch is refused as a whole", async () => {
  const tab = await signIn(server);
  server.isReachable = false;
  const ids: string[] = [];
  for (let number = 1; number <= 7; number++) ids.push(await note(tab, `第${number}条`));
  server.isReachable = true;
  server.poison = { id: ids[3]!, status: 400 };
  await tab.syncOnce();
  expect(server.reports.size).toBe(6);
  expect(waiting(tab)).toEqual(["invalid"]);
});

it("keeps a report the server stumbles over, and moves the queue on", async () => {
  const tab = await signIn(server);
  server.isReachable = false;
  const ids: string[] = [];
  for (let number = 1; number <= 5; number++) ids.push(await note(tab, `第${number}条`));
  server.isReachable = true;
  server.poison = { id: ids[0]!, status: 500 };
  await tab.syncOnce();
  expect(server.reports.size).toBe(4);
  expect(waiting(tab)).toEqual(["unsent"]);
  server.poison = null;
  await tab.syncOnce();
  expect(server.reports.size).toBe(5);
});

it("sends oldest first, at most fifty at once", async () => {
  const tab = await signIn(server);
  server.isReachable = false;
  await note(tab, "第1条");
  await tab.syncOnce();
  const { n: _n, ...first } = tab.waitingReports.value[0]!;
  const others = Array.from({ length: 59 }, (_, i) => ({ ...first, seq: i + 2, id: String(i).padStart(8, "0") + first.id.slice(8) }));
  await tab.db().reports.bulkAdd(await Promise.all(others.map((each) => closeReport(tab.db().seal, each))));
  server.isReachable = true;
  await tab.syncOnce();
  expect(server.batches.map((batch) => batch.length)).toEqual([50, 10]);
  expect(server.batches.flat().map((r) => r.seq)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
});

it("lets a call for help go before everything that was made before it, in a request of its own", async () => {
  const tab = await signIn(server);
  server.isReachable = false;
  await hangUp(tab);
  await note(tab, "一条");
  const call = await tab.report({ case: caseId, kind: "help" });
  await note(tab, "又一条");
  server.isReachable = true;
  await tab.syncOnce();
  expect(server.batches.map((batch) => batch.map((r) => r.kind))).toEqual([["help"], ["answer", "note", "note"]]);
  expect([...server.reports.keys()][0]).toBe(call);
  expect(tab.session.waiting).toBe(0);
});

it("is one report each when two tabs send at once", async () => {
  const first = await signIn(server);
  server.isReachable = false;
  await hangUp(first);
  await hangUp(first);
  server.isReachable = true;
  const second = await startAgain();
  await Promise.all([first.syncOnce(), second.syncOnce()]);
  await Promise.all([first.syncOnce(), second.syncOnce()]);
  expect(server.reports.size).toBe(2);
  expect(await first.db().reports.count()).toBe(0);
  expect([first.session.waiting, second.session.waiting]).toEqual([0, 0]);
});

it("counts on across tabs and starts, and never gives a number twice", async () => {
  const first = await signIn(server);
  const second = await startAgain();
  await Promise.all([note(first, "甲"), note(second, "乙"), note(first, "丙"), note(second, "丁")]);
  await first.syncOnce();
  expect([...server.reports.values()].map((r) => r.seq).sort()).toEqual([1, 2, 3, 4]);
});

it("sends exactly what the server's shape allows", async () => {
  const tab = await signIn(server);
  await hangUp(tab);
  await tab.syncOnce();
  const allowed = ["id", "case", "kind", "track", "assignment", "step", "answer", "inputs", "reason", "fraud_type", "note", "flow", "seq", "made_at", "clock_offset_ms"];
  for (const sent of server.batches.flat()) expect(allowed).toEqual(expect.arrayContaining(Object.keys(sent)));
});
