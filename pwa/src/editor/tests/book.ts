/** A small playbook to change in tests. */

import type { Book, Line } from "../doors";

export const line = (zh: string): Line => ({ zh, en: `${zh} in English` });

export function aBook(change: Partial<Book> = {}): Book {
  return {
    type: "loan",
    signs: [line("样子一"), line("样子二"), line("样子三")],
    scammer_says: [line("骗子话")],
    call: { first: [line("开头一"), line("开头二")], disbelieves: [line("不信")], coached: [line("有人教")], family: [line("家里")], message: line("短信") },
    phone_checks: [{ ...line("查一"), code: "check_one" }],
    door_checks: [{ ...line("记录仪"), code: "camera_on" }],
    say: [line("说一")],
    plain: [line("志愿者")],
    already_paid: [line("打110")],
    cards: [line("卡一")],
    leave: [line("留一")],
    ...change,
  };
}
