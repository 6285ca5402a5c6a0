/** Printing: who is offered it, one file at a time, and what went wrong is said. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { aCase, assignment, chief, li } from "../../board/tests/cast";
import type { Role } from "../../core/types";
import { mayPrint, printFile, underWay } from "../printing";

vi.mock("../../core/device", () => ({ deviceId: () => Promise.resolve("device-a") }));

const pdf = () =>
  new Response("%PDF-", {
    headers: { "Content-Type": "application/pdf", "Content-Disposition": 'attachment; filename="500108-20260301-00001.pdf"' },
  });

describe("who is offered the case file", () => {
  const as = (role: Role) => ({ ...chief, id: li.id, role });
  const done = aCase("peng", { assignments: [assignment(1, { member: li, end: "done" })] });

  it("is whoever sees all cases of his unit", () => {
    expect((["chief", "desk", "operator", "commander"] as const).every((role) => mayPrint(as(role), aCase("peng")))).toBe(true);
    expect((["volunteer", "admin"] as const).some((role) => mayPrint(as(role), done))).toBe(false);
  });

  it("is the officer once he has done it", () => {
    expect(mayPrint(as("officer"), aCase("peng", { assignments: [assignment(1, { member: li, end: "" })] }))).toBe(false);
    expect(mayPrint(as("officer"), done)).toBe(true);
    expect(mayPrint({ ...as("officer"), id: 99 }, done)).toBe(false);
  });
});

describe("the file", () => {
  let saved: string[];

  beforeEach(() => {
    saved = [];
    vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: () => "blob:file", revokeObjectURL: () => undefined }));
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download);
    });
  });
  afterEach(() => vi.restoreAllMocks());

  it("is saved under the case's number and asked for once while it is on its way", async () => {
    let answer: (response: Response) => void = () => undefined;
    const fetched = vi.spyOn(globalThis, "fetch").mockReturnValue(new Promise((resolve) => (answer = resolve)));
    const first = printFile("peng");
    expect(await printFile("peng")).toBeNull();
    expect(underWay.value.has("peng")).toBe(true);
    answer(pdf());
    expect(await first).toBe("500108-20260301-00001.pdf");
    expect(saved).toEqual(["500108-20260301-00001.pdf"]);
    expect(fetched).toHaveBeenCalledTimes(1);
    expect(underWay.value.size).toBe(0);
  });

  it("is refused in the server's words", async () => {
    const body = { code: "not_allowed", message: "您没有这个权限，请联系所长。", message_en: "You may not do this." };
    vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(JSON.stringify(body), { status: 403 }));
    await expect(printFile("peng")).rejects.toMatchObject({ code: "not_allowed", status: 403, message_zh: body.message });
    expect(saved).toEqual([]);
    expect(underWay.value.size).toBe(0);
  });

  it("says so without a network, and where a page answers in the server's place", async () => {
    vi.spyOn(globalThis, "fetch").mockRejectedValueOnce(new TypeError("offline"));
    await expect(printFile("peng")).rejects.toMatchObject({ code: "no_answer", status: 0 });
    vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response("<html>", { headers: { "Content-Type": "text/html" } }));
    await expect(printFile("peng")).rejects.toMatchObject({ code: "no_answer" });
  });
});
