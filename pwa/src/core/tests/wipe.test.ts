/** A phone reported lost hands in what it can, forgets the rest, and never throws unsent work away. */

import Dexie from "dexie";
import { expect, it, vi } from "vitest";
import { caseId, openTab, PIN, server, signIn, soon, startScene, type Tab } from "./scene";

startScene();

function note(tab: Tab): Promise<string> {
  return tab.report({ case: caseId, kind: "note", note: "邻居说他在家" });
}

async function memberDatabases(): Promise<string[]> {
  return (await Dexie.getDatabaseNames()).filter((name) => name.startsWith("qiaomen-member"));
}

async function untilWiped(tab: Tab, told = 1): Promise<void> {
  await vi.waitFor(async () => {
    await vi.advanceTimersByTimeAsync(1_000);
    expect(tab.session.isWiped).toBe(true);
    expect(server.wiped).toBe(told);
  }, { timeout: 15_000 });
}

it("sends what waits and forgets everything else", async () => {
  const tab = await signIn(server);
  server.isReachable = false;
  await note(tab);
  server.isReachable = true;
  server.lost = { takes_in: true };
  await tab.syncOnce();
  await untilWiped(tab);
  expect([...server.reports.values()].map((r) => r.note)).toEqual(["邻居说他在家"]);
  expect(tab.session.me).toBeNull();
  expect(tab.cases.value.size).toBe(0);
  expect(await memberDatabases()).toEqual([]);
});

it("opens to no PIN while it still hands in", async () => {
  const tab = await signIn(server);
  server.isReachable = false;
  await note(tab);
  tab.lockNow();
  const { wipe } = await import("../wipe");
  const wiping = wipe(true);
  await expect(tab.unlock(PIN)).rejects.toMatchObject({ code: "device_lost" });
  expect(tab.session.lock).toBe("locked");
  await untilWiped(tab, 0);
  await wiping;
});

it("says so at its next start when its last word was lost", async () => {
  const tab = await signIn(server);
  const { wipe } = await import("../wipe");
  server.isReachable = false;
  await wipe(false);
  expect([tab.session.isWiped, server.wiped]).toEqual([true, 0]);
  server.isReachable = true;
  await (await openTab()).startApp();
  await soon(() => expect(server.wiped).toBe(1));
  await (await openTab()).startApp();
  await tab.login("zhou", "secret");
  expect(server.wiped).toBe(1);
});

it("while locked keeps unsent work sealed, openable only after it was found and with the password", async () => {
  const before = await signIn(server);
  server.isReachable = false;
  await note(before);
  before.closeDatabase();
  server.isReachable = true;
  server.lost = { takes_in: true };
  const tab = await openTab();
  await tab.startApp();
  await untilWiped(tab);
  expect(server.reports.size).toBe(0);
  const { hasPin } = await import("../vault");
  expect(await hasPin(7)).toBe(false);
  expect(await tab.unsentOfLast()).toBeNull();
  const { MemberDatabase } = await import("../db");
  const { Seal } = await import("../seal");
  const left = new MemberDatabase(7, Seal.none());
  expect([await left.cases.count(), await left.kept.count(), await left.reports.count()]).toEqual([0, 0, 1]);
  left.close();
  server.lost = null;
  await tab.login("zhou", "secret");
  expect(tab.session).toMatchObject({ lock: "unset", isWiped: false });
  await tab.setPin("864209");
  await tab.syncOnce();
  expect([...server.reports.values()].map((r) => r.note)).toEqual(["邻居说他在家"]);
});

it("is finished after the app was ended in the middle of it", async () => {
  const before = await signIn(server);
  before.closeDatabase();
  const { rememberDeviceFact } = await import("../device");
  await rememberDeviceFact("lost", true);
  server.lost = { takes_in: false };
  const tab = await openTab();
  await tab.startApp();
  await untilWiped(tab);
  expect(tab.session.me).toBeNull();
  expect(await memberDatabases()).toEqual([]);
});

it("that cannot be finished now keeps nobody from the door, and is tried at the next start", async () => {
  const tab = await signIn(server);
  const { wipe } = await import("../wipe");
  const names = vi.spyOn(Dexie, "getDatabaseNames").mockRejectedValue(new Error("the disk is full"));
  await expect(wipe(false)).rejects.toThrow("the disk is full");
  tab.closeDatabase();
  const next = await openTab();
  await next.startApp();
  expect(next.session).toMatchObject({ ready: true, me: null });
  names.mockRestore();
  const last = await openTab();
  await last.startApp();
  expect(last.session.isWiped).toBe(true);
  expect(await memberDatabases()).toEqual([]);
});

it("forgets the data of everybody who used the phone", async () => {
  const tab = await signIn(server);
  await tab.logout();
  await tab.login("he", "secret");
  await tab.setPin("864209");
  await tab.syncOnce();
  expect(await memberDatabases()).toHaveLength(2);
  server.lost = { takes_in: true };
  await tab.syncOnce();
  await untilWiped(tab);
  expect(await memberDatabases()).toEqual([]);
});

it("forgets what lies open since before there were PINs, of somebody who has not come back", async () => {
  const tab = await signIn(server);
  const { MemberDatabase } = await import("../db");
  const { Seal } = await import("../seal");
  const old = new MemberDatabase(9, Seal.none());
  await old.drafts.put({ key: "c:met", case: "c", step: "met", saved: 1, sealed: { plain: { note: "邻居说他在家" } } });
  old.close();
  server.lost = { takes_in: true };
  await tab.syncOnce();
  await untilWiped(tab);
  expect(await memberDatabases()).toEqual([]);
});

it("does not take a refusal of something else for the order to wipe", async () => {
  const tab = await signIn(server);
  server.signedIn = null;
  await tab.syncOnce();
  expect(tab.session).toMatchObject({ barred: "expired", isWiped: false });
  expect(await memberDatabases()).toHaveLength(1);
});
