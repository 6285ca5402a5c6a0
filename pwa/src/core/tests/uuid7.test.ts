/** Ids are UUIDs of the right version, sort by time, and never meet. */

import { expect, it } from "vitest";
import { uuid4, uuid7 } from "../uuid7";

it("writes the time first, as RFC 9562 shows it", () => {
  // The RFC's own example: 2022-02-22 19:22:22 UTC.
  expect(uuid7(1645557742000)).toMatch(/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it("sorts as it was made", () => {
  const made = [1, 255, 256, 2 ** 31, 2 ** 32, Date.now(), 2 ** 47].map((at) => uuid7(at));
  expect([...made].sort()).toEqual(made);
});

it("is random elsewhere", () => {
  expect(uuid4()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(Array.from({ length: 1000 }, () => uuid7(5))).size).toBe(1000);
});
