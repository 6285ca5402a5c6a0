/** What a board says of somebody who was told, and why a message did not arrive. */

import { beforeAll, expect, it } from "vitest";
import { loadWords } from "../../ui/i18n";
import { whyNot } from "../codes";
import "../open";
import { linesOf } from "../told";
import type { Told } from "../types";

beforeAll(async () => {
  await loadWords("board");
  await loadWords("notify");
});

function told(way: Told["way"], state: Told["state"], more: Partial<Told> = {}): Told {
  return { assignment: 1, member: 7, name: "李建国", way, occasion: "assigned", limit: "", state, code: "", at: "2026-11-26T04:00:00Z", seconds: 12, ...more };
}

it("says over which way somebody was told, and after how long", () => {
  const lines = linesOf([told("webpush", "sent", { seconds: 3 }), told("sms", "sent")], 1, 7);
  expect(lines.map(({ words }) => words)).toEqual(["已推送 3秒", "短信已发 12秒"]);
});

it("says what is not reachable, so that it stands out", () => {
  const [line] = linesOf([told("webpush", "dead")], 1, 7);
  expect(line).toEqual({ key: "webpush", words: "手机推送不可达", bad: true });
});

it("says of each way the one thing that counts", () => {
  const lines = linesOf([told("sms", "waiting"), told("sms", "failed"), told("sms", "sent"), told("sms", "waiting")], 1, 7);
  expect(lines.map(({ words, bad }) => [words, bad])).toEqual([["短信已发 12秒", false]]);
});

it("is silent about others, about other assignments, and about what was no longer needed", () => {
  expect(linesOf([told("sms", "sent", { member: 8 }), told("sms", "sent", { assignment: 2 }), told("sms", "withdrawn")], 1, 7)).toEqual([]);
});

it.each([
  ["webpush", "410", "手机或浏览器已取消接收"],
  ["sms", "410", "对方拒收（410）"],
  ["wecom", "93000", "密钥不对（93000）"],
  ["dingtalk", "310000", "加关键词“敲门”"],
  ["feishu", "429", "限流（429）"],
  ["mail", "no_gateway", "没有配置邮件服务器"],
  ["other", "418", "对方拒收（418）"],
] as const)("says why %s did not take it: %s", (kind, code, words) => {
  expect(whyNot(kind, code)).toContain(words);
});
