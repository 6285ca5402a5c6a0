/** What every test starts with, and what must not outlive its file. */

import { afterAll } from "vitest";

// The app looks at its clock again and again for as long as its page lives; the page of a test file goes when its tests are over.
const begun: ReturnType<typeof setInterval>[] = [];
const { setInterval: begin, clearInterval: end } = globalThis;
globalThis.setInterval = ((...given: Parameters<typeof setInterval>) => {
  const one = begin(...given);
  begun.push(one);
  return one;
}) as typeof setInterval;
afterAll(() => begun.forEach((one) => end(one)));

// Pure modules are tried without a page, and say nothing.
if (typeof document !== "undefined") await (await import("./say_everything")).sayEverything();
