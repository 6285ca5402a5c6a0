/** Unsent work goes out of one phone and into another, once, whichever of the two finds the network first. */

import { beforeEach, expect, it, vi } from "vitest";
import { caseId, server, signIn, startScene, type Tab, wipePhone } from "./scene";

startScene();

beforeEach(() => void vi.stubGlobal("__VERSION__", "test"));

/** A phone on which two reports and a signature wait, and a draft. */
async function givenPhone(): Promise<Tab> {
  const tab = await signIn(server);
  server.isReachable = false;
  await tab.report({ case: caseId, kind: "note", note: "邻居说他在家" });
  await tab.report({ case: caseId, kind: "help" });
  await tab.addEvidence(caseId, new Blob([new Uint8Array([1, 2, 3])], { type: "image/png" }), "signature");
  await tab.saveDraft(caseId, "met", { note: "半句话" });
  return tab;
}

async function transfer() {
  return import("../transfer");
}

it("brings everything over, under the name of the phone it was made on", async () => {
  const first = await givenPhone();
  const parcel = await (await transfer()).unsentParcel();
  expect(parcel).toMatchObject({ member: 7, member_name: "周敏", reports: [{ kind: "note" }, { kind: "help" }], drafts: [{ step: "met" }] });
  expect(parcel.evidence[0]!.bytes.byteLength).toBe(3);
  expect(first.session.waiting).toBe(3);
  const device = parcel.reports[0]!.device;

  wipePhone();
  server.isReachable = true;
  const second = await signIn(server);
  await second.report({ case: caseId, kind: "note", note: "从第二部手机" });
  await second.syncOnce();
  expect(await (await transfer()).takeIn(parcel)).toEqual({ added: 3, known: 0 });
  await second.syncOnce();
  expect([...server.reports.values()].map((r) => [r.note ?? r.kind, r.device === device, r.seq])).toEqual([
    ["从第二部手机", false, 1],
    ["help", true, 2],
    ["邻居说他在家", true, 1],
  ]);
  expect(server.pictures.size).toBe(1);
  expect(await second.loadDraft(caseId, "met")).toEqual({ note: "半句话" });
  expect(second.session.waiting).toBe(0);
});

it("takes nothing twice, neither from the same file nor what the first phone has sent itself", async () => {
  const first = await givenPhone();
  const { unsentParcel, takeIn } = await transfer();
  const parcel = await unsentParcel();
  expect(await takeIn(parcel)).toEqual({ added: 0, known: 3 });
  server.isReachable = true;
  await first.syncOnce();
  expect(server.reports.size).toBe(2);

  wipePhone();
  const second = await signIn(server);
  expect(await (await transfer()).takeIn(parcel)).toEqual({ added: 1, known: 2 });
  await second.syncOnce();
  expect(server.reports.size).toBe(2);
  expect(second.session.waiting).toBe(0);
});

it("tries what the first phone's server refused once more", async () => {
  const first = await givenPhone();
  const [note] = first.waitingReports.value;
  server.isReachable = true;
  server.invalid.set(note!.id, "note");
  await first.syncOnce();
  expect(first.session.attention).toBe(1);
  const parcel = await (await transfer()).unsentParcel();
  expect(parcel.reports.map((r) => r.id)).toEqual([note!.id]);
  server.invalid.clear();
  wipePhone();
  const second = await signIn(server);
  await (await transfer()).takeIn(parcel);
  await second.syncOnce();
  expect(server.reports.get(note!.id)).toMatchObject({ note: "邻居说他在家" });
});
