/** What is asked early is taken once by whoever asks for it, and never when it was refused or is somebody else's. */

import { beforeEach, expect, it, vi } from "vitest";
import { wipePhone } from "./scene";

let asked: string[];
let status: number;

beforeEach(() => {
  vi.resetModules();
  wipePhone();
  asked = [];
  status = 200;
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path);
    return Promise.resolve(new Response(JSON.stringify({ n: asked.length }), { status }));
  });
});

it("is taken once, and asked anew after that", async () => {
  const { ask, askEarly } = await import("../api");
  askEarly("/api/rules/");
  expect(await ask("/api/rules/")).toEqual({ n: 1 });
  expect(await ask("/api/rules/")).toEqual({ n: 2 });
});

it("is asked anew when it was refused, and refuses nobody who did not ask", async () => {
  const { ask, askEarly } = await import("../api");
  status = 401;
  askEarly("/api/rules/");
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  await new Promise((resolve) => setTimeout(resolve, 20));
  status = 200;
  expect(await ask("/api/rules/")).toEqual({ n: 2 });
});

it("is nobody's once it is forgotten", async () => {
  const { ask, askEarly, forgetEarly } = await import("../api");
  askEarly("/api/news/?after=");
  forgetEarly();
  expect(await ask("/api/news/?after=")).toEqual({ n: 2 });
});

it("leaves what is sent alone", async () => {
  const { ask, askEarly } = await import("../api");
  askEarly("/api/me/");
  await ask("/api/me/", { method: "POST" });
  expect(asked).toHaveLength(2);
});
