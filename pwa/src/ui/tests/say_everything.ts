/** A test shows parts of screens without the router, which would load their words; here all of them are at hand. */

import type { Area } from "../i18n";

const AREAS = Object.keys(import.meta.glob("../words/*.ts")).map((file) => file.slice("../words/".length, -".ts".length) as Area);

export async function sayEverything(): Promise<void> {
  // Anew each time: a test that starts the app again has new modules.
  const { addWords, loadWords, setLanguage } = await import("../i18n");
  const { FURTHER } = await import("../further_words");
  addWords(FURTHER);
  for (const area of AREAS) await loadWords(area);
  await setLanguage("en");
  await setLanguage("zh");
}
