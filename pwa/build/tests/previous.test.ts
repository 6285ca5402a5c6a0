// @vitest-environment node
/** A page of the release before still finds its parts, a page of two releases ago need not, and no phone stores either. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { putBack, setAside } from "../previous";

let dist = "";

beforeEach(() => (dist = mkdtempSync(join(tmpdir(), "dist-"))));
afterEach(() => rmSync(dist, { recursive: true, force: true }));

/** Build as vite does: the folder is emptied, the assets and then the worker with its list are written. */
function build(...names: string[]): void {
  const previous = setAside(dist);
  empty();
  for (const name of names) writeFileSync(join(dist, "assets", name), `made as ${name}`);
  writeFileSync(join(dist, "sw.js"), `x([${names.map((name) => `{"revision":null,"url":"assets/${name}"}`).join(",")},{url:"index.html"}])`);
  putBack(dist, previous);
  // Compressed afterwards, kept ones too.
  for (const name of there()) writeFileSync(join(dist, "assets", `${name}.br`), "");
}

function empty(): void {
  rmSync(dist, { recursive: true });
  mkdirSync(join(dist, "assets"), { recursive: true });
}

function there(): string[] {
  return readdirSync(join(dist, "assets"))
    .filter((name) => !name.endsWith(".br"))
    .sort();
}

test("the first build has nothing to keep", () => {
  build("index-A.js");
  expect(there()).toEqual(["index-A.js"]);
});

test("the assets of the build before stay for one release, and are not stored by the service worker", () => {
  build("index-A.js", "Tasks-A.css", "vue-1.js");
  build("index-B.js", "Tasks-B.css", "vue-1.js");
  expect(there()).toEqual(["Tasks-A.css", "Tasks-B.css", "index-A.js", "index-B.js", "vue-1.js"]);
  expect(readFileSync(join(dist, "assets", "index-A.js"), "utf8")).toBe("made as index-A.js");
  expect(readFileSync(join(dist, "sw.js"), "utf8")).not.toContain("index-A.js");
  build("index-C.js", "Tasks-B.css", "vue-1.js");
  expect(there()).toEqual(["Tasks-B.css", "index-B.js", "index-C.js", "vue-1.js"]);
});

test("a build that changes nothing is no release", () => {
  build("index-A.js");
  build("index-B.js");
  build("index-B.js");
  build("index-B.js");
  expect(there()).toEqual(["index-A.js", "index-B.js"]);
});

test("a build that only leaves a part out is one", () => {
  build("index-A.js", "Old-A.js");
  build("index-A.js");
  expect(there()).toEqual(["Old-A.js", "index-A.js"]);
  build("index-C.js");
  expect(there()).toEqual(["index-A.js", "index-C.js"]);
});

test("what was compressed is compressed anew, not kept", () => {
  build("index-A.js");
  const previous = setAside(dist);
  expect(previous.own).toEqual(["index-A.js"]);
  empty();
  putBack(dist, previous);
  expect(readdirSync(join(dist, "assets"))).toEqual(["index-A.js"]);
});

test("a build that fails leaves every asset there was to the next one", () => {
  build("index-A.js");
  build("index-B.js");
  const previous = setAside(dist);
  empty();
  putBack(dist, previous, new Error("broken"));
  expect(there()).toEqual(["index-A.js", "index-B.js"]);
});

test("the copies do not stay behind", () => {
  build("index-A.js");
  const previous = setAside(dist);
  putBack(dist, previous);
  expect(() => readdirSync(previous.copies)).toThrow();
});
