// @vitest-environment node
/** Every vector the server's fold was written down with folds to the same standing here. */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Standing } from "../../core/types";
import { isoOf, micros } from "../instant";
import type { Facts } from "../order";
import { fold } from "../standing";
import { foldRules, readFlow } from "./rules";

const FOLDER = "../fixtures/vectors/fold";

interface Vector {
  name: string;
  flow: string;
  facts: Facts;
  expect: Standing;
}

/** Moments may be written with another zone or without zeros: compare what they mean. */
function sameMoments<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, each: unknown) =>
    typeof each === "string" && /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(each) ? isoOf(micros(each)) : each,
  ) as T;
}

/** Inputs the server fills with null and the phone leaves out are the same. */
function withoutNulls(payments: unknown): unknown {
  return JSON.parse(JSON.stringify(payments), (_key, each: unknown) => (each === null || each === "" ? undefined : each)) as unknown;
}

function comparable(standing: Standing): unknown {
  const { money, ...rest } = sameMoments(standing);
  return { ...rest, money: { ...money, payments: withoutNulls(money.payments) } };
}

const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));

it("finds the vectors", () => {
  expect(files.length).toBeGreaterThan(0);
});

describe.each(files)("%s", (file) => {
  const vectors = JSON.parse(readFileSync(`${FOLDER}/${file}`, "utf-8")) as Vector[];

  it.each(vectors)("$name", ({ flow, facts, expect: expected }) => {
    const folded = fold(facts, readFlow(flow), foldRules);
    expect(comparable(folded)).toEqual(comparable(expected));
  });

  it.each(vectors)("$name in any order of arrival", ({ flow, facts }) => {
    const turned = { ...facts, reports: [...facts.reports].reverse() };
    expect(fold(turned, readFlow(flow), foldRules)).toEqual(fold(facts, readFlow(flow), foldRules));
  });
});
