/** Brings what rings above every screen, and its words, once the first screen stands. */

import { FURTHER } from "../ui/further_words";
import { addWords, loadWords } from "../ui/i18n";
import AlarmBar from "./AlarmBar.vue";

addWords(FURTHER);

export async function alarmBar(): Promise<typeof AlarmBar> {
  await Promise.all([loadWords("safety"), loadWords("phone")]);
  return AlarmBar;
}
