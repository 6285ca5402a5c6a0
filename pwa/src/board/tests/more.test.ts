/** The menu 更多 lists what is open to a role, and nothing else. */

import { expect, it } from "vitest";
import { waysOf, type Way } from "../more";

const WALL: Way = { to: "/wall", words: "board.title", icon: "board", roles: ["chief", "commander"] };
const FILES: Way = { to: "/imports", words: "board.title", icon: "inbox", roles: ["commander"] };

it("leads a role to its own screens only", () => {
  expect(waysOf("chief", [WALL, FILES])).toEqual([WALL]);
  expect(waysOf("commander", [FILES, WALL])).toEqual([FILES, WALL]);
});

it("leads nowhere before somebody is signed in", () => {
  expect(waysOf(undefined, [WALL, FILES])).toEqual([]);
});
