// @vitest-environment node
/** The show-card's type is as large as fits. */

import { describe, expect, it } from "vitest";
import { largestFit } from "../fit";

describe("the largest size that fits", () => {
  it.each([20, 21, 57, 180, 220])("is found: %d", (limit) => {
    expect(largestFit((px) => px <= limit)).toBe(limit);
  });

  it("is the smallest readable one where none fits", () => {
    expect(largestFit(() => false)).toBe(16);
  });
});
