/** After a change of screen the reader stands at the new screen's heading, as it would after a new page. */

import { nextTick } from "vue";
import type { Router } from "vue-router";

/** The board changes only its right half; its keys go on from the row one stands at. */
const isBoard = (path: string): boolean => path.startsWith("/board");

export function followScreens(router: Router): void {
  router.afterEach(async (to, from, failure) => {
    // The first screen of a start has the page's own focus; a place within a screen is gone to by its address.
    if (failure || from.matched.length === 0 || to.path === from.path || (isBoard(to.path) && isBoard(from.path))) return;
    await nextTick();
    const heading = document.querySelector<HTMLElement>("h1");
    if (!heading || document.querySelector("dialog[open]")) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  });
}
