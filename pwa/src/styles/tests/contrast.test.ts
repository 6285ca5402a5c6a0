// @vitest-environment node
/** The tokens can be read in both themes: 4.5 for words, 7 for the main text, 3 for the edges of what one touches. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

type Tokens = Record<string, string>;

const css = readFileSync("src/styles/tokens.css", "utf8");
const light = tokensOf(/:root \{([^}]*)\}/);
const dark = { ...light, ...tokensOf(/:root\[data-theme="dark"\] \{([^}]*)\}/) };
const grounds = ["bg", "surface", "raised"];
const hues = ["brand", "critical", "high", "medium", "low", "saved"];

for (const [theme, tokens] of Object.entries({ light, dark })) {
  test(`the main text has a contrast of 7 on every ground (${theme})`, () => {
    for (const ground of [...grounds, "pressed"]) expect(contrast(tokens, "text", ground), ground).toBeGreaterThanOrEqual(7);
  });

  test(`secondary text and every hue have 4.5 on every ground (${theme})`, () => {
    for (const ground of grounds)
      for (const hue of ["text-2", ...hues]) expect(contrast(tokens, hue, ground), `${hue} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  });

  test(`each hue has 4.5 on its own tint, and its words on it when it is solid (${theme})`, () => {
    for (const hue of hues) {
      expect(contrast(tokens, hue, `${hue}-tint`), `${hue} on its tint`).toBeGreaterThanOrEqual(4.5);
      expect(contrast(tokens, "text", `${hue}-tint`), `text on the tint of ${hue}`).toBeGreaterThanOrEqual(7);
      expect(contrast(tokens, "on-solid", hue), `words on ${hue}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  test(`what is disabled can still be read (${theme})`, () => {
    expect(contrast(tokens, "text-2", "pressed")).toBeGreaterThanOrEqual(4.5);
  });

  test(`the edge of what one can touch has 3 (${theme})`, () => {
    for (const ground of grounds) expect(contrast(tokens, "line-strong", ground), ground).toBeGreaterThanOrEqual(3);
  });
}

test("the measure itself is right: Vant's stock blue on white has 3.5", () => {
  expect(contrast({ blue: "#1989fa", white: "#ffffff" }, "blue", "white")).toBeCloseTo(3.5, 1);
});

function tokensOf(block: RegExp): Tokens {
  const found: Tokens = {};
  for (const [, name, value] of (block.exec(css)?.[1] ?? "").matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)) found[name!] = value!;
  return found;
}

/** WCAG 2: the ratio of the relative luminances. */
function contrast(tokens: Tokens, one: string, other: string): number {
  const [high, low] = [luminance(tokens[one]), luminance(tokens[other])].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string | undefined): number {
  if (!colour) throw new Error("no such token");
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
