// @vitest-environment node
/** Every vector the server's interpreter runs leads to the same place here. */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readFlow } from "../../fold/tests/rules";
import { walk, type Walk } from "../interpret";

const FOLDER = "../fixtures/vectors/flow";

type Pair = [step: string, answer: string];

interface Vector {
  name: string;
  flow: string;
  track: "call" | "visit";
  answers: Pair[];
  expect: Omit<Walk, "path"> & { path: Pair[] };
}

const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));

it("finds the vectors", () => {
  expect(files.length).toBeGreaterThan(0);
});

describe.each(files)("%s", (file) => {
  const vectors = JSON.parse(readFileSync(`${FOLDER}/${file}`, "utf-8")) as Vector[];
  it.each(vectors)("$name", ({ flow, track, answers, expect: wanted }) => {
    const gone = walk(
      readFlow(flow),
      track,
      answers.map(([step, answer]) => ({ step, answer })),
    );
    expect({ ...gone, path: gone.path.map(({ step, answer }) => [step, answer]) }).toEqual(wanted);
  });
});

it("leaves the answers as they were", () => {
  const answers = Object.freeze([Object.freeze({ step: "dial", answer: "hung_up" })]);
  expect(walk(readFlow("dissuasion-1"), "call", answers).path).toEqual(answers);
});
