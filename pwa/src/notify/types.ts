/** The shapes of notifications, from the server's schema. */

import type { components } from "../core/schema";

type Schemas = components["schemas"];

export type Mine = Schemas["Mine"];
export type Channel = Schemas["ChannelView"];
export type Kind = Channel["kind"];
export type Wish = Schemas["WishView"];
export type UnitWays = Schemas["UnitChannels"];
export type Reach = Schemas["Reach"];
export type Told = Schemas["NotifiedView"];

export const MEMBERS_KINDS: readonly Kind[] = ["wecom", "dingtalk", "feishu", "mail"];
export const UNITS_KINDS: readonly Kind[] = ["wecom", "dingtalk", "feishu", "sms", "mail", "other"];
