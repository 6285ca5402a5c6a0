/** How the app looks on this phone: light or dark, and the size of its type; remembered, and applied at once. */

import { ref, watchEffect } from "vue";

export type Theme = "auto" | "light" | "dark";

const THEME_KEPT = "qiaomen.theme";
const LARGE_KEPT = "qiaomen.large";
const night = matchMedia("(prefers-color-scheme: dark)");
const isNight = ref(night.matches);

export const theme = ref<Theme>(themeOf(localStorage.getItem(THEME_KEPT)));
export const large = ref(localStorage.getItem(LARGE_KEPT) === "1");

/** Follow the choices, and the phone's own switch between day and night. */
export function applyLook(root: HTMLElement = document.documentElement): void {
  night.addEventListener("change", () => (isNight.value = night.matches));
  watchEffect(() => {
    const dark = theme.value === "dark" || (theme.value === "auto" && isNight.value);
    root.dataset["theme"] = dark ? "dark" : "light";
    root.classList.toggle("van-theme-dark", dark);
    root.classList.toggle("large", large.value);
    localStorage.setItem(THEME_KEPT, theme.value);
    localStorage.setItem(LARGE_KEPT, large.value ? "1" : "0");
  });
}

function themeOf(kept: string | null): Theme {
  return kept === "light" || kept === "dark" ? kept : "auto";
}
