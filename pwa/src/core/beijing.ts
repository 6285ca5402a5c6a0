/** Times on the wall clock of Beijing, whatever zone the phone is set to (there is no summer time). */

const EIGHT_HOURS = 8 * 3600_000;
const HOUR = 3600_000;
const DAY = 24 * HOUR;

export interface QuickTime {
  code: "in_an_hour" | "tonight" | "tomorrow_morning" | "tomorrow_evening";
  at: number;
}

/** Sensible times to go again, soonest first; an evening that is nearly over is not offered. */
export function quickTimes(now: number): QuickTime[] {
  const midnight = Math.floor((now + EIGHT_HOURS) / DAY) * DAY - EIGHT_HOURS;
  const all: QuickTime[] = [
    { code: "in_an_hour", at: Math.ceil((now + HOUR) / (5 * 60_000)) * 5 * 60_000 },
    { code: "tonight", at: midnight + 20 * HOUR },
    { code: "tomorrow_morning", at: midnight + DAY + 9 * HOUR },
    { code: "tomorrow_evening", at: midnight + DAY + 20 * HOUR },
  ];
  const useful = all.filter((pick) => pick.code === "in_an_hour" || pick.at - now > HOUR);
  return useful.slice(0, 3);
}

/**
 * What a clock in Beijing shows at this moment: 2026-11-25T21:04:09.
 *
 * Not by the browser's own formatters: to make one takes 30 ms, on a cheap phone 120, and the first screen waited for three.
 */
export function beijingTime(at: number): string {
  return new Date(at + EIGHT_HOURS).toISOString().slice(0, 19);
}

/** What a `datetime-local` field shows for this moment. */
export function wallTime(at: number): string {
  return beijingTime(at).slice(0, 16);
}

/** The moment a `datetime-local` field means, or null while it is half typed. */
export function momentOf(wall: string): number | null {
  const at = Date.parse(`${wall}:00+08:00`);
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(wall) && !Number.isNaN(at) ? at : null;
}
