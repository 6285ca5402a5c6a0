/** What browsers of before 2022 lack (from Chrome 86 and Safari 14.1 on), filled in before the app starts; newer ones load nothing. */

export async function fillIn(): Promise<void> {
  const missing: Promise<unknown>[] = [];
  if (!("at" in Array.prototype) || !("hasOwn" in Object)) missing.push(import("./builtins"));
  // Asked on the element: without dialogs it is an unknown one.
  if (!("showModal" in document.createElement("dialog"))) missing.push(import("./dialog"));
  await Promise.all(missing);
}
