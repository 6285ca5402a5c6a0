/** Why a vault does not open, in words that say what to do. */

import { Problem } from "./problem";

export function wrongPin(left: number): Problem {
  return new Problem("wrong_pin", `PIN不对，还可以试${left}次。`, `Wrong PIN. ${left} tries left.`);
}

export function pinWait(ms: number): Problem {
  const seconds = Math.ceil(ms / 1000);
  return new Problem("pin_wait", `输错太多，${seconds}秒后再试。`, `Too many wrong tries. Try again in ${seconds} s.`);
}

export function pinGone(): Problem {
  return new Problem(
    "pin_gone",
    "PIN已失效，请用密码登录后重新设置。没上报的记录都还在。",
    "The PIN no longer works. Sign in with your password and choose a new one. Unsent work is kept.",
  );
}

export function sealedAway(): Problem {
  return new Problem("sealed_away", "本机存的数据用这次登录打不开。", "What is stored on this phone does not open with this login.");
}
