/** Whatever happens to a login, unsent work stays, is seen by nobody else, and leaves after the next login. */

import { expect, it, vi } from "vitest";
import { Seal } from "../seal";
import { officer, other } from "./server";
import { caseId, openTab, server, signIn, soon, startAgain, startScene, type Tab } from "./scene";

startScene();

function note(tab: Tab, text = "邻居说他在家"): Promise<string> {
  return tab.report({ case: caseId, kind: "note", note: text });
}

it("keeps what was made after the login ran out, and sends it after the next", async () => {
  const tab = await signIn(server);
  server.signedIn = null;
  await note(tab);
  await tab.syncOnce();
  expect(tab.session).toMatchObject({ barred: "expired", waiting: 1 });
  expect(tab.session.me).not.toBeNull();
  expect(tab.cases.value.size).toBe(1);
  await tab.login("zhou", "secret");
  await tab.syncOnce();
  expect(tab.session).toMatchObject({ barred: "", waiting: 0 });
  expect(server.reports.size).toBe(1);
});

it("takes no refusal of an ended login for one of the next, however late it arrives", async () => {
  const tab = await signIn(server);
  server.signedIn = null;
  const real = fetch;
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let isFirst = true;
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const answer = await real(path, init);
    if (path === "/api/reports/" && isFirst) {
      isFirst = false;
      await held;
    }
    return answer;
  });
  await note(tab);
  await soon(() => expect(isFirst).toBe(false));
  await tab.login("zhou", "secret");
  letGo();
  await tab.syncOnce();
  expect(tab.session).toMatchObject({ barred: "", waiting: 0 });
  expect(server.reports.size).toBe(1);
});

it("goes on in every tab once he has signed in again in one", async () => {
  const first = await signIn(server);
  const second = await startAgain();
  server.signedIn = null;
  await note(first);
  await soon(() => expect(first.session.barred).toBe("expired"));
  await second.login("zhou", "secret");
  await soon(() => expect(first.session.barred).toBe(""));
  await first.syncOnce();
  expect(server.reports.size).toBe(1);
});

it("keeps unsent work over a sign-out, hidden from who signs in next, and sends it for its maker alone", async () => {
  const tab = await signIn(server);
  server.isReachable = false;
  await note(tab);
  await tab.logout();
  expect(tab.cases.value.size).toBe(0);
  expect(await tab.unsentOfLast()).toEqual({ name: "周敏", count: 1 });
  server.isReachable = true;
  await tab.login("he", "secret");
  await tab.setPin("987654");
  await tab.syncOnce();
  expect(tab.waitingReports.value).toEqual([]);
  expect(server.reports.size).toBe(0);
  await tab.logout();
  await tab.login("zhou", "secret");
  await tab.syncOnce();
  expect([...server.reports.values()].map((r) => r.member)).toEqual([7]);
});

it("takes the cases of others off the phone with the sign-out", async () => {
  const tab = await signIn(server);
  expect(await tab.db().cases.count()).toBe(1);
  await tab.logout();
  expect(await tab.openDatabase(7, Seal.none()).cases.count()).toBe(0);
});

it("stays signed out when an answer about the login arrives in the middle of the sign-out", async () => {
  const tab = await signIn(server);
  const { refreshMe } = await import("../entry");
  const real = fetch;
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const answer = await real(path, init);
    if (path === "/api/me/") await held;
    return answer;
  });
  const refreshing = refreshMe();
  const { cases } = tab.db();
  const clear = cases.clear.bind(cases);
  vi.spyOn(cases, "clear").mockImplementationOnce((async () => {
    letGo();
    await refreshing;
    await clear();
  }) as never);
  await tab.logout();
  const next = await openTab();
  await next.startApp();
  expect(next.session).toMatchObject({ me: null, lock: "" });
});

