/** Both languages: `t("key", {n: 3})` for the app's own words, `say(words)` for words that come with the rules. */

import { ref } from "vue";
import type { Words } from "../core/rules";
import { board } from "./words/board";
import { core } from "./words/core";
import { device } from "./words/device";
import { lock } from "./words/lock";
import { phone } from "./words/phone";

export type Language = "zh" | "en";
const dictionary = { ...core, ...lock, ...phone, ...device, ...board };
export type Key = keyof typeof dictionary;
type Params = Readonly<Record<string, string | number>>;

const KEPT = "qiaomen.language";

export const language = ref<Language>(localStorage.getItem(KEPT) === "en" ? "en" : "zh");

export function setLanguage(chosen: Language): void {
  language.value = chosen;
  localStorage.setItem(KEPT, chosen);
  document.documentElement.lang = chosen === "zh" ? "zh-CN" : "en";
}

/** The words of this key in the chosen language, `{name}` filled in. */
export function t(key: Key, params: Params = {}): string {
  const [zh, en]: readonly [string, string] = dictionary[key];
  return fill(language.value === "zh" ? zh : en, params);
}

/** The words of a rule in the chosen language, `{name}` filled in; a code without words shows itself. */
export function say(words: Words | undefined, fallback = "", params: Params = {}): string {
  return words ? fill(words[language.value], params) : fallback;
}

function fill(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
