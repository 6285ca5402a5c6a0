/** Marking rows: one, a range, all; and what has left the list is not acted on. */

import { describe, expect, it } from "vitest";
import { ref } from "vue";
import { makeMarks } from "../marks";

describe("marks", () => {
  const made = () => {
    const order = ref(["a", "b", "c", "d"]);
    return { order, marks: makeMarks(() => order.value) };
  };

  it("go on and off, in the order of the list", () => {
    const { marks } = made();
    for (const id of ["c", "a", "b", "b"]) marks.toggle(id);
    expect(marks.chosen.value).toEqual(["a", "c"]);
    expect(marks.has("b")).toBe(false);
  });

  it("take a range from the last one, upwards as well, and take it away again", () => {
    const { marks } = made();
    marks.toggle("d");
    marks.toggle("b", true);
    expect(marks.chosen.value).toEqual(["b", "c", "d"]);
    marks.toggle("d", true);
    expect(marks.chosen.value).toEqual([]);
  });

  it("forget what has left the list, and its end of a range", () => {
    const { order, marks } = made();
    marks.toggle("a");
    order.value = ["b", "c", "d"];
    expect(marks.chosen.value).toEqual([]);
    marks.toggle("c", true);
    expect(marks.chosen.value).toEqual(["c"]);
  });

  it("take all that is shown and let all go", () => {
    const { marks } = made();
    marks.all();
    expect([marks.chosen.value.length, marks.isMarking.value]).toEqual([4, true]);
    marks.clear();
    expect([marks.chosen.value.length, marks.isMarking.value]).toEqual([0, false]);
  });
});
