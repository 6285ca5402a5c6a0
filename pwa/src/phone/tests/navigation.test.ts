// @vitest-environment node
/** Map links: the right place in each app's own coordinates, and nobody's name. */

import { describe, expect, it } from "vitest";
import { mapLinks, platformOf } from "../navigation";

const JIEFANGBEI = { latitude: 29.5586, longitude: 106.5744 };

describe("links to a map app", () => {
  it.each(["android", "ios", "other"] as const)("carry GCJ-02 to the Chinese apps on %s", (platform) => {
    const links = mapLinks(JIEFANGBEI, platform);
    for (const { href } of links.filter((link) => link.app !== "system")) {
      const numbers = decodeURIComponent(href).match(/\d+\.\d+/g)?.map(Number) ?? [];
      const shifted = numbers.filter((n) => Math.abs(n - 29.5586) < 0.01 || Math.abs(n - 106.5744) < 0.01);
      expect(shifted).toHaveLength(2);
      expect(shifted).not.toContain(29.5586);
      expect(shifted).not.toContain(106.5744);
    }
  });

  it("carry WGS-84 in a geo: link, as its standard wants", () => {
    const system = mapLinks(JIEFANGBEI, "android").find((link) => link.app === "system");
    expect(system?.href).toBe("geo:29.5586,106.5744?q=29.5586,106.5744");
  });

  it("name the goal neutrally", () => {
    const words = mapLinks(JIEFANGBEI, "android").flatMap(({ href }) => decodeURIComponent(href).match(/\p{Script=Han}+/gu) ?? []);
    expect(new Set(words)).toEqual(new Set(["目的地"]));
  });

  it("leave a place outside China as it is", () => {
    const [amap] = mapLinks({ latitude: 48.85, longitude: 2.35 }, "other");
    expect(decodeURIComponent(amap?.href ?? "")).toContain("to=2.35,48.85");
  });
});

describe("the platform", () => {
  it("is read from the user agent", () => {
    expect(platformOf("Mozilla/5.0 (Linux; Android 10; K)")).toBe("android");
    expect(platformOf("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0)")).toBe("ios");
    expect(platformOf("Mozilla/5.0 (X11; Linux x86_64)")).toBe("other");
  });
});
