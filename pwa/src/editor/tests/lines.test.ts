// @vitest-environment node
/** Lines are added, moved and taken out without touching the others, and what changed is told line by line. */

import { describe, expect, it } from "vitest";
import { changesBetween } from "../changes";
import { changed, fresh, inserted, moved, without } from "../lines";
import { fieldOf, isIn, linesOf, SECTIONS, sectionOf, withLines } from "../sections";
import { aBook, line } from "./book";

const told = (before = aBook(), after = aBook()) =>
  changesBetween(before, after).map((change) => [change.section.place, change.before?.zh ?? null, change.after?.zh ?? null]);

describe("the lines of a section", () => {
  const three = [line("一"), line("二"), line("三")];
  const said = (lines: readonly { zh: string }[]) => lines.map(({ zh }) => zh).join("");

  it("move, and stay where there is no further", () => {
    expect(said(moved(three, 0, 2))).toBe("二三一");
    expect(said(moved(three, 2, 1))).toBe("一三二");
    expect(moved(three, 0, -1)).toBe(three);
    expect(moved(three, 2, 3)).toBe(three);
  });

  it("come, go and come back to the same place", () => {
    expect(said(without(three, 1))).toBe("一三");
    expect(said(inserted(without(three, 1), 1, line("二")))).toBe("一二三");
    expect(said(changed(three, 1, line("贰")))).toBe("一贰三");
    expect(said(three)).toBe("一二三");
  });

  it("have a code of their own where they are ticked", () => {
    const codes = [fresh("items"), fresh("items")].map((item) => ("code" in item ? item.code : ""));
    for (const code of codes) expect(code).toMatch(/^[a-z][a-z0-9_]{1,31}$/);
    expect(new Set(codes).size).toBe(2);
    expect(fresh("lines")).toEqual({ zh: "", en: "" });
  });
});

describe("every section", () => {
  it.each(SECTIONS.map((section) => section.place))("%s is read and written at its place and nowhere else", (place) => {
    const book = aBook();
    const after = withLines(book, place, [line("新的")]);
    expect(linesOf(after, place).map(({ zh }) => zh)).toEqual(["新的"]);
    for (const { place: other } of SECTIONS) if (other !== place) expect(linesOf(after, other)).toEqual(linesOf(book, other));
  });

  it("together they are the whole playbook", () => {
    const emptied = SECTIONS.reduce((book, { place }) => withLines(book, place, []), aBook());
    const { type: _type, call, ...lists } = emptied;
    const { message, ...spoken } = call;
    expect([...Object.values(lists), ...Object.values(spoken)].flat()).toEqual([]);
    expect(message).toEqual({ zh: "", en: "" });
  });

  it("is found by the field a fault names", () => {
    expect(fieldOf("call.first", 2)).toBe("call.first.2");
    expect(fieldOf("call.message", 0)).toBe("call.message");
    const holding = (field: string) => SECTIONS.filter((section) => isIn(section, field)).map((section) => section.place);
    expect(holding("call.first.0.zh")).toEqual(["call.first"]);
    expect(holding("say.1.en")).toEqual(["say"]);
    expect(holding("leave")).toEqual(["leave"]);
    expect(sectionOf("nowhere").place).toBe("call.first");
  });
});

describe("what changed", () => {
  it("is nothing between the same words", () => {
    expect(told()).toEqual([]);
  });

  it("pairs a line with what took its place", () => {
    expect(told(aBook(), aBook({ signs: [line("样子一"), line("改了"), line("样子三")] }))).toEqual([["signs", "样子二", "改了"]]);
  });

  it("tells a new line and one that is gone", () => {
    expect(told(aBook(), aBook({ signs: [line("新的"), line("样子一"), line("样子二")] }))).toEqual([
      ["signs", null, "新的"],
      ["signs", "样子三", null],
    ]);
  });

  it("sees the other language, and the message", () => {
    const before = aBook();
    const after = aBook({ leave: [{ zh: "留一", en: "Another" }], call: { ...before.call, message: line("另一条") } });
    expect(told(before, after)).toEqual([
      ["call.message", "短信", "另一条"],
      ["leave", "留一", "留一"],
    ]);
  });

  it("is told in the order of the sections", () => {
    const places = told(aBook(), aBook({ leave: [line("甲")], say: [line("乙")] })).map(([place]) => place);
    expect(places).toEqual(["say", "leave"]);
  });
});