it("lets nobody in before a sign-out on its way is answered: the answer would end the new login", async () => {
  const tab = await signIn(server);
  server.isReachable = false;
  await tab.logout();
  server.isReachable = true;
  const real = fetch;
  const asked: string[] = [];
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    asked.push(path);
    if (path === "/api/logout/") await held;
    return real(path, init);
  });
  const next = await openTab();
  await next.startApp();
  await soon(() => expect(asked).toContain("/api/logout/"));
  const entering = next.login("zhou", "secret");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).not.toContain("/api/login/");
  letGo();
  await entering;
  expect(asked.filter((path) => path.startsWith("/api/log"))).toEqual(["/api/logout/", "/api/login/"]);
  expect(server.signedIn).not.toBeNull();
});

it("stays signed out when his duty is answered after the sign-out", async () => {
  const tab = await signIn(server);
  const real = fetch;
  let answer = (_: Response): void => undefined;
  vi.stubGlobal("fetch", (path: string, init: RequestInit) =>
    path === "/api/me/duty/" ? new Promise<Response>((resolve) => (answer = resolve)) : real(path, init),
  );
  const setting = tab.setDuty(false);
  await tab.logout();
  answer(new Response(JSON.stringify({ ...officer, on_duty: false })));
  await setting;
  expect(tab.session.me).toBeNull();
});

it("ends the session at the server later when there was no network at the sign-out", async () => {
  const tab = await signIn(server);
  server.isReachable = false;
  await tab.logout();
  expect(server.signedIn).not.toBeNull();
  server.isReachable = true;
  const next = await openTab();
  await next.startApp();
  await soon(() => expect(server.signedIn).toBeNull());
  expect(next.session.me).toBeNull();
});

it("sends nothing in the name of whoever signed in in another tab", async () => {
  const first = await signIn(server);
  server.isReachable = false;
  await note(first);
  const second = await startAgain();
  await second.logout();
  server.isReachable = true;
  await second.login("he", "secret");
  await first.syncOnce();
  expect(first.session).toMatchObject({ barred: "expired", waiting: 1 });
  expect(server.reports.size).toBe(0);
});

it("sends nothing in the name of whoever has signed in meanwhile, before this tab could hear of it", async () => {
  const tab = await signIn(server);
  server.isReachable = false;
  await note(tab);
  await tab.addEvidence(caseId, new Blob(["sign"], { type: "image/png" }), "signature");
  server.isReachable = true;
  server.signedIn = other;
  await tab.syncOnce();
  expect([server.reports.size, server.pictures.size]).toEqual([0, 0]);
  expect(tab.session).toMatchObject({ barred: "expired", waiting: 2 });
});

it("closes one member's work as soon as another has signed in, before he has chosen a PIN", async () => {
  const tab = await signIn(server);
  tab.lockNow();
  await tab.login("he", "secret");
  expect(tab.session).toMatchObject({ lock: "unset", barred: "" });
  expect(tab.isOpen()).toBe(false);
  expect(tab.cases.value.size).toBe(0);
});

it("opens with all it holds when there is no network at the start", async () => {
  const before = await signIn(server);
  server.isReachable = false;
  await note(before);
  before.closeDatabase();
  const tab = await startAgain();
  expect(tab.session).toMatchObject({ ready: true, waiting: 1 });
  expect(tab.session.me?.name).toBe("周敏");
  expect(tab.cases.value.get(caseId)?.target.name).toBe("彭先生");
});

it("says in plain words that a password is wrong, and that there is no network", async () => {
  const tab = await openTab();
  await tab.startApp();
  await expect(tab.login("nobody", "x")).rejects.toMatchObject({ code: "wrong_login", status: 400 });
  server.isReachable = false;
  await expect(tab.login("zhou", "x")).rejects.toMatchObject({ code: "no_answer", status: 0 });
});

it("shows nothing of what was still being read at the sign-out", async () => {
  const tab = await signIn(server);
  server.isReachable = false;
  await note(tab);
  const readings = [tab.showOutbox(), tab.showStored("all")];
  tab.closeDatabase();
  tab.showNothing();
  await Promise.all(readings);
  expect([tab.waitingReports.value, tab.cases.value.size, tab.session.waiting]).toEqual([[], 0, 0]);
});
