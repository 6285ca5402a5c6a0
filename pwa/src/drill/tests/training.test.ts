/** Who practises: one's own unit first, and nobody whose time is over, whether or not the server could say so. */

import { describe, expect, it } from "vitest";
import { ongoing, type Training } from "../training";

const AT = Date.parse("2026-03-01T10:00:00Z");
const of = (id: number, until: string | null): Training => ({ unit: { id, code: `50010800${id}`, name: `${id}所` }, since: "2026-03-01T09:00:00Z", until });
const ids = (all: Training[]) => all.map((one) => one.unit.id);

describe("who practises", () => {
  it("ends on time without the network", () => {
    const all = [of(1, "2026-03-01T09:59:59Z"), of(2, "2026-03-01T10:00:01Z"), of(3, null)];
    expect(ids(ongoing(all, AT, undefined))).toEqual([2, 3]);
  });

  it("names one's own unit first", () => {
    expect(ids(ongoing([of(1, null), of(2, null)], AT, 2))).toEqual([2, 1]);
  });
});
