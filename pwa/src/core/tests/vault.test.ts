/** What lies on the phone is sealed, opens with the PIN or after a login, and no wrong PIN or lost one costs unsent work. */

import Dexie from "dexie";
import { describe, expect, it, vi } from "vitest";
import { caseId, givenCase, openTab, PIN, server, signIn, startAgain, startScene, type Tab } from "./scene";

startScene();

const SECRETS = ["彭先生", "13900001111", "演练路1号", "邻居说他在家", "周队长的草稿"];

function note(tab: Tab, text = "邻居说他在家"): Promise<string> {
  return tab.report({ case: caseId, kind: "note", note: text });
}

/** Everything the phone's databases hold, as bytes somebody with the phone in his hands would read. */
async function allOnDisk(): Promise<string> {
  const texts: string[] = [];
  for (const name of await Dexie.getDatabaseNames()) {
    if (name === "qiaomen-device") continue;
    const database = await new Dexie(name).open();
    for (const table of database.tables) for (const row of await table.toArray()) texts.push(readable(row));
    database.close();
  }
  return texts.join("\n");
}

function readable(value: unknown): string {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder().decode(value as ArrayBuffer);
  if (Array.isArray(value)) return value.map(readable).join(" ");
  if (value && typeof value === "object") return Object.entries(value).map(([key, each]) => `${key} ${readable(each)}`).join(" ");
  return String(value);
}

/** The app started again, at its lock. */
async function atTheLock(): Promise<Tab> {
  const tab = await openTab();
  await tab.startApp();
  expect(tab.session.lock).toBe("locked");
  return tab;
}

async function vault() {
  return import("../vault");
}

it("leaves nothing of a case, a report or a draft readable on the phone", async () => {
  const tab = await signIn(server);
  server.isReachable = false;
  await note(tab);
  await tab.saveDraft(caseId, "met", { note: "周队长的草稿" });
  const disk = await allOnDisk();
  expect(disk).toContain(caseId);
  for (const secret of SECRETS) expect(disk).not.toContain(secret);
});

it("shows nothing before the PIN, and all of it after", async () => {
  const before = await signIn(server);
  server.isReachable = false;
  await note(before);
  before.closeDatabase();
  const tab = await atTheLock();
  expect(tab.cases.value.size).toBe(0);
  expect(tab.waitingReports.value).toEqual([]);
  await tab.unlock(PIN);
  expect(tab.session).toMatchObject({ lock: "", waiting: 1 });
  expect(tab.cases.value.get(caseId)?.target.name).toBe("彭先生");
  expect(tab.waitingReports.value[0]).toMatchObject({ note: "邻居说他在家", kind: "note" });
});

