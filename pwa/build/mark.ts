/** Puts the small mark for the tab into the page itself: as a file it was asked for again at every change of screen. */

import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

export function markInPage(): Plugin {
  return {
    name: "mark-in-page",
    transformIndexHtml: (html) => html.replace("/icons/mark.svg", written(readFileSync("public/icons/mark.svg", "utf8"))),
  };
}

function written(svg: string): string {
  const short = svg.replace(/<!--.*?-->/gs, "").replace(/>\s+</g, "><").trim().replace(/"/g, "'");
  return `data:image/svg+xml,${encodeURI(short).replace(/#/g, "%23").replace(/%20/g, " ")}`;
}
