/** Until the app has started and knows what was chosen, the page is as light or dark as the phone is. */

import type { Plugin } from "vite";

const DARK = /:root\[data-theme="dark"\] (\{[^}]*\})/;

export function nightBeforeStart(): Plugin {
  return {
    name: "night-before-start",
    enforce: "pre",
    transform(code, id) {
      if (!id.split("?")[0]!.endsWith("/src/styles/tokens.css")) return null;
      const dark = DARK.exec(code)?.[1];
      if (!dark) throw new Error(`${id} no longer has the dark tokens where they are looked for`);
      return { code: `${code}\n@media (prefers-color-scheme: dark) {\n  :root:not([data-theme]) ${dark}\n}\n`, map: null };
    },
  };
}
