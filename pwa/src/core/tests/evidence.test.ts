/** Pictures travel apart from the reports that name them, and never take the room that text needs. */

import { afterEach, expect, it, vi } from "vitest";
import { caseId, server, signIn, startScene } from "./scene";

startScene({ now: "2026-03-05T06:00:00Z" });

afterEach(() => void Reflect.deleteProperty(navigator, "storage"));

/** What the browser says is free whenever it is asked. */
function freeMegabytes(free: () => number | Promise<number>): void {
  const mega = 1024 * 1024;
  const estimate = async (): Promise<StorageEstimate> => ({ quota: 100 * mega, usage: (100 - (await free())) * mega });
  Object.defineProperty(navigator, "storage", { value: { estimate }, configurable: true });
}

it("sends a picture apart from the report that names it", async () => {
  const tab = await signIn(server);
  const ref = await tab.addEvidence(caseId, new Blob([new Uint8Array([1, 2, 3])], { type: "image/png" }), "signature");
  expect(ref).toMatchObject({ use: "signature", media_type: "image/png", size: 3 });
  expect(ref.sha256).toBe("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");
  await tab.syncOnce();
  expect(server.pictures).toEqual(new Set([ref.sha256]));
  expect(tab.session.waiting).toBe(0);
});

it("refuses a photo on a full phone with advice, while text still saves and leaves", async () => {
  const tab = await signIn(server);
  freeMegabytes(() => 5);
  const picture = new Blob([new Uint8Array([1, 2, 3])], { type: "image/png" });
  await expect(tab.addEvidence(caseId, picture, "signature")).rejects.toMatchObject({ code: "storage_full" });
  await tab.report({ case: caseId, kind: "note", note: "没有地方放照片" });
  await tab.syncOnce();
  expect(server.reports.size).toBe(1);
});

it("makes room for a photo by dropping those the server has", async () => {
  const tab = await signIn(server);
  const first = new Blob([new Uint8Array([1])], { type: "image/png" });
  const stored = await tab.addEvidence(caseId, first, "signature");
  await tab.syncOnce();
  freeMegabytes(async () => ((await tab.db().evidence.get(`${caseId}:${stored.sha256}`)) ? 5 : 50));
  await tab.addEvidence(caseId, new Blob([new Uint8Array([2])], { type: "image/png" }), "signature");
  expect(await tab.evidenceUrl(caseId, stored.sha256)).toBe(`/api/cases/${caseId}/evidence/${stored.sha256}/`);
});

it.each(["sealed", "picture"] as const)("sends the other pictures when the %s part of one is damaged, and says that it is", async (part) => {
  const tab = await signIn(server);
  server.isReachable = false;
  const spoilt = await tab.addEvidence(caseId, new Blob([new Uint8Array([1])], { type: "image/png" }), "signature");
  const whole = await tab.addEvidence(caseId, new Blob([new Uint8Array([2])], { type: "image/png" }), "signature");
  const key = `${caseId}:${spoilt.sha256}`;
  const row = (await tab.db().evidence.get(key))!;
  await tab.db().evidence.put({ ...row, [part]: { iv: new Uint8Array(12), data: new ArrayBuffer(40) }, weight: 99 });
  server.isReachable = true;
  await tab.syncOnce();
  expect(server.pictures).toEqual(new Set([whole.sha256]));
  expect(tab.session).toMatchObject({ waiting: 0, attention: 1 });
  expect(await tab.db().evidence.get(key)).toMatchObject({ state: "invalid" });
});

it("hears what is new, and shows what has gone, while many pictures are on their way", async () => {
  const tab = await signIn(server);
  server.isReachable = false;
  for (const byte of [1, 2]) await tab.addEvidence(caseId, new Blob([new Uint8Array([byte])], { type: "image/png" }), "signature");
  server.isReachable = true;
  const asked: [string, number][] = [];
  const real = fetch;
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    asked.push([path.split("?")[0]!, tab.session.waiting]);
    if (path === "/api/uploads/") vi.setSystemTime(Date.now() + 15_000);
    return real(path, init);
  });
  await tab.syncOnce();
  expect(asked.slice(0, 4)).toEqual([["/api/news/", 2], ["/api/uploads/", 2], ["/api/news/", 1], ["/api/uploads/", 1]]);
});

it("lets a graver picture that comes meanwhile go before those that wait", async () => {
  const tab = await signIn(server);
  server.isReachable = false;
  const refs = [];
  for (const byte of [1, 2, 3]) refs.push(await tab.addEvidence(caseId, new Blob([new Uint8Array([byte])], { type: "image/png" }), "signature"));
  const [first, second, last] = refs.map((ref) => ref.sha256);
  await tab.db().evidence.update(`${caseId}:${last}`, { state: "invalid" });
  server.isReachable = true;
  const real = fetch;
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    if (path === "/api/uploads/" && server.pictures.size === 0) await tab.db().evidence.update(`${caseId}:${last}`, { state: "unsent", weight: 99 });
    return real(path, init);
  });
  await tab.syncOnce();
  expect([...server.pictures]).toEqual([first, last, second]);
});
