/** Every word exists in both languages, with the same blanks to fill in, and is said in the language chosen. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
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

/** Files that travel together: what this one imports, and so on, without what loads later. */
function together(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const imports = readFileSync(file, "utf8").matchAll(/^import (?!type\b)[^;]*?["'](\.[^"'?]+)["'];$/gm);
  for (const [, path = ""] of imports) {
    const next = [path, `${path}.ts`].map((each) => join(dirname(file), each)).find((each) => /\.(ts|vue)$/.test(each) && existsSync(each));
    if (next) together(next, seen);
  }
  return seen;
}

it.each([
  ["main.ts", []],
  ["phone/DoneScreen.vue", []],
  ["phone/MeScreen.vue", []],
  ["ui/AdminScreen.vue", []],
  ["ui/DeniedScreen.vue", []],
  ["phone/CaseScreen.vue", ["phone", "board"]],
  ["phone/FlowScreen.vue", ["phone", "board"]],
  ["board/BoardScreen.vue", ["board"]],
] as const)("%s says only what is loaded with it", (entry, areas) => {
  const there = new Set(Object.keys({ ...core, ...(areas.includes("phone" as never) && phone), ...(areas.includes("board" as never) && board) }));
  const every = all.map(([key]) => key);
  const strange = [...together(join("src", entry))].filter((file) => !file.includes("/words/")).flatMap((file) => {
    const said = [...readFileSync(file, "utf8").matchAll(/["'`]([a-z]+\.[a-z_]*)/g)].map(([, key = ""]) => key);
    return said
      .filter((key) => every.includes(key) || (key.endsWith("_") && every.some((each) => each.startsWith(key))))
      .filter((key) => !there.has(key) && ![...there].some((each) => key.endsWith("_") && each.startsWith(key)))
      .map((key) => `${file}: ${key}`);
  });
  expect(strange).toEqual([]);
});

it("fills in the blanks in the language chosen, and remembers it", async () => {
  expect(t("sync.waiting", { n: 3 })).toBe("3条待上报");
  await setLanguage("en");
  expect(t("sync.waiting", { n: 3 })).toBe("3 to send");
  expect(say({ zh: "挂断了", en: "Hung up" })).toBe("Hung up");
  expect(say(undefined, "hung_up")).toBe("hung_up");
  expect(localStorage.getItem("qiaomen.language")).toBe("en");
  expect(document.documentElement.lang).toBe("en");
});
