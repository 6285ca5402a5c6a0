// @vitest-environment node
/** Words are filled in with who speaks, and nobody who is no officer is called one. */

import { describe, expect, it } from "vitest";
import type { Playbook, Playbooks } from "../../core/rules";
import { aCase } from "../../board/tests/cast";
import { numbersOf, playbookOf, readable, spoken } from "../playbook";

const words = { zh: "我是{unit}民警{officer}，您可拨打110", en: "I am officer {officer} of {unit}; dial 110" };
const speaker = { officer: "李伟", unit: "南坪派出所" } as const;

describe("what is said", () => {
  it("names the officer and his unit", () => {
    expect(spoken(words, { ...speaker, role: "officer" })).toEqual({
      zh: "我是南坪派出所民警李伟，您可拨打110",
      en: "I am officer 李伟 of 南坪派出所; dial 110",
    });
  });

  it("calls a volunteer a volunteer and an operator an operator", () => {
    expect(spoken(words, { ...speaker, role: "volunteer" })).toEqual({
      zh: "我是南坪派出所志愿者李伟，您可拨打110",
      en: "I am volunteer 李伟 of 南坪派出所; dial 110",
    });
    expect(spoken(words, { ...speaker, role: "operator" }).zh).toContain("劝阻专员李伟");
  });
});

describe("the playbook", () => {
  const book = (type: string) => ({ type }) as Playbook;
  const books: Playbooks = { version: "1", playbooks: { police: book("police"), other: book("other") }, playbook_for: { ticket: "other", police: "police" } };

  it("is that of the type, or the one named for it, or the general one", () => {
    expect(playbookOf(books, "police")?.type).toBe("police");
    expect(playbookOf(books, "ticket")?.type).toBe("other");
    expect(playbookOf(books, "unheard_of")?.type).toBe("other");
  });

  it("is none while they are not on the phone", () => {
    expect(playbookOf(null, "police")).toBeNull();
  });
});

describe("the number to call", () => {
  it("is the one found last, then the one on file", () => {
    const view = aCase("peng");
    expect(numbersOf(view, [null, "13900000001", undefined, "13900000002"])).toEqual(["13900000002", "13900000001", "13800000000"]);
    expect(numbersOf({ ...view, target: { ...view.target, phone: "" } }, [])).toEqual([]);
  });

  it("is read in groups", () => {
    expect(readable("13800000000")).toBe("138 0000 0000");
    expect(readable("023-60000003")).toBe("023-60000003");
  });
});
