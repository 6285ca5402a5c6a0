/** An alert vibrates as its level says, and never before the first touch: browsers refuse that with an error. */

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Rules } from "../../core/types";

const vibrate = vi.fn();

beforeEach(() => {
  vi.resetModules();
  vibrate.mockReset();
  Object.defineProperty(navigator, "vibrate", { value: vibrate, configurable: true });
});

afterEach(() => {
  Reflect.deleteProperty(navigator, "userActivation");
});

async function alertOf(level: string, activation?: { hasBeenActive: boolean }): Promise<void> {
  if (activation) Object.defineProperty(navigator, "userActivation", { value: activation, configurable: true });
  const { session } = await import("../../core/session");
  const levels = { critical: { vibration: [400, 120, 400], tones: [] }, low: { vibration: [], tones: [] } };
  session.rules = { levels } as unknown as Rules;
  const { alertFor } = await import("../sound");
  await alertFor(level);
}

it("vibrates once the page was touched, and where the browser does not tell", async () => {
  await alertOf("critical", { hasBeenActive: true });
  expect(vibrate).toHaveBeenCalledWith([400, 120, 400]);
  vi.resetModules();
  Reflect.deleteProperty(navigator, "userActivation");
  await alertOf("critical");
  expect(vibrate).toHaveBeenCalledTimes(2);
});

it.each([
  ["before the first touch", "critical", false],
  ["for a level that only sounds", "low", true],
])("stays still %s", async (_, level, hasBeenActive) => {
  await alertOf(level, { hasBeenActive });
  expect(vibrate).not.toHaveBeenCalled();
});
