/** What the words sound like: offered with its reasons, corrected with one tap, taken back like any correction. */

import { afterEach, expect, it, vi } from "vitest";
import { caseId } from "../../core/tests/scene";
import { openScreen, type Screen } from "./screen";

vi.setConfig({ testTimeout: 30_000 });

let screen: Screen;

afterEach(async () => {
  await screen.close();
});

async function atTheLook(suggested: { fraud_type: string; words: string[] }[] | undefined): Promise<void> {
  screen = await openScreen("visit", (view) => {
    if (suggested) view.suggested = suggested;
  });
  await screen.answer("arrived", "met_target");
}

const chip = (code: string) => screen.hit("likely").get<HTMLInputElement>(`input[value="${code}"]`);

it("offers the likely types with the words that say so, the present one marked", async () => {
  await atTheLook([
    { fraud_type: "brushing", words: ["连单", "垫付"] },
    { fraud_type: "investment", words: ["老师"] },
  ]);
  expect(screen.hit("likely").findAll("label").map((one) => one.text())).toEqual(["刷单连单 · 垫付", "投资理财老师"]);
  expect(chip("investment").element.checked).toBe(true);
});

it("corrects the type with one tap, which can be taken back", async () => {
  await atTheLook([{ fraud_type: "brushing", words: ["连单"] }]);
  await chip("brushing").setValue();
  await screen.settle();
  const made = screen.tab.unsentReports(caseId).value.filter(({ kind }) => kind === "retype");
  expect(made.map(({ fraud_type }) => fraud_type)).toEqual(["brushing"]);
  expect(screen.tab.cases.value.get(caseId)?.standing.fraud_type).toBe("brushing");
  expect(await screen.tab.undo(made[0]?.id ?? "")).toBe(true);
  expect(screen.tab.cases.value.get(caseId)?.standing.fraud_type).toBe("investment");
});

it("offers nothing where no word was found, nor for a case kept by an older app, nor a type it does not know", async () => {
  await atTheLook(undefined);
  expect(screen.has("likely")).toBe(false);
  await screen.close();
  await atTheLook([{ fraud_type: "of_tomorrow", words: ["新骗局"] }]);
  expect(screen.has("likely")).toBe(false);
  expect(screen.has("types")).toBe(true);
});
