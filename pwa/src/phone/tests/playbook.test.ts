// @vitest-environment node
/** Words are filled in with who speaks, and nobody who is no officer is called one. */

import { describe, expect, it } from "vitest";
import type { Playbook, Playbooks } from "../../core/rules";
import type { CaseView } from "../../core/types";
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

  /** A case of this type that opened at this edition. */
  const of = (fraud_type: string, edition?: number) =>
    ({ standing: { fraud_type }, ...(edition === undefined ? {} : { edition }) }) as unknown as CaseView;

  it("is that of the type, or the one named for it, or the general one", () => {
    expect(playbookOf(books, of("police"))?.type).toBe("police");
    expect(playbookOf(books, of("ticket"))?.type).toBe("other");
    expect(playbookOf(books, of("unheard_of"))?.type).toBe("other");
  });

  it("is none while they are not on the phone", () => {
    expect(playbookOf(null, of("police"))).toBeNull();
  });

  describe("that was changed", () => {
    const [file, second] = [book("file"), book("second")];
    const earlier = [{ number: 2, playbook: second }, { number: 0, playbook: file }];
    const changed: Playbooks = { ...books, edition: 6, since: { police: 5 }, earlier: { police: earlier } };

    it("keeps for a case the words of when it opened", () => {
      const found = [undefined, 0, 1, 2, 4].map((edition) => playbookOf(changed, of("police", edition)));
      expect(found).toEqual([file, file, file, second, second]);
    });

    it("is today's for a case of today, and for one whose words are not on the phone", () => {
      expect(playbookOf(changed, of("police", 5))?.type).toBe("police");
      expect(playbookOf(changed, of("police", 9))?.type).toBe("police");
      expect(playbookOf({ ...changed, earlier: { police: earlier.slice(0, 1) } }, of("police", 1))?.type).toBe("police");
    });

    it("leaves the other types as they are", () => {
      expect(playbookOf(changed, of("ticket", 0))?.type).toBe("other");
    });
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