describe("a wrong PIN", () => {
  it("says how many tries are left, makes one wait, and counts on over a restart", async () => {
    (await signIn(server)).closeDatabase();
    const tab = await atTheLock();
    for (const left of [9, 8, 7, 6]) await expect(tab.unlock("000001")).rejects.toMatchObject({ code: "wrong_pin", message_zh: expect.stringContaining(String(left)) });
    await expect(tab.unlock(PIN)).rejects.toMatchObject({ code: "pin_wait" });
    const again = await atTheLock();
    await expect(again.unlock(PIN)).rejects.toMatchObject({ code: "pin_wait" });
    const { openWithPin, pinTries } = await vault();
    expect(await pinTries(7)).toMatchObject({ left: 6 });
    await openWithPin(7, PIN, { now: Date.now() + 31_000 });
    expect(await pinTries(7)).toEqual({ wait: 0, left: 10 });
  });

  it("does not lock for years when the phone's clock was wrong", async () => {
    await signIn(server);
    const { openWithPin, pinTries } = await vault();
    const future = Date.now() + 365 * 86_400_000;
    for (let tries = 0; tries < 4; tries += 1) await openWithPin(7, "000001", { now: future }).catch(() => undefined);
    expect((await pinTries(7)).wait).toBe(30_000);
  });

  it("is counted once for each, also when several tabs try at the same time", async () => {
    await signIn(server);
    const { openWithPin, pinTries } = await vault();
    await Promise.allSettled(["000001", "000002", "000003"].map((pin) => openWithPin(7, pin)));
    expect((await pinTries(7)).left).toBe(7);
  });

  it("makes one wait no longer than it says when the clock was set back, as after an empty battery", async () => {
    await signIn(server);
    const { openWithPin, pinTries } = await vault();
    for (let tries = 0; tries < 4; tries += 1) await openWithPin(7, "000001").catch(() => undefined);
    const in1970 = 60_000;
    await expect(openWithPin(7, PIN, { now: in1970 })).rejects.toMatchObject({ code: "pin_wait" });
    expect((await pinTries(7, in1970 + 20_000)).wait).toBe(10_000);
    await openWithPin(7, PIN, { now: in1970 + 31_000 });
  });

  it("too often removes the PIN; signing in brings everything back and asks for a new one", async () => {
    const before = await signIn(server);
    server.isReachable = false;
    await note(before);
    before.closeDatabase();
    const { openWithPin } = await vault();
    const refusals: string[] = [];
    for (let tries = 1; tries <= 10; tries += 1) {
      await openWithPin(7, "000001", { now: Date.now() + tries * 3_600_000 }).catch((refusal: { code: string }) => refusals.push(refusal.code));
    }
    expect(refusals).toEqual([...Array<string>(9).fill("wrong_pin"), "pin_gone"]);
    await expect(openWithPin(7, PIN, { now: Date.now() + 99 * 3_600_000 })).rejects.toMatchObject({ code: "pin_gone" });
    server.isReachable = true;
    const tab = await openTab();
    await tab.startApp();
    await tab.login("zhou", "secret");
    expect(tab.session.lock).toBe("unset");
    await tab.setPin("864209");
    await tab.syncOnce();
    expect([...server.reports.values()].map((r) => r.note)).toEqual(["邻居说他在家"]);
  });
});

it("is forgotten without harm: sign in with the password and choose another", async () => {
  const tab = await signIn(server);
  server.isReachable = false;
  await note(tab);
  tab.lockNow();
  server.isReachable = true;
  await tab.login("zhou", "secret", { wantsNewPin: true });
  expect(tab.session.lock).toBe("unset");
  await tab.setPin("864209");
  await tab.syncOnce();
  expect(server.reports.size).toBe(1);
  tab.closeDatabase();
  const again = await atTheLock();
  await expect(again.unlock(PIN)).rejects.toMatchObject({ code: "wrong_pin" });
  await again.unlock("864209");
  expect(again.cases.value.size).toBe(1);
});

it("stays gone when it was taken away while somebody was typing it", async () => {
  await signIn(server);
  const { forgetPin, hasPin, openWithPin } = await vault();
  const opening = openWithPin(7, PIN);
  await forgetPin(7);
  await expect(opening).rejects.toMatchObject({ code: "pin_gone" });
  expect(await hasPin(7)).toBe(false);
});

it("chosen in two tabs at once makes one data key: what each seals opens to the other", async () => {
  await openTab();
  const { choosePin } = await vault();
  const [one, two] = await Promise.all([choosePin(7, PIN, null), choosePin(7, "864209", null)]);
  expect(await two.open("drafts:a", await one.close("drafts:a", "周队长的草稿"))).toBe("周队长的草稿");
});

it("changes by the old one only", async () => {
  const tab = await signIn(server);
  const { changePin } = await vault();
  await expect(changePin(7, "000001", "864209")).rejects.toMatchObject({ code: "wrong_pin" });
  await changePin(7, PIN, "864209");
  tab.closeDatabase();
  const again = await atTheLock();
  await again.unlock("864209");
  expect(again.session.lock).toBe("");
});

it.each([
  ["111111", true],
  ["123456", true],
  ["654321", true],
  ["890123", true],
  ["135790", false],
  ["112233", false],
])("is %s too easy to guess? %s", async (pin, isEasy) => {
  expect((await vault()).isEasyPin(pin)).toBe(isEasy);
});

