/** The addresses of the app and who may go where. The first screens are there from the start, each other kind of work loads when it is needed. */

import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteRecordRaw } from "vue-router";
import { session } from "./core/session";
import type { Role } from "./core/types";
import LockScreen from "./phone/LockScreen.vue";
import LoginScreen from "./phone/LoginScreen.vue";
import TasksScreen from "./phone/TasksScreen.vue";
import { followScreens } from "./ui/focus";
import { loadWords, t, type Area, type Key } from "./ui/i18n";

const FIELD: readonly Role[] = ["officer", "volunteer", "desk", "chief"];
const BOARD: readonly Role[] = ["chief", "operator", "commander"];
/** The centre: tables and playbooks. */
const CENTRE: readonly Role[] = ["commander", "admin"];
/** Who opens a case's own screen: operators lead calls from the board's queue with it. */
const CASE: readonly Role[] = [...FIELD, "operator"];

declare module "vue-router" {
  interface RouteMeta {
    roles?: readonly Role[];
    /** Shown inside the phone's shell with the bottom bar. */
    bar?: boolean;
    title?: Key;
  }
}

const routes: RouteRecordRaw[] = [
  { path: "/login", name: "login", component: LoginScreen, meta: { title: "login.title" } },
  { path: "/lock", name: "lock", component: LockScreen, meta: { title: "lock.title" } },
  { path: "/tasks", name: "tasks", component: TasksScreen, meta: { roles: FIELD, bar: true, title: "tasks.title" } },
  { path: "/done", name: "done", component: withWords(["transfer"], () => import("./phone/DoneScreen.vue")), meta: { roles: FIELD, bar: true, title: "done.title" } },
  { path: "/me", name: "me", component: withWords(["device"], () => import("./phone/MeScreen.vue")), meta: { bar: true, title: "me.title" } },
  { path: "/case/:id", name: "case", component: withWords(["phone", "board", "transfer"], () => import("./phone/CaseScreen.vue")), meta: { roles: CASE }, props: true },
  {
    path: "/case/:id/:track(call|visit)",
    name: "flow",
    component: withWords(["phone", "board", "transfer"], () => import("./phone/FlowScreen.vue")),
    meta: { roles: CASE },
    props: true,
  },
  { path: "/board", name: "board", component: withWords(["board", "find", "transfer"], () => import("./board/BoardScreen.vue")), meta: { roles: BOARD } },
  { path: "/board/:id", name: "board_case", component: withWords(["board", "find", "transfer"], () => import("./board/BoardScreen.vue")), meta: { roles: BOARD }, props: true },
  {
    path: "/board/:id",
    name: "board_case",
    component: withWords(["board", "find", "transfer"], () => import("./board/BoardScreen.vue")),
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
  { path: "/admin", name: "admin", component: withWords(["board"], () => import("./ui/AdminScreen.vue")), meta: { roles: ["admin"] } },
  { path: "/drill", name: "drill", component: withWords(["board", "drill"], () => import("./drill/DrillScreen.vue")), meta: { roles: ["chief", "commander"] } },
  { path: "/denied", name: "denied", component: () => import("./ui/DeniedScreen.vue"), meta: { title: "guard.title" } },
  { path: "/:rest(.*)*", name: "home", redirect: () => homeOf(session.me?.role) },
];

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, _from, saved) => saved ?? (to.hash ? { el: to.hash } : { top: 0 }),
});

router.beforeEach((to) => guard(to));
followScreens(router);
router.afterEach((to) => {
  document.title = to.meta.title ? `${t(to.meta.title)} · ${t("app.name")}` : t("app.name");
});

/** A screen, and beside it the words it says; a case's story is told in the board's words. */
function withWords<Screen>(areas: readonly Area[], load: () => Promise<Screen>): () => Promise<Screen> {
  return async () => (await Promise.all([load(), ...areas.map(loadWords)]))[0];
}

/** Where a role starts. */
export function homeOf(role: Role | undefined): string {
  if (!role) return "/login";
  if (role === "admin") return "/admin";
  return role === "officer" || role === "volunteer" || role === "desk" ? "/tasks" : "/board";
}

/** Where a screen that stood in between leads on to: the address it was asked with, or home. */
export function afterwards({ query }: Pick<RouteLocationNormalized, "query">): string {
  const next = query["next"];
  return typeof next === "string" && /^\/(?!\/)/.test(next) ? next : homeOf(session.me?.role);
}

function guard(to: RouteLocationNormalized): true | string | { name: string; query: Record<string, string> } {
  if (to.name === "login") return session.me && !session.barred && !("new_pin" in to.query) ? homeOf(session.me.role) : true;
  if (!session.me) return { name: "login", query: to.fullPath === "/" ? {} : { next: to.fullPath } };
  if (to.name === "lock") return session.lock ? true : afterwards(to);
  if (session.lock) return { name: "lock", query: to.fullPath === "/" ? {} : { next: to.fullPath } };
  if (to.meta.roles && !to.meta.roles.includes(session.me.role)) return "/denied";
  return true;
}
