/** Keeps the assets of the build before this one for one release: a page that an old index.html opened still finds its parts. */

import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Plugin } from "vite";

/** What lay in a build's folder: its own assets, those it still kept from the one before, and copies of both. */
export interface Previous {
  own: string[];
  kept: string[];
  copies: string;
}

export function previousAssets(): Plugin {
  let dist = "";
  let previous: Previous | null = null;
  return {
    name: "previous-assets",
    apply: "build",
    configResolved(config) {
      dist = join(config.root, config.build.outDir);
    },
    // Before the folder is emptied,
    buildStart() {
      previous = setAside(dist);
    },
    // and after the service worker was made, so that no phone stores what only an old page asks for.
    closeBundle: {
      order: "post",
      sequential: true,
      handler(error) {
        if (previous) putBack(dist, previous, error);
        previous = null;
      },
    },
  };
}

/** Copy a build's assets to a temporary folder. */
export function setAside(dist: string): Previous {
  const assets = join(dist, "assets");
  const copies = mkdtempSync(join(tmpdir(), "qiaomen-previous-"));
  // Compressed again with the rest.
  const names = existsSync(assets) ? readdirSync(assets).filter((name) => !/\.(br|gz)$/.test(name)) : [];
  for (const name of names) copyFileSync(join(assets, name), join(copies, name));
  const made = ownAssets(dist);
  // Without a worker the build was cut short: then nothing is known to be older.
  const own = names.filter((name) => made.size === 0 || made.has(name));
  return { own, kept: names.filter((name) => !own.includes(name)), copies };
}

/** Put back what the build before made itself; after one that changed nothing, what it had kept. */
export function putBack(dist: string, { own, kept, copies }: Previous, failed?: Error): void {
  const assets = join(dist, "assets");
  const made = ownAssets(dist);
  const isSame = own.length === made.size && own.every((name) => made.has(name));
  mkdirSync(assets, { recursive: true });
  for (const name of failed ? [...own, ...kept] : isSame ? kept : own)
    if (!existsSync(join(assets, name))) copyFileSync(join(copies, name), join(assets, name));
  rmSync(copies, { recursive: true });
}

/** What a build's service worker stores is what the build made. */
function ownAssets(dist: string): Set<string> {
  const worker = join(dist, "sw.js");
  const listed = existsSync(worker) ? readFileSync(worker, "utf8").matchAll(/["'`]assets\/([^"'`/]+)["'`]/g) : [];
  return new Set([...listed].map(([, name]) => name ?? ""));
}
