/** What an answer needs before it can be sent, and what is sent of it. */

import { beforeEach, expect, it } from "vitest";
import { answerOf, dayOf, draftOf, forgetDraft, missingIn } from "../lookbacks";

beforeEach(() => forgetDraft(1));

it("asks first whether anybody was reached, and of who was not reached nothing more", () => {
  const draft = draftOf(1);
  expect(missingIn(draft)).toEqual(["reached"]);
  draft.reached = "no_answer";
  expect(missingIn(draft)).toEqual([]);
});

it("asks for a reason only where the feedback is not wholly true", () => {
  const draft = draftOf(1);
  draft.reached = "yes";
  expect(missingIn(draft)).toEqual(["came", "result"]);
  draft.came = "no";
  draft.result = "true";
  expect(missingIn(draft)).toEqual([]);
  draft.result = "false";
  expect(missingIn(draft)).toEqual(["reason"]);
  draft.reason = "nobody_came";
  expect(missingIn(draft)).toEqual([]);
});

it("sends no answer of somebody who was not reached, whatever was chosen before", () => {
  Object.assign(draftOf(1), { reached: "refuses", came: "no", result: "false", reason: "other", note: " 挂了 " });
  expect(answerOf(draftOf(1))).toEqual({ reached: "refuses", note: "挂了" });
});

it("sends no reason of what turned out to be true", () => {
  Object.assign(draftOf(1), { reached: "yes", came: "yes", result: "true", reason: "other" });
  expect(answerOf(draftOf(1))).toMatchObject({ result: "true", reason: "" });
});

it("keeps what was filled in until it was sent", () => {
  draftOf(1).note = "下午再打";
  expect(draftOf(1).note).toBe("下午再打");
  forgetDraft(1);
  expect(draftOf(1).note).toBe("");
});

it("names the days of a period as Beijing counts them", () => {
  expect(dayOf("2026-11-15T16:00:00Z")).toBe("11月16日");
  expect(dayOf(Date.parse("2026-11-22T16:00:00Z") - 1)).toBe("11月22日");
});