it("chosen without a network and never signed in since, still comes back after a login", async () => {
  // From before there were PINs: the login is remembered, its data stands open, and there is no vault.
  await (await signIn(server)).logout();
  const { rememberMember, dropVault } = await import("../device");
  const { officer } = await import("./server");
  await rememberMember({ me: officer, signed_in: true });
  await dropVault(7);
  server.isReachable = false;
  const tab = await openTab();
  await tab.startApp();
  expect(tab.session.lock).toBe("unset");
  await tab.setPin(PIN);
  await note(tab);
  tab.closeDatabase();
  const { forgetPin } = await vault();
  await forgetPin(7);
  server.isReachable = true;
  const again = await openTab();
  await again.startApp();
  await again.login("zhou", "secret");
  await again.setPin("864209");
  await again.syncOnce();
  expect(server.reports.size).toBe(1);
});

it("gone after too many wrong ones asks for the password, also when it was chosen without a network and the app is started again", async () => {
  const before = await openTab();
  const { rememberMember } = await import("../device");
  const { officer } = await import("./server");
  await rememberMember({ me: officer, signed_in: true });
  server.isReachable = false;
  await before.startApp();
  await before.setPin(PIN);
  await note(before);
  before.closeDatabase();
  const { openWithPin } = await vault();
  for (let tries = 1; tries <= 10; tries += 1) await openWithPin(7, "000001", { now: Date.now() + tries * 3_600_000 }).catch(() => undefined);
  const tab = await atTheLock();
  await expect(tab.unlock("864209")).rejects.toMatchObject({ code: "pin_gone" });
  server.isReachable = true;
  await tab.login("zhou", "secret");
  await tab.setPin("864209");
  await tab.syncOnce();
  expect(server.reports.size).toBe(1);
});

it("of another server does not open: nothing is thrown away unasked, and after saying so one begins anew", async () => {
  const before = await signIn(server);
  server.isReachable = false;
  await note(before);
  before.closeDatabase();
  server.isReachable = true;
  server.localKey = "another";
  const tab = await openTab();
  await tab.startApp();
  await expect(tab.login("zhou", "secret", { wantsNewPin: true })).rejects.toMatchObject({ code: "sealed_away" });
  const { countUnsent, shutOutMember, startAnew } = await import("../lock");
  expect(shutOutMember()?.id).toBe(7);
  expect(await countUnsent(7)).toBe(1);
  await startAnew();
  await tab.setPin(PIN);
  expect(await countUnsent(7)).toBe(0);
  expect(tab.session.lock).toBe("");
});

it("opens by its PIN when the server has lost its key, and by the new one from then on", async () => {
  const before = await signIn(server);
  server.isReachable = false;
  await note(before);
  before.closeDatabase();
  server.isReachable = true;
  server.localKey = "restored without it";
  const tab = await openTab();
  await tab.startApp();
  await tab.login("zhou", "secret");
  expect(tab.session.lock).toBe("locked");
  const { isPinOnly } = await import("../lock");
  expect(isPinOnly.value).toBe(true);
  await tab.unlock(PIN);
  expect(isPinOnly.value).toBe(false);
  await tab.syncOnce();
  expect([...server.reports.values()].map((r) => r.note)).toEqual(["邻居说他在家"]);
  await tab.login("zhou", "secret", { wantsNewPin: true });
  expect(tab.session.lock).toBe("unset");
});

it("keeps the others readable when one row is damaged, and says that it is", async () => {
  const tab = await signIn(server);
  server.isReachable = false;
  await tab.report({ case: caseId, kind: "help" });
  await note(tab, "第二条");
  const [first] = await tab.db().reports.toArray();
  await tab.db().reports.update(first!.n!, { sealed: { iv: new Uint8Array(12), data: new ArrayBuffer(40) } });
  tab.closeDatabase();
  const again = await startAgain();
  expect(again.waitingReports.value.map((r) => r.note)).toEqual(["第二条"]);
  expect(again.session).toMatchObject({ damaged: 1, waiting: 1, attention: 1 });
  server.isReachable = true;
  await again.syncOnce();
  expect(server.reports.size).toBe(1);
  expect(await again.db().reports.count()).toBe(1);
});

