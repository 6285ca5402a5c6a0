/** What went wrong, as the person is told: the words of a `Problem`, or what the screen says of anything else. */

import { Problem } from "../core/problem";
import { language, t, type Key } from "./i18n";

export function troubleWords(fault: unknown, otherwise: Key): string {
  if (!(fault instanceof Problem)) return t(otherwise);
  return language.value === "zh" ? fault.message_zh : fault.message_en;
}
