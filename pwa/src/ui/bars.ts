/** The bars on top of every screen, which stand over whatever is scrolled under them. */

/** Where they are; it grows with each that comes. */
export function bars(): HTMLElement | null {
  return document.querySelector<HTMLElement>(".app > .top");
}

/** How much of the screen they take, in pixels. */
export function barsHeight(): number {
  return bars()?.offsetHeight ?? 0;
}
