/** Where the words of boards and of the centre come from; and of what rings: apart from `i18n.ts`, for no first screen says them. */

import type { Files } from "./i18n";

export const FURTHER: Files = {
  zh: {
    find: () => import("./words/find?zh"),
    map: () => import("./words/map?zh"),
    wall: () => import("./words/wall?zh"),
    imports: () => import("./words/imports?zh"),
    editor: () => import("./words/editor?zh"),
    notify: () => import("./words/notify?zh"),
    duty: () => import("./words/duty?zh"),
    safety: () => import("./words/safety?zh"),
    lookback: () => import("./words/lookback?zh"),
    follow: () => import("./words/follow?zh"),
  },
  en: {
    find: () => import("./words/find?en"),
    map: () => import("./words/map?en"),
    wall: () => import("./words/wall?en"),
    imports: () => import("./words/imports?en"),
    editor: () => import("./words/editor?en"),
    notify: () => import("./words/notify?en"),
    duty: () => import("./words/duty?en"),
    safety: () => import("./words/safety?en"),
    lookback: () => import("./words/lookback?en"),
    follow: () => import("./words/follow?en"),
  },
};
