/** What is asked at a follow-up, and what follows from the answers. */

import { describe, expect, it } from "vitest";
import { emptyForm, openQuestions, saidOf, type Form } from "../asking";
import { isAgain } from "../follow_ups";

const reached: Form = { ...emptyForm(), reached: "yes", believes: "yes", in_contact: "no", paid: "no" };

describe("a follow-up", () => {
  it("asks first whether anybody was reached, and then three things", () => {
    expect(openQuestions(emptyForm())).toEqual(["reached"]);
    expect(openQuestions({ ...emptyForm(), reached: "yes" })).toEqual(["believes", "in_contact", "paid"]);
    expect(openQuestions(reached)).toEqual([]);
  });

  it("asks nothing more where nobody was reached, and says nothing that was tapped before", () => {
    const form: Form = { ...reached, reached: "no", paid: "yes", paid_fen: 500 };
    expect(openQuestions(form)).toEqual([]);
    expect(saidOf(7, form)).toEqual({ id: 7, reached: false });
  });

  it("says an amount only where money was sent", () => {
    expect(saidOf(7, { ...reached, paid: "yes", paid_fen: 500_000 })).toEqual({
      id: 7, reached: true, believes: "yes", in_contact: "no", paid: "yes", paid_fen: 500_000,
    });
    expect(saidOf(7, { ...reached, paid: "no", paid_fen: 500_000 })).not.toHaveProperty("paid_fen");
  });

  it("warns anew who is in contact or has paid, and nobody else", () => {
    expect(isAgain(saidOf(7, reached))).toBe(false);
    expect(isAgain(saidOf(7, { ...reached, believes: "no" }))).toBe(false);
    expect(isAgain(saidOf(7, { ...reached, in_contact: "yes" }))).toBe(true);
    expect(isAgain(saidOf(7, { ...reached, paid: "yes" }))).toBe(true);
    expect(isAgain(saidOf(7, { ...reached, paid: "unsure" }))).toBe(false);
  });
});
