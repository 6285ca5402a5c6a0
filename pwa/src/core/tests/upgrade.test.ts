/** A phone with unsent work of an older app gets a newer one: nothing is lost on the way, and nothing stays readable. */

import Dexie from "dexie";
import { expect, it } from "vitest";
import { caseId, givenCase, openTab, PIN, server, startScene } from "./scene";
import { officer } from "./server";

startScene();

const REPORT = "019cbcd0-0000-7000-8000-0000000000a1";
const PICTURE = "8a39d2abd3999ab73c34db2476849cddf303ce389b35826850f9a700589b4a90";

/** The databases as app 0.1 (version 1) left them, member signed in, no network since. */
async function givenOldPhone(): Promise<void> {
  const device = new Dexie("qiaomen-device");
  device.version(1).stores({ counters: "case", facts: "key" });
  await device.table("counters").put({ case: caseId, last: 1 });
  await device.table("facts").bulkPut([
    { key: "id", value: "0d5b2a4e-0000-4000-8000-000000000001" },
    { key: "member", value: { me: officer, signed_in: true } },
  ]);
  device.close();
  const member = new Dexie("qiaomen-member-7");
  member.version(1).stores({ cases: "id", reports: "++n, &id, case, state", evidence: "key, case, state", drafts: "key, case", kept: "key" });
  await member.table("cases").put(givenCase());
  await member.table("reports").add({
    id: REPORT,
    case: caseId,
    kind: "note",
    note: "邻居说他在家",
    inputs: {},
    flow: "dissuasion-1",
    seq: 1,
    made_at: "2026-03-05T06:00:00.000Z",
    clock_offset_ms: 0,
    device: "0d5b2a4e-0000-4000-8000-000000000001",
    state: "unsent",
    held_until: 0,
    errors: [],
    about: "彭先生",
  });
  await member.table("evidence").add({
    key: `${caseId}:${PICTURE}`,
    case: caseId,
    ref: { sha256: PICTURE, use: "photo", media_type: "image/jpeg", size: 3 },
    bytes: new Uint8Array([1, 2, 3]).buffer,
    state: "unsent",
    errors: [],
    made: 1,
  });
  await member.table("drafts").put({ key: `${caseId}:met`, case: caseId, step: "met", inputs: { note: "半句话" }, saved: 1 });
  await member.table("kept").bulkPut([
    { key: "cursors", value: { "3": 1 } },
    { key: "members", value: [officer] },
    { key: "place", value: "officer@3" },
  ]);
  member.close();
}

it("asks for a first PIN without a network, and shows and sends all that was there", async () => {
  await givenOldPhone();
  server.isReachable = false;
  const tab = await openTab();
  await tab.startApp();
  expect(tab.session.lock).toBe("unset");
  await tab.setPin(PIN);
  expect(tab.cases.value.get(caseId)?.target.name).toBe("彭先生");
  expect(tab.session.waiting).toBe(2);
  expect(tab.waitingReports.value[0]).toMatchObject({ id: REPORT, note: "邻居说他在家", about: "彭先生", seq: 1 });
  expect(await tab.loadDraft(caseId, "met")).toEqual({ note: "半句话" });
  server.isReachable = true;
  server.signedIn = officer;
  await tab.syncOnce();
  expect(server.reports.get(REPORT)).toMatchObject({ note: "邻居说他在家", seq: 1 });
  expect([...server.pictures]).toEqual([PICTURE]);
  expect(tab.session.waiting).toBe(0);
});

it("seals what stood open, row by row", async () => {
  await givenOldPhone();
  server.isReachable = false;
  const tab = await openTab();
  await tab.startApp();
  await tab.setPin(PIN);
  const { cases, reports, evidence, drafts, kept } = tab.db();
  const rows = [...(await cases.toArray()), ...(await reports.toArray()), ...(await evidence.toArray()), ...(await drafts.toArray())];
  expect(rows).toHaveLength(4);
  for (const row of rows) expect(row.sealed).toHaveProperty("iv");
  expect((await evidence.toArray())[0]!.picture).toHaveProperty("iv");
  expect(await kept.get("members")).toHaveProperty("sealed.iv");
  expect(await kept.get("cursors")).toEqual({ key: "cursors", value: { "3": 1 } });
  tab.closeDatabase();
  const again = await openTab();
  await again.startApp();
  await again.unlock(PIN);
  expect(again.session.waiting).toBe(2);
  expect((await again.kept<unknown[]>("members"))?.length).toBe(1);
});
