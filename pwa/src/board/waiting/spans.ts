/** The lengths of a pause to choose from: never more than the level allows. */

const MINUTES = [15, 30, 60, 120, 240, 720, 1440, 2880];

/** In minutes; `atMost` in seconds. */
export function spansFor(atMost: number): number[] {
  return MINUTES.filter((minutes) => minutes * 60 <= atMost).slice(-5);
}
