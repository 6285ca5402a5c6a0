/** Unsent work goes out of one phone and into another by a few taps; nobody takes in what is another's. */

import { flushPromises, mount, type DOMWrapper, type VueWrapper } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openParcel, packParcel, type ParcelContent } from "../../core/parcel";
import { Problem } from "../../core/problem";
import { session } from "../../core/session";
import { officer, other } from "../../core/tests/server";
import ParcelCard from "../ParcelCard.vue";

// Keys are slow to make on purpose; here they need not be.
vi.mock("../../core/sealing", async (original) => {
  const { sealingOf } = await original<typeof import("../../core/sealing")>();
  return { sealingOf: (code: string, salt: Uint8Array<ArrayBuffer>) => sealingOf(code, salt, 10) };
});

const CODE = "40718265";
const unsentParcel = vi.fn<() => Promise<ParcelContent>>();
const takeIn = vi.fn<(content: ParcelContent) => Promise<{ added: number; known: number }>>();
let card: VueWrapper;
let packed: Blob[];

beforeEach(() => {
  session.me = officer;
  session.waiting = 3;
  unsentParcel.mockReset().mockResolvedValue(content());
  takeIn.mockReset().mockResolvedValue({ added: 3, known: 1 });
  packed = [];
  vi.spyOn(URL, "createObjectURL").mockImplementation((file) => `blob:${packed.push(file as Blob)}`);
  vi.spyOn(URL, "revokeObjectURL").mockImplementation(() => undefined);
  card = mount(ParcelCard, { props: { unsentParcel, takeIn }, attachTo: document.body });
});

afterEach(() => {
  card.unmount();
  session.me = null;
  session.waiting = session.attention = 0;
  vi.restoreAllMocks();
  for (const name of ["canShare", "share"]) Reflect.deleteProperty(navigator, name);
});

function content(change: Partial<ParcelContent> = {}): ParcelContent {
  const ref = { sha256: "0".repeat(64), use: "photo", media_type: "image/jpeg", size: 3 } as const;
  const bytes = new Uint8Array([1, 2, 3]).buffer;
  return {
    member: officer.id,
    member_name: officer.name,
    made_at: "2026-03-05T06:02:00.000Z",
    app_version: "0.1.0",
    reports: [1, 2].map((n) => ({ n, id: `r${n}` }) as unknown as ParcelContent["reports"][number]),
    evidence: [{ key: "c:0", case: "c", ref, bytes, made: 1 }],
    drafts: [],
    ...change,
  };
}

function hit(id: string): Omit<DOMWrapper<Element>, "exists"> {
  return card.get(`[data-testid="${id}"]`);
}

function has(id: string): boolean {
  return card.find(`[data-testid="${id}"]`).exists();
}

async function tap(id: string): Promise<void> {
  await hit(id).trigger("click");
  await settle();
}

/** Until it is on the screen: cryptography answers in its own time. */
async function comes(words: string): Promise<void> {
  await expect.poll(() => card.text(), { interval: 5 }).toContain(words);
}

async function settle(): Promise<void> {
  for (let round = 0; round < 5; round++) await flushPromises();
}

async function choose(file: Blob, code: string): Promise<void> {
  await tap("parcel-import");
  const input = hit("parcel-file");
  Object.defineProperty(input.element, "files", { value: [new File([file], "敲门-未上报.qiaomen")], configurable: true });
  await input.trigger("change");
  await card.get("form input[type=text]").setValue(code);
  await card.get("form").trigger("submit");
}