it("opens, and leads on, when what is damaged is a list of people or what was half filled in", async () => {
  const tab = await signIn(server);
  const damaged = { iv: new Uint8Array(12), data: new ArrayBuffer(40) };
  await tab.db().kept.put({ key: "members", sealed: damaged });
  await tab.saveDraft(caseId, "met", { note: "周队长的草稿" });
  await tab.db().drafts.update(`${caseId}:met`, { sealed: damaged });
  tab.closeDatabase();
  const again = await startAgain();
  expect(again.cases.value.size).toBe(1);
  expect(await again.loadDraft(caseId, "met")).toBeNull();
});

it("opens on a phone that is too full to seal what still lies open", async () => {
  vi.doMock("../resealing", () => ({ sealAll: () => Promise.reject(new DOMException("full", "QuotaExceededError")) }));
  const tab = await signIn(server);
  vi.doUnmock("../resealing");
  expect(tab.session.lock).toBe("");
});

it("a sealed row cannot be put in another's place", async () => {
  const { Seal } = await import("../seal");
  const seal = await Seal.of(new Uint8Array(32));
  const sealed = await seal.close("reports:a", { note: "甲" });
  expect(await seal.open("reports:a", sealed)).toEqual({ note: "甲" });
  await expect(seal.open("reports:b", sealed)).rejects.toMatchObject({ code: "cannot_open" });
});

it("works on plain http, where browsers cannot seal, and says so", async () => {
  vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto), subtle: undefined });
  const tab = await openTab();
  await tab.startApp();
  await tab.login("zhou", "secret");
  expect(tab.session.lock).toBe("");
  await note(tab);
  await tab.syncOnce();
  expect(server.reports.size).toBe(1);
  expect((await vault()).canSeal()).toBe(false);
  const again = await openTab();
  await again.startApp();
  expect(again.cases.value.size).toBe(1);
});

describe("the time without a touch", () => {
  it("locks, keeps news coming in, and opens to the same screen's data", async () => {
    const tab = await signIn(server);
    localStorage.setItem("qiaomen.touched", String(Date.now() - 599_000));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(tab.session.lock).toBe("");
    localStorage.setItem("qiaomen.touched", String(Date.now() - 601_000));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(tab.session.lock).toBe("locked");
    const second = { ...givenCase(), id: "019cbcd0-0000-7000-8000-000000000002" };
    server.cases.set(second.id, second);
    await tab.syncOnce();
    expect(tab.cases.value.size).toBe(2);
    await tab.unlock(PIN);
    expect(tab.session.lock).toBe("");
  });

  it("is not undone by the server's word that the member has moved", async () => {
    const tab = await signIn(server);
    tab.lockNow();
    server.signedIn = { ...server.signedIn!, unit: { ...server.signedIn!.unit, id: 4 } };
    const { refreshMe } = await import("../entry");
    await refreshMe();
    expect(tab.session.me?.unit.id).toBe(4);
    expect(tab.session.lock).toBe("locked");
  });

  it("is counted over all tabs, by the role's own limit", async () => {
    const tab = await signIn(server);
    tab.session.me = { ...tab.session.me!, role: "operator" };
    localStorage.setItem("qiaomen.touched", String(Date.now() - 601_000));
    tab.session.rules = { ...tab.session.rules!, phones: { ...(await import("../phones")).phones(), idle_seconds: { operator: 3600, officer: 600 } } } as never;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(tab.session.lock).toBe("");
  });

  it("says nothing when the clock was set back", async () => {
    const tab = await signIn(server);
    localStorage.setItem("qiaomen.touched", String(Date.now() + 3_600_000));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(tab.session.lock).toBe("");
  });
});
