/** The bars on top of every screen, which stand over whatever is scrolled under them. */

/** How much of the screen they take, in pixels. */
export function barsHeight(): number {
  return document.querySelector<HTMLElement>(".app > .top")?.offsetHeight ?? 0;
}
