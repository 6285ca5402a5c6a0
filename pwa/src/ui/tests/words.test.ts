/** Every word exists in both languages, with the same blanks to fill in, and is said in the language chosen. */

import { afterEach, expect, it } from "vitest";
import { say, setLanguage, t } from "../i18n";
import { board } from "../words/board";
import { core } from "../words/core";
import { device } from "../words/device";
import { lock } from "../words/lock";
import { phone } from "../words/phone";

const all = Object.entries({ ...core, ...lock, ...phone, ...device, ...board }) as [string, readonly [string, string]][];

afterEach(() => setLanguage("zh"));

function blanks(text: string): string[] {
  return (text.match(/\{\w+\}/g) ?? []).sort();
}

it("is said in both languages", () => {
  expect(all.filter(([, words]) => words.some((text) => !text.trim())).map(([key]) => key)).toEqual([]);
});

it("has the same blanks in both", () => {
  const different = all.filter(([, [zh, en]]) => blanks(zh).join() !== blanks(en).join());
  expect(different.map(([key]) => key)).toEqual([]);
});

it("belongs to one area only", () => {
  const keys = [core, lock, phone, device, board].flatMap((words) => Object.keys(words));
  expect(keys).toHaveLength(new Set(keys).size);
});

it("fills in the blanks in the language chosen, and remembers it", () => {
  expect(t("sync.waiting", { n: 3 })).toBe("3条待上报");
  setLanguage("en");
  expect(t("sync.waiting", { n: 3 })).toBe("3 to send");
  expect(say({ zh: "挂断了", en: "Hung up" })).toBe("Hung up");
  expect(say(undefined, "hung_up")).toBe("hung_up");
  expect(localStorage.getItem("qiaomen.language")).toBe("en");
  expect(document.documentElement.lang).toBe("en");
});
