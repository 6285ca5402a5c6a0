/** Takes Vant's icon font out of its CSS into a file of our own site, and drops its copy on a third party's host. */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import type { Plugin } from "vite";

const FONT_FACE_SOURCE = /src:url\(data:font\/woff2;charset=utf-8;base64,([^)]+)\) format\("woff2"\),url\([^)]+\) format\("woff"\)/;

export function vantIcons(): Plugin {
  return {
    name: "vant-icons",
    enforce: "pre",
    transform(code, id) {
      const [file = ""] = id.split("?");
      if (!file.endsWith("/vant/es/icon/index.css")) return null;
      const font = FONT_FACE_SOURCE.exec(code)?.[1];
      // Better no build than an app that quietly asks a foreign host: Vant has changed its file.
      if (!font) throw new Error(`${file} no longer has the icon font where it is looked for`);
      return { code: code.replace(FONT_FACE_SOURCE, `src:url("${write(font, file)}") format("woff2")`), map: null };
    },
  };
}

function write(font: string, css: string): string {
  const kept = resolve(dirname(css), "../../../.vant/vant-icons.woff2");
  mkdirSync(dirname(kept), { recursive: true });
  writeFileSync(kept, Buffer.from(font, "base64"));
  return relative(dirname(css), kept);
}
