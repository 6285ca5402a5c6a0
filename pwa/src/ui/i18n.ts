/** Both languages: `t("key", {n: 3})` for the app's own words, `say(words)` for words that come with the rules. */

import { ref } from "vue";
import type { Words } from "../core/rules";
import type { board } from "./words/board";
import type { core } from "./words/core";
import coreZh from "./words/core?zh";
import type { device } from "./words/device";
import type { duty } from "./words/duty";
import type { editor } from "./words/editor";
import type { follow } from "./words/follow";
import type { imports } from "./words/imports";
import type { find } from "./words/find";
import type { drill } from "./words/drill";
import type { lookback } from "./words/lookback";
import type { lock } from "./words/lock";
import lockZh from "./words/lock?zh";
import type { map } from "./words/map";
import type { notify } from "./words/notify";
import type { phone } from "./words/phone";
import type { safety } from "./words/safety";
import type { transfer } from "./words/transfer";
import type { wall } from "./words/wall";

export type Language = "zh" | "en";
/** Words of one kind of work: `core` and `lock` are here from the start, the others come with their screens. */
interface Areas {
  core: typeof core;
  lock: typeof lock;
  phone: typeof phone;
  device: typeof device;
  board: typeof board;
  map: typeof map;
  wall: typeof wall;
  imports: typeof imports;
  editor: typeof editor;
  find: typeof find;
  transfer: typeof transfer;
  drill: typeof drill;
  notify: typeof notify;
  duty: typeof duty;
  safety: typeof safety;
  lookback: typeof lookback;
  follow: typeof follow;
}
export type Area = keyof Areas;
export type Key = { [A in Area]: keyof Areas[A] }[Area];
type Params = Readonly<Record<string, string | number>>;
type Said = Record<string, string>;

const KEPT = "qiaomen.language";
/** Where the words of an area come from. */
export type Files = Record<Language, Partial<Record<Area, () => Promise<{ default: Said }>>>>;
const FILES: Files = {
  zh: {
    core: () => Promise.resolve({ default: coreZh }),
    lock: () => Promise.resolve({ default: lockZh }),
    phone: () => import("./words/phone?zh"),
    device: () => import("./words/device?zh"),
    board: () => import("./words/board?zh"),
    transfer: () => import("./words/transfer?zh"),
    drill: () => import("./words/drill?zh"),
  },
  en: {
    core: () => import("./words/core?en"),
    lock: () => import("./words/lock?en"),
    phone: () => import("./words/phone?en"),
    device: () => import("./words/device?en"),
    board: () => import("./words/board?en"),
    transfer: () => import("./words/transfer?en"),
    drill: () => import("./words/drill?en"),
  },
};

const said: Record<Language, Said> = { zh: { ...coreZh, ...lockZh }, en: {} };
const there = new Set(["zh/core", "zh/lock"]);
const inUse = new Set<Area>(["core", "lock"]);

export const language = ref<Language>(localStorage.getItem(KEPT) === "en" ? "en" : "zh");

/** Speak this language, once its words are here; without a network for them the present one stays. */
export async function setLanguage(chosen: Language): Promise<void> {
  for (const area of inUse) if (!there.has(`${chosen}/${area}`)) await fetchWords(chosen, area);
  language.value = chosen;
  localStorage.setItem(KEPT, chosen);
  document.documentElement.lang = chosen === "zh" ? "zh-CN" : "en";
}

/** Have the words of this kind of work at hand, before a screen says them. */
export async function loadWords(area: Area): Promise<void> {
  inUse.add(area);
  await fetchWords(language.value, area);
}

/** A screen, and beside it the words it says; a case's story is told in the board's words. */
export function withWords<Screen>(areas: readonly Area[], load: () => Promise<Screen>): () => Promise<Screen> {
  return async () => (await Promise.all([load(), ...areas.map(loadWords)]))[0];
}

/** Learn where the words of further areas come from, before one of them is loaded. */
export function addWords(files: Files): void {
  Object.assign(FILES.zh, files.zh);
  Object.assign(FILES.en, files.en);
}

async function fetchWords(of: Language, area: Area): Promise<void> {
  if (there.has(`${of}/${area}`)) return;
  Object.assign(said[of], (await FILES[of][area]!()).default);
  there.add(`${of}/${area}`);
}

/** The words of this key in the chosen language, `{name}` filled in. */
export function t(key: Key, params: Params = {}): string {
  return fill(said[language.value][key] ?? said.zh[key] ?? key, params);
}

/** The words of a rule in the chosen language, `{name}` filled in; a code without words shows itself. */
export function say(words: Words | undefined, fallback = "", params: Params = {}): string {
  return words ? fill(words[language.value], params) : fallback;
}

function fill(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
