/** A draft is kept while one types; nobody's words are covered unseen, and nothing typed is lost without a network. */

import { effectScope } from "vue";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem, noAnswer } from "../../core/problem";
import type { Draft, EditorView } from "../doors";
import * as doors from "../doors";
import { useEditing, type Editing } from "../editing";
import { aBook, line } from "./book";

vi.mock("../doors");

const AT = "2026-03-01T01:00:00Z";
const server = vi.mocked(doors);
let scope = effectScope();
let editing: Editing;

const draftOf = (revision: string, sign = "样子一", by = "杨振东"): Draft => ({
  by,
  at: AT,
  revision,
  content: aBook({ signs: [line(sign)] }),
  flaws: [],
});
const viewOf = (change: Partial<EditorView> = {}): EditorView => ({
  type: "loan",
  number: 0,
  content: aBook() as unknown as EditorView["content"],
  draft: null,
  history: [],
  shared: [],
  may_edit: true,
  ...change,
});
const refused = new Problem("draft_changed", "别人刚改过", "Changed", 409);
const write = (sign: string): void => editing.change(aBook({ signs: [line(sign)] }));
const sign = (): string => editing.book.value!.signs[0]!.zh;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetAllMocks();
  scope = effectScope();
  editing = scope.run(() => useEditing("loan"))!;
  server.editorOf.mockResolvedValue(viewOf());
  server.saveDraft.mockImplementation((_type, _revision, content) => Promise.resolve({ ...draftOf("r1"), content }));
  await editing.load();
});

afterEach(() => {
  scope.stop();
  vi.useRealTimers();
});

describe("a draft", () => {
  it("is saved once after a pause, however much was typed", async () => {
    write("一");
    write("一二");
    expect(editing.state.saving).toBe("typing");
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.saveDraft).toHaveBeenCalledTimes(1);
    expect(server.saveDraft.mock.lastCall?.[2].signs[0]?.zh).toBe("一二");
    expect(editing.state.saving).toBe("saved");
  });

  it("goes out each time from the one before", async () => {
    write("一");
    await editing.flush();
    write("二");
    await editing.flush();
    expect(server.saveDraft.mock.calls.map(([, revision]) => revision)).toEqual([null, "r1"]);
  });

  it("takes along what is typed while it is on its way", async () => {
    let answer: (draft: Draft) => void = () => undefined;
    server.saveDraft.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    write("一");
    const flushed = editing.flush();
    write("二");
    answer(draftOf("r1"));
    expect(await flushed).toBe(true);
    expect(server.saveDraft.mock.calls.map(([, , content]) => content.signs[0]?.zh)).toEqual(["一", "二"]);
    expect(sign()).toBe("二");
  });

  it("waits for a network and is then saved by itself", async () => {
    server.saveDraft.mockRejectedValueOnce(noAnswer());
    write("一");
    expect(await editing.flush()).toBe(false);
    expect(editing.state.saving).toBe("offline");
    expect(sign()).toBe("一");
    await vi.advanceTimersByTimeAsync(11_000);
    expect(editing.state.saving).toBe("saved");
  });
});

describe("when somebody else wrote meanwhile", () => {
  async function meet(view: Partial<EditorView>): Promise<void> {
    server.saveDraft.mockRejectedValueOnce(refused);
    server.editorOf.mockResolvedValue(viewOf(view));
    write("我的");
    await editing.flush();
  }

  it("one's own words stay and nothing is saved until one has chosen", async () => {
    await meet({ draft: draftOf("r9", "别人的", "孙悦") });
    expect(editing.theirs.value?.by).toBe("孙悦");
    write("我的又改");
    await vi.advanceTimersByTimeAsync(20_000);
    expect(server.saveDraft).toHaveBeenCalledTimes(1);
    expect(sign()).toBe("我的又改");
  });

  it("theirs can be taken", async () => {
    await meet({ draft: draftOf("r9", "别人的") });
    editing.takeTheirs();
    expect(sign()).toBe("别人的");
    expect(editing.theirs.value).toBeNull();
  });

  it("one's own can be kept, going out from theirs", async () => {
    await meet({ draft: draftOf("r9", "别人的") });
    expect(await editing.keepMine()).toBe(true);
    expect(server.saveDraft.mock.lastCall?.[1]).toBe("r9");
    expect(sign()).toBe("我的");
  });

  it("what they published counts as theirs", async () => {
    const published = { number: 4, by: "孙悦", at: AT, note: "演练" };
    await meet({ number: 4, history: [published] });
    expect(editing.theirs.value).toMatchObject({ by: "孙悦", revision: null });
  });

  it("a draft they threw away is simply written anew", async () => {
    await meet({});
    expect(editing.theirs.value).toBeNull();
    await vi.advanceTimersByTimeAsync(100);
    expect(server.saveDraft.mock.lastCall?.[1]).toBeNull();
    expect(editing.state.saving).toBe("saved");
  });
});

describe("an edition", () => {
  it("is made from what is on the screen, saved first", async () => {
    server.publishDraft.mockResolvedValue(viewOf({ number: 1 }));
    write("一");
    await editing.publish("演练");
    expect(server.saveDraft).toHaveBeenCalledTimes(1);
    expect(server.publishDraft).toHaveBeenCalledWith("loan", "r1", "演练");
    expect(editing.view.value?.number).toBe(1);
    expect(editing.state.saving).toBe("none");
  });

  it("is not made from a draft that could not be saved", async () => {
    server.saveDraft.mockRejectedValue(noAnswer());
    write("一");
    await expect(editing.publish("演练")).rejects.toBeInstanceOf(Problem);
    expect(server.publishDraft).not.toHaveBeenCalled();
  });

  it("put back names the one in force", async () => {
    server.restoreEdition.mockResolvedValue(viewOf({ number: 1 }));
    await editing.restore(0, "换回");
    expect(server.restoreEdition).toHaveBeenCalledWith("loan", 0, 0, "换回");
  });
});

it("a draft thrown away gives back what it said, and nothing of it is saved again", async () => {
  write("一");
  await editing.flush();
  write("二");
  const gone = await editing.discard();
  expect(gone?.signs[0]?.zh).toBe("二");
  expect(server.discardDraft).toHaveBeenCalledWith("loan", "r1");
  await vi.advanceTimersByTimeAsync(20_000);
  expect(server.saveDraft).toHaveBeenCalledTimes(1);
  expect(sign()).toBe("样子一");
});
