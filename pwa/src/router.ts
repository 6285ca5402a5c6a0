/** The addresses of the app and who may go where. The first screens are there from the start, each other kind of work loads when it is needed. */

import { computed, shallowRef } from "vue";
import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteRecordRaw } from "vue-router";
import { session } from "./core/session";
import type { Role } from "./core/types";
import LockScreen from "./phone/LockScreen.vue";
import LoginScreen from "./phone/LoginScreen.vue";
import TasksScreen from "./phone/TasksScreen.vue";
import { barsHeight } from "./ui/bars";
import { followScreens } from "./ui/focus";
import { t, withWords, type Key } from "./ui/i18n";

const FIELD: readonly Role[] = ["officer", "volunteer", "desk", "chief"];
/** Who opens a case's own screen: operators lead calls from the board's queue with it. */
const CASE: readonly Role[] = [...FIELD, "operator"];

/** Between the bars and what an address leads to. */
const GAP_PX = 8;

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
  // Whatever else is asked for (`further`): no phone has to carry what only boards and the centre use.
  { path: "/:asked(.+)", name: "further", component: { render: () => null } },
  { path: "/denied", name: "denied", component: () => import("./ui/DeniedScreen.vue"), meta: { title: "guard.title" } },
  { path: "/:rest(.*)", name: "home", redirect: () => homeOf(session.me?.role) },
];

export const router = createRouter({
  history: createWebHistory(),
  routes,
  // At the start the page is where it should be: scrolling would make the browser lay it out in the middle of the work.
  scrollBehavior: (to, from, saved) => saved ?? (to.hash ? { el: to.hash, top: barsHeight() + GAP_PX } : from.matched.length > 0 && { top: 0 }),
});

/** Where somebody is on his way to; one way given up for another ends before that one. */
const underWay = shallowRef<RouteLocationNormalized | null>(null);
/** Its file may take seconds on a weak network. */
export const isOpening = computed(() => underWay.value !== null);

router.beforeEach((to) => {
  underWay.value = to;
  return guard(to);
});
followScreens(router);
router.onError((_fault, to) => arrive(to));
router.afterEach((to) => {
  arrive(to);
  document.title = to.meta.title ? `${t(to.meta.title)} · ${t("app.name")}` : t("app.name");
});

function arrive(to: RouteLocationNormalized): void {
  if (underWay.value === to) underWay.value = null;
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

type Way = true | string | { name: string; query: Record<string, string> };

function guard(to: RouteLocationNormalized): Way | Promise<Way> {
  if (to.name === "login") return session.me && !session.barred && !("new_pin" in to.query) ? homeOf(session.me.role) : true;
  if (!session.me) return { name: "login", query: to.fullPath === "/" ? {} : { next: to.fullPath } };
  if (to.name === "lock") return session.lock ? true : afterwards(to);
  if (session.lock) return { name: "lock", query: to.fullPath === "/" ? {} : { next: to.fullPath } };
  if (to.name === "further") return further(to.fullPath);
  if (to.meta.roles && !to.meta.roles.includes(session.me.role)) return "/denied";
  return true;
}

/** Learn the further addresses, then go on to the one that was asked for. */
async function further(asked: string): Promise<string> {
  for (const screen of (await import("./screens")).screens) router.addRoute(screen);
  router.removeRoute("further");
  return asked;
}
