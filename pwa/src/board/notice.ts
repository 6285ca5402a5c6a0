/** The one line at the bottom of the board: what was just done, with a way back; or what went wrong, with what to do. */

import { shallowRef, type Ref } from "vue";
import { Problem } from "../core/problem";
import { t } from "../ui/i18n";
import { problemWords } from "../ui/trouble";

export interface Notice {
  text: string;
  tone: "done" | "problem";
  action?: { words: string; run: () => void };
  /** Machine time in ms until which the action can still be taken; counts down on the button. */
  until?: number;
}

const SHOWN_MS = 8_000;

export const notice: Ref<Notice | null> = shallowRef(null);
let hide: ReturnType<typeof setTimeout> | undefined;

/** Show a line; a problem stays until it is closed or followed by another one. */
export function tellBoard(told: Notice): void {
  notice.value = told;
  clearTimeout(hide);
  if (told.tone === "done") hide = setTimeout(closeNotice, told.until ? told.until - Date.now() : SHOWN_MS);
}

export function closeNotice(): void {
  notice.value = null;
  clearTimeout(hide);
}

/** Do it; a refusal is shown in words, with another try. True when it was done. */
export async function attempt(doing: () => Promise<void>): Promise<boolean> {
  try {
    await doing();
    return true;
  } catch (refusal) {
    if (!(refusal instanceof Problem)) throw refusal;
    const retry = { words: t("board.retry"), run: () => void attempt(doing) };
    tellBoard({ text: problemWords(refusal), tone: "problem", ...(refusal.status === 0 || refusal.status >= 500 ? { action: retry } : {}) });
    return false;
  }
}
