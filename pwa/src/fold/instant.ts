/** Moments in whole microseconds, as the server keeps them: a `Date` would drop the last three digits and change the order. */

const FORM = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)$/;

/** ISO text with a zone → microseconds since 1970. */
export function micros(text: string): number {
  const parts = FORM.exec(text);
  if (!parts) throw new RangeError(`not a moment with a zone: ${text}`);
  const [, second, fraction = "", zone] = parts;
  return Date.parse(`${second}${zone}`) * 1000 + Number(fraction.padEnd(6, "0").slice(0, 6));
}

/** Microseconds → ISO text in UTC, written as the server writes it. */
export function isoOf(at: number): string {
  const fraction = ((at % 1_000_000) + 1_000_000) % 1_000_000;
  const second = new Date((at - fraction) / 1000).toISOString().slice(0, 19);
  return `${second}${fraction ? `.${String(fraction).padStart(6, "0")}` : ""}Z`;
}
