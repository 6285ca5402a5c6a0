/** A test shows parts of screens without the router, which would load their words; here all of them are at hand. */

export async function sayEverything(): Promise<void> {
  // Anew each time: a test that starts the app again has new modules.
  const { AREAS, loadWords, setLanguage } = await import("../i18n");
  await Promise.all(AREAS.map(loadWords));
  await setLanguage("en");
  await setLanguage("zh");
}
