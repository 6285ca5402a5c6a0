/** Watch words in a text: cut where the server counted, shown bold with their reason, and no text is ever lost. */

import { mount } from "@vue/test-utils";
import { expect, it } from "vitest";
import type { Mark } from "../../core/types";
import MarkedText from "../MarkedText.vue";
import { piecesOf } from "../marks";

const why = { zh: "对方能看见屏幕上的一切", en: "They see everything" };
const mark = (start: number, end: number, said = why): Mark => ({ start, end, word: "screen_sharing", why: said });

it("cuts a text at its words, counted in characters", () => {
  // 𠮷 is one character, and two units of JavaScript's text.
  expect(piecesOf("𠮷先生屏 幕共享中", [mark(3, 8)]).map(({ text }) => text)).toEqual(["𠮷先生", "屏 幕共享", "中"]);
});

it("keeps the whole text, whatever the marks say", () => {
  const text = "正在共享屏幕，百万保障";
  for (const marks of [[], [mark(0, 11)], [mark(2, 6), mark(4, 9)], [mark(9, 99)], [mark(5, 5)]])
    expect(piecesOf(text, marks).map((piece) => piece.text).join("")).toBe(text);
});

it("highlights the words and gives each reason once", () => {
  const shown = mount(MarkedText, { props: { text: "开共享，屏幕共享，安全账户", marks: [mark(0, 3), mark(4, 8), mark(9, 13, { zh: "没有“安全账户”", en: "None" })] } });
  expect(shown.findAll("mark").map((one) => one.text())).toEqual(["开共享", "屏幕共享", "安全账户"]);
  expect(shown.find("mark").attributes("title")).toBe(why.zh);
  expect(shown.findAll("li").map((one) => one.text())).toEqual(["开共享 对方能看见屏幕上的一切", "安全账户 没有“安全账户”"]);
  expect(shown.get(".marked").text()).toBe("开共享，屏幕共享，安全账户");
});

it("is a plain text without marks, as a case kept from before has none", () => {
  const shown = mount(MarkedText, { props: { text: "正在转账" } });
  expect(shown.find("mark").exists() || shown.find("ul").exists()).toBe(false);
  expect(shown.text()).toBe("正在转账");
});
