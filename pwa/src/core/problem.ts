/** A refusal of the server, or its silence, in words a person understands in both languages. */

import type { FieldError } from "./types";

export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly message_zh: string,
    readonly message_en: string,
    readonly status = 0,
    readonly fields: FieldError[] = [],
    /** Of a lost phone: the server still takes in what it has not sent. */
    readonly takesIn = false,
  ) {
    super(message_zh);
    this.name = "Problem";
  }
}

/** No answer: no network, or the server is away. What was reported is on the phone. */
export function noAnswer(): Problem {
  return new Problem(
    "no_answer",
    "连不上服务器。已填的内容都保存在本机，有网后再试。",
    "The server cannot be reached. What you entered is kept here; try again when there is a network.",
  );
}

/** The phone has no room for a picture; text still saves. */
export function storageFull(): Problem {
  return new Problem(
    "storage_full",
    "手机存储已满，照片没有存下。文字记录不受影响，请清理空间后再拍。",
    "The phone is full, so the photo was not kept. Text is safe. Free some space and take it again.",
  );
}
