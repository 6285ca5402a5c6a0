/** Every word exists in both languages, with the same blanks to fill in, and is said in the language chosen. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { say, setLanguage, t } from "../i18n";

type Said = Record<string, readonly [string, string]>;
const files = import.meta.glob<Record<string, Said>>("../words/*.ts", { eager: true });
/** The words of every area, by its name. */
const words = Object.fromEntries(Object.values(files).flatMap((file) => Object.entries(file)));
const all = Object.values(words).flatMap((each) => Object.entries(each));

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
  const keys = all.map(([key]) => key);
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
  ["main.ts", ["core", "lock"]],
  ["phone/DoneScreen.vue", ["core", "lock", "transfer"]],
  ["phone/MeScreen.vue", ["core", "lock", "device"]],
  ["ui/AdminScreen.vue", ["core", "lock", "board"]],
  ["imports/ImportsScreen.vue", ["core", "lock", "board", "imports"]],
  ["imports/ImportScreen.vue", ["core", "lock", "board", "imports"]],
  ["ui/DeniedScreen.vue", ["core", "lock"]],
  ["followup/FollowUpPart.vue", ["core", "lock", "follow", "device"]],
  ["followup/ListScreen.vue", ["core", "lock", "follow", "board", "device"]],
  ["followup/AnswerScreen.vue", ["core", "lock", "follow", "phone", "board", "device"]],
  ["safety/AlarmBar.vue", ["core", "lock", "safety", "phone"]],
  ["wall/WallScreen.vue", ["core", "lock", "board", "transfer", "wall", "drill"]],
  ["phone/CaseScreen.vue", ["core", "lock", "phone", "board", "transfer"]],
  ["phone/FlowScreen.vue", ["core", "lock", "phone", "board", "transfer"]],
  ["editor/ListScreen.vue", ["core", "lock", "editor", "board"]],
  ["editor/EditorScreen.vue", ["core", "lock", "editor", "board", "phone"]],
  ["board/BoardScreen.vue", ["core", "lock", "board", "find", "transfer"]],
] as const)("%s says only what is loaded with it", (entry, areas) => {
  const every = all.map(([key]) => key);
  const there = areas.flatMap((area) => Object.keys(words[area] ?? {}));
  const strange = [...together(join("src", entry))].filter((file) => !file.includes("/words/")).flatMap((file) => {
    const said = [...readFileSync(file, "utf8").matchAll(/["'`]([a-z]+\.[a-z_]*)/g)].map(([, key = ""]) => key);
    const isIn = (keys: readonly string[]) => (key: string) =>
      keys.includes(key) || (key.endsWith("_") && keys.some((each) => each.startsWith(key)));
    return said
      .filter(isIn(every))
      .filter((key) => !isIn(there)(key))
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