describe("out of this phone", () => {
  it("is offered only while something waits", async () => {
    expect(has("parcel-export")).toBe(true);
    session.waiting = 0;
    await settle();
    expect(has("parcel-export")).toBe(false);
    expect(has("parcel-import")).toBe(true);
    session.attention = 1;
    await settle();
    expect(has("parcel-export")).toBe(true);
  });

  it("goes a file that opens with the code on the screen, and with no other", async () => {
    await tap("parcel-export");
    await comes("2 条记录、1 张照片或签名已加密打包");
    const code = hit("parcel-code").text();
    expect(code).toMatch(/^\d{4} \d{4} \d{4}$/);
    expect(card.text()).toContain("抄下口令");
    expect(await openParcel(packed[0]!, code)).toMatchObject({ member_name: "周敏", reports: [{ id: "r1" }, { id: "r2" }] });
    await expect(openParcel(packed[0]!, "11111111")).rejects.toMatchObject({ code: "parcel_wrong_code" });
    expect(hit("parcel-save").attributes()).toMatchObject({ href: "blob:1", download: "敲门-未上报-20260305-1402.qiaomen" });
    expect(card.text()).not.toContain("已交给手机保存");
    await tap("parcel-save");
    expect(card.text()).toContain("已交给手机保存：敲门-未上报-20260305-1402.qiaomen");
    expect(card.text()).toContain("本机的记录都还在");
    expect(has("parcel-share")).toBe(false);
  });

  it("has a new code each time", async () => {
    const codes = new Set<string>();
    for (let round = 0; round < 3; round++) {
      await tap("parcel-export");
      await comes("抄下口令");
      codes.add(hit("parcel-code").text());
      await card.get("dialog[open] .close").trigger("click");
      await settle();
    }
    expect(codes.size).toBe(3);
  });

  it("goes to another app where the phone can hand files over", async () => {
    const share = vi.fn(() => Promise.resolve());
    Object.assign(navigator, { canShare: () => true, share });
    await tap("parcel-export");
    await comes("用别的应用发送");
    await tap("parcel-share");
    expect(share).toHaveBeenCalledWith({ files: [expect.objectContaining({ name: "敲门-未上报-20260305-1402.qiaomen" })] });
    expect(card.text()).toContain("已交给手机保存");
  });

  it.each([
    ["AbortError", ""],
    ["NotAllowedError", "没有发出去，请改用“保存文件”"],
  ])("says how handing over failed: %s", async (name, words) => {
    Object.assign(navigator, { canShare: () => true, share: () => Promise.reject(new DOMException("no", name)) });
    await tap("parcel-export");
    await comes("用别的应用发送");
    await tap("parcel-share");
    const alert = card.find("dialog[open] [role=alert]");
    expect(alert.exists() ? alert.text() : "").toContain(words);
    expect(alert.exists()).toBe(words !== "");
    expect(card.text()).not.toContain("已交给手机保存");
  });

  it("says that nothing is lost when it cannot be packed", async () => {
    unsentParcel.mockRejectedValueOnce(new Error("database is closed"));
    await tap("parcel-export");
    await comes("没有导出成，记录都还在本机");
  });
});

describe("into this phone", () => {
  it("is taken what one has seen and agreed to", async () => {
    await choose(await packParcel(content(), CODE), "4071 8265");
    await comes("导入到这台手机");
    expect(hit("parcel-content").text()).toMatch(/谁的周敏导出时间.*14:02记录2 条照片、签名1 张$/);
    expect(takeIn).not.toHaveBeenCalled();
    await tap("parcel-take");
    await comes("已导入 3 项");
    expect(card.text()).toContain("1 项已经上报过，或者这台手机上本来就有");
    expect(takeIn).toHaveBeenCalledExactlyOnceWith(content());
  });

  it("is told that all of it was there already, and nothing is left to send", async () => {
    takeIn.mockResolvedValueOnce({ added: 0, known: 3 });
    await choose(await packParcel(content(), CODE), CODE);
    await comes("导入到这台手机");
    await tap("parcel-take");
    await comes("都已经有了，不用再导入");
    expect(card.text()).not.toContain("有网自动上报");
  });

  it("is nothing taken when one thinks better of it", async () => {
    await choose(await packParcel(content({ drafts: [{ key: "c:door" } as never] }), CODE), CODE);
    await comes("没填完的");
    await card.findAll("dialog[open] button").find((button) => button.text() === "不导入")!.trigger("click");
    await settle();
    expect(card.find("dialog[open]").exists()).toBe(false);
    expect(takeIn).not.toHaveBeenCalled();
  });

  it("is not taken what is another's", async () => {
    await choose(await packParcel(content({ member: other.id, member_name: other.name }), CODE), CODE);
    await comes("这份记录是何军的，请用他的账号登录后导入");
    expect(has("parcel-take")).toBe(false);
    expect(has("parcel-content")).toBe(false);
  });

  it("is asked for what is missing", async () => {
    await tap("parcel-import");
    await card.get("form").trigger("submit");
    await comes("请先选择文件");
    await choose(new Blob(["x"]), " ");
    await comes("请填写口令");
  });

  it("may be tried again after a wrong code", async () => {
    await choose(await packParcel(content(), CODE), "40718266");
    await comes("口令不对");
    await card.get("form input[type=text]").setValue(CODE);
    await card.get("form").trigger("submit");
    await comes("导入到这台手机");
    expect(card.text()).not.toContain("口令不对");
  });

  it("is told why it failed, in the words of the refusal or the card's own, and may be tried again", async () => {
    takeIn.mockRejectedValueOnce(new Problem("storage_full", "手机存储已满", "full")).mockRejectedValueOnce(new Error("closed"));
    await choose(await packParcel(content(), CODE), CODE);
    await comes("导入到这台手机");
    await tap("parcel-take");
    await comes("手机存储已满");
    await tap("parcel-take");
    await comes("没有导入完，请再试一次，不会重复");
    await tap("parcel-take");
    await comes("已导入 3 项");
  });

  it("is taken once, however often one taps", async () => {
    await choose(await packParcel(content(), CODE), CODE);
    await comes("导入到这台手机");
    const button = hit("parcel-take");
    await Promise.all([button.trigger("click"), button.trigger("click")]);
    await comes("已导入 3 项");
    expect(takeIn).toHaveBeenCalledOnce();
  });
});
