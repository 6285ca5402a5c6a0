/** What a person sets for himself on this phone: language, looks, large type, sound, vibration. */

import { ref, watch, type Ref } from "vue";

export { large, theme, type Theme } from "../look";
export { language, setLanguage } from "./i18n";

export const hasSound: Ref<boolean> = kept("qiaomen.sound");
export const hasVibration: Ref<boolean> = kept("qiaomen.vibration");
export const canVibrate = "vibrate" in navigator;

/** A switch that is on until the person switches it off. */
function kept(key: string): Ref<boolean> {
  const on = ref(localStorage.getItem(key) !== "0");
  watch(on, (value) => localStorage.setItem(key, value ? "1" : "0"));
  return on;
}
