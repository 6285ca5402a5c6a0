/** The screens of boards and of the centre, with their words; `router.ts` learns them when somebody first goes to one. */

import type { RouteRecordRaw } from "vue-router";
import type { Role } from "./core/types";
import { FURTHER } from "./ui/further_words";
import { addWords, withWords } from "./ui/i18n";

const BOARD: readonly Role[] = ["chief", "operator", "commander"];
const DUTY: readonly Role[] = ["officer", "volunteer", "desk", "chief", "operator", "commander"];
/** The centre: tables and playbooks. */
const CENTRE: readonly Role[] = ["commander", "admin"];

addWords(FURTHER);

export const screens: readonly RouteRecordRaw[] = [
  { path: "/board", name: "board", component: withWords(["board", "find", "transfer", "lookback"], () => import("./board/BoardScreen.vue")), meta: { roles: BOARD } },
  {
    path: "/board/notifications",
    name: "unit_notifications",
    component: withWords(["notify"], () => import("./notify/UnitScreen.vue")),
    meta: { roles: ["chief", "commander"] },
  },
  {
    path: "/admin/notifications",
    name: "all_notifications",
    component: withWords(["notify"], () => import("./notify/UnitScreen.vue")),
    meta: { roles: ["admin"] },
  },
  {
    path: "/board/:id",
    name: "board_case",
    component: withWords(["board", "find", "transfer", "lookback"], () => import("./board/BoardScreen.vue")),
    meta: { roles: BOARD },
    props: true,
  },
  {
    path: "/map/:within(\\d{2,12})?",
    name: "map",
    component: withWords(["board", "transfer", "map"], () => import("./board/map/MapScreen.vue")),
    meta: { roles: BOARD },
    props: true,
  },
  {
    path: "/wall",
    name: "wall",
    component: withWords(["board", "transfer", "wall"], () => import("./wall/WallScreen.vue")),
    meta: { roles: BOARD },
  },
  {
    path: "/imports",
    name: "imports",
    component: withWords(["imports", "board"], () => import("./imports/ImportsScreen.vue")),
    meta: { roles: CENTRE },
  },
  {
    path: "/imports/:id",
    name: "import",
    component: withWords(["imports", "board"], () => import("./imports/ImportScreen.vue")),
    meta: { roles: CENTRE },
    props: true,
  },
  {
    path: "/playbooks",
    name: "playbooks",
    component: withWords(["editor", "board"], () => import("./editor/ListScreen.vue")),
    meta: { roles: CENTRE },
  },
  {
    path: "/playbooks/:type",
    name: "playbook",
    component: withWords(["editor", "board", "phone"], () => import("./editor/EditorScreen.vue")),
    meta: { roles: CENTRE },
    props: true,
  },
  { path: "/follow-ups", name: "follow_ups", component: withWords(["follow", "board", "device"], () => import("./followup/ListScreen.vue")), meta: { roles: BOARD, bar: true, title: "follow.title" } },
  {
    path: "/follow-up/:id(\\d+)",
    name: "follow_up",
    component: withWords(["follow", "phone", "board", "device"], () => import("./followup/AnswerScreen.vue")),
    meta: { roles: ["officer", "chief", "operator", "commander"], title: "follow.one" },
    props: true,
  },
  { path: "/handover", name: "handover", component: withWords(["duty"], () => import("./duty/HandOverScreen.vue")), meta: { roles: DUTY, bar: true, title: "handover.title" } },
  { path: "/roster", name: "roster", component: withWords(["board", "duty"], () => import("./duty/RosterScreen.vue")), meta: { roles: DUTY, title: "roster.title" } },
  {
    path: "/lookbacks/rates",
    name: "look_back_rates",
    component: withWords(["lookback"], () => import("./lookback/RatesScreen.vue")),
    meta: { roles: ["commander"] },
  },
  {
    path: "/lookbacks/:id(\\d+)?",
    name: "look_backs",
    component: withWords(["board", "lookback"], () => import("./lookback/LookBackScreen.vue")),
    meta: { roles: BOARD },
    props: true,
  },
  { path: "/admin", name: "admin", component: withWords(["board"], () => import("./ui/AdminScreen.vue")), meta: { roles: ["admin"] } },
  { path: "/drill", name: "drill", component: withWords(["board", "drill"], () => import("./drill/DrillScreen.vue")), meta: { roles: ["chief", "commander"] } },
];
