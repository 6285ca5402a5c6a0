/** Words of what rings above every screen: a colleague in danger, and whether I am all right. */

export const safety = {
  "safety.label": ["同事求助", "Colleagues in danger"],
  "safety.help": ["{name} 求助", "{name} needs help"],
  "safety.alive": ["{name} 没有回音", "No word from {name}"],
  "safety.since": ["已经 {time}", "for {time}"],
  "safety.at_phone": ["手机定位，约 {m} 米内，{ago}", "By his phone, within {m} m, {ago}"],
  "safety.at_phone_plain": ["手机定位，{ago}", "By his phone, {ago}"],
  "safety.at_address": ["没有手机定位，按预警地址", "No position of his phone: the address of the case"],
  "safety.no_address": ["地址不详", "Address unknown"],
  "safety.go": ["我去", "I go"],
  "safety.arrange": ["我来安排", "I see to it"],
  "safety.call": ["打给 {name}", "Call {name}"],
  "safety.way": ["怎么去", "The way"],
  "safety.not_sent": ["没发出去，请再点一次，或者直接打电话。", "Not sent. Tap again, or phone him."],
  "safety.i_go": ["您去接应 {name}", "You go to {name}"],
  "safety.he_is_safe": ["他没事了", "He is all right"],
  "safety.said_safe": ["已记下，正在告诉大家。", "Recorded; everybody is being told."],
  "safety.goes": ["{who} 去接应 {name}", "{who} goes to {name}"],
  "safety.close": ["知道了", "Got it"],
  "safety.ask": ["您还好吗？", "Are you all right?"],
  "safety.ask_hint": [
    "{name} 家，预计 {time} 前办完。再没有消息，会告诉所长和附近同事。",
    "At {name}'s, expected to end by {time}. Without a word from you the chief and colleagues nearby are told.",
  ],
  "safety.fine": ["我没事，再要 {n} 分", "I am fine, {n} more minutes"],
  "safety.help_me": ["求助", "Help"],
} as const satisfies Record<string, readonly [string, string]>;
