/** What counts where drills and what is real lie side by side. */

import type { CaseView } from "../core/types";

/** Those that count: what is real. Where nothing else is there, as in a demo, the drills; `isAllDrill` then says so. */
export function realOrAll(all: Iterable<CaseView>): CaseView[] {
  const held = [...all];
  const real = held.filter((one) => !one.drill);
  return real.length ? real : held;
}

/** There are cases, and each of them is a drill. */
export function isAllDrill(all: Iterable<CaseView>): boolean {
  const held = [...all];
  return held.length > 0 && held.every((one) => one.drill);
}
