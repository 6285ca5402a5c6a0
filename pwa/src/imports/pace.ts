/** How fast rows go in and how long the rest takes, from what was seen in the last half minute. Pure. */

const WINDOW_MS = 30_000;
/** Rows come in portions: less time than this says nothing. */
const LEAST_MS = 2_500;

export interface Seen {
  at: number;
  rows: number;
}

/** What was seen, with this added; what is older, or from before it was started anew, is forgotten. */
export function seenWith(seen: readonly Seen[], now: Seen): Seen[] {
  const fresh = seen.filter((each) => now.at - each.at <= WINDOW_MS && each.rows <= now.rows);
  return [...fresh, now];
}

/** Rows a second; nothing as long as it cannot be said. */
export function paceOf(seen: readonly Seen[]): number | null {
  const first = seen[0];
  const last = seen.at(-1);
  if (!first || !last || last.at - first.at < LEAST_MS || last.rows === first.rows) return null;
  return ((last.rows - first.rows) * 1000) / (last.at - first.at);
}

/** 3.4 or 120: nobody needs more of it. */
export function shortNumber(pace: number): string {
  return pace < 10 ? String(Number(pace.toFixed(1))) : String(Math.round(pace));
}

/** Seconds to the end, in steps a person can believe. */
export function restOf(total: number, rows: number, pace: number): number {
  const seconds = Math.max(0, total - rows) / pace;
  const step = seconds < 60 ? 5 : 60;
  return Math.max(step, Math.ceil(seconds / step) * step);
}
