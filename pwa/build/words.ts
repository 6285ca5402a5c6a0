/** Gives each language its own file of words: `words/core?zh` is the Chinese half of the pairs in `words/core.ts`. */

import { readFile } from "node:fs/promises";
import { transformWithOxc, type Plugin } from "vite";

const HALF = /^(.+\/ui\/words\/(\w+))(?:\.ts)?\?(zh|en)$/;

type Pairs = Record<string, readonly [zh: string, en: string]>;

export function words(): Plugin {
  return {
    name: "words",
    enforce: "pre",
    async load(id) {
      const [, path, area = "", language] = HALF.exec(id) ?? [];
      if (!path) return null;
      const file = `${path}.ts`;
      this.addWatchFile(file);
      const pairs = await read(file, area);
      const half = Object.fromEntries(Object.entries(pairs).map(([key, [zh, en]]) => [key, language === "zh" ? zh : en]));
      return { code: `export default ${JSON.stringify(half)};`, map: null };
    },
  };
}

/** The file holds nothing but the pairs, so it can simply be run. */
async function read(file: string, area: string): Promise<Pairs> {
  const { code } = await transformWithOxc(await readFile(file, "utf8"), file, { sourcemap: false });
  const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Record<string, Pairs>;
  const pairs = module[area];
  if (!pairs) throw new Error(`${file} has no words named ${area}`);
  return pairs;
}
