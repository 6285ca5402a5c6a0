/** The sheet with people: the best first with what they have in hand, one tap sends, who cannot be sent says why. */

import { flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../../core/problem";
import { cases, session } from "../../core/store";
import type { MemberView } from "../../core/types";
import AssignSheet from "../AssignSheet.vue";
import * as doors from "../doors";
import { closeNotice, notice } from "../notice";
import { aCase, assignment, chief } from "./cast";

vi.mock("../doors", () => ({ candidates: vi.fn(), assign: vi.fn(async () => undefined) }));

const someone = (id: number, name: string): MemberView => ({ ...chief, id, name, role: "officer" });
const held = assignment(1, { member: { id: 7, name: "李伟", role: "officer", phone: "" } });
let sheet: VueWrapper;

async function open(): Promise<void> {
  sheet = mount(AssignSheet, { props: { caseId: "a", track: "visit", open: true }, attachTo: document.body });
  await flushPromises();
}

const people = () => sheet.findAll("[data-testid=candidate]");

beforeEach(() => {
  session.me = chief;
  cases.value = new Map([["a", aCase("a", { assignments: [held] })]]);
  vi.mocked(doors.candidates).mockResolvedValue([
    { member: someone(3, "王强"), load: 0, objection: "" },
    { member: someone(4, "何静"), load: 6, objection: "overloaded" },
    { member: someone(5, "夏雪"), load: 0, objection: "off_duty" },
    { member: someone(7, "李伟"), load: 1, objection: "" },
  ]);
});
afterEach(() => {
  sheet.unmount();
  closeNotice();
  vi.clearAllMocks();
});

describe("the people to send", () => {
  it("are listed as the server ranks them, each with the reason against him", async () => {
    await open();
    expect(people().map((one) => [one.find("b").text(), one.find(".why").exists() ? one.find(".why").text() : "", one.attributes("disabled")])).toEqual([
      ["王强", "", undefined],
      ["何静", "手上已满", undefined],
      ["夏雪", "不在岗", ""],
      ["李伟", "现在是他", ""],
    ]);
  });

  it("are sent by one tap, with the way back to the one before", async () => {
    await open();
    await people()[0]!.trigger("click");
    await flushPromises();
    expect(doors.assign).toHaveBeenCalledExactlyOnceWith("a", "visit", 3);
    expect(notice.value).toMatchObject({ text: "已派给 王强", action: { words: "改回 李伟" } });
    notice.value?.action?.run();
    expect(doors.assign).toHaveBeenLastCalledWith("a", "visit", 7);
  });

  it("include the chief himself, who takes over", async () => {
    await open();
    await sheet.find("[data-testid=take-over]").trigger("click");
    await flushPromises();
    expect(doors.assign).toHaveBeenCalledExactlyOnceWith("a", "visit", chief.id);
    expect(notice.value?.text).toBe("您已接手");
  });

  it("cannot be read without a network, which is said with another try", async () => {
    vi.mocked(doors.candidates).mockRejectedValueOnce(new Problem("no_answer", "连不上服务器。", "No answer."));
    await open();
    expect(sheet.text()).toContain("连不上服务器。");
    await sheet.find("[role=alert] button").trigger("click");
    await flushPromises();
    expect(people()).toHaveLength(4);
  });
});
