/** What went wrong, as the person is told: the words of a `Problem`, or what the screen says of anything else. */

import { Problem } from "../core/problem";
import { language, t, type Key } from "./i18n";

export function troubleWords(fault: unknown, otherwise: Key): string {
  return fault instanceof Problem ? problemWords(fault) : t(otherwise);
}

export function problemWords({ message_zh, message_en }: Problem): string {
  return language.value === "zh" ? message_zh : message_en;
}
