/** A test shows parts of screens without the router, which would load their words; here all of them are at hand. */

export async function sayEverything(): Promise<void> {
  // Anew each time: a test that starts the app again has new modules.
  const { loadWords, setLanguage } = await import("../i18n");
  await Promise.all([loadWords("phone"), loadWords("device"), loadWords("board"), loadWords("map"), loadWords("wall"), loadWords("imports")]);
  await setLanguage("en");
  await setLanguage("zh");
}
