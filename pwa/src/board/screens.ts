/** What the server says of the map and the wall; until it has said anything, no tiles, and names masked. */

import { shallowRef, watch, type ShallowRef } from "vue";
import { ask } from "../core/api";
import type { components } from "../core/schema";
import { session } from "../core/session";

export type Screens = components["schemas"]["Screens"];
export type Tiles = components["schemas"]["Tiles"];

const CAUTIOUS: Screens = { tiles: null, wall: { names: "masked", turn_seconds: 15, stays_up: false } };
const screens = shallowRef(CAUTIOUS);
let version = "";

/** Asked for when there is a connection, and again when the rules have changed; without an answer the last one holds. */
export function useScreens(): Readonly<ShallowRef<Screens>> {
  watch([() => session.online, () => session.rules?.version], () => void look(), { immediate: true });
  return screens;
}

async function look(): Promise<void> {
  if (!session.online || (version !== "" && version === session.rules?.version)) return;
  const said = await ask<components["schemas"]["ScreensView"]>("/api/screens/").catch(() => null);
  if (!said) return;
  version = said.version;
  screens.value = said.screens;
}
