/** Who is logged in on this phone, and how it stands with the server; every screen may read it. */

import { reactive } from "vue";
import type { RoomState } from "./phones";
import type { Me, Rules } from "./types";

export interface Session {
  me: Me | null;
  rules: Rules | null;
  /** The server answers (not merely: there is a network). */
  online: boolean;
  /** Phone time in ms of the last word from the server, 0 if none yet. */
  lastHeardAt: number;
  /** Reports and pictures that still have to be sent. */
  waiting: number;
  /** Reports and pictures the server refused: somebody has to look. */
  attention: number;
  /** Records that cannot be opened any more: nobody knows what stands in them, and nobody throws them away. */
  damaged: number;
  /** What the phone holds has been read; screens may show it. */
  ready: boolean;
  /** The login ran out or the account was disabled while working: everything is kept, nothing can be sent. */
  barred: "" | "expired" | "disabled";
  /** The screen waits for the PIN, or for the first one to be chosen. */
  lock: "" | "locked" | "unset";
  /** This phone was reported lost and has forgotten everything. */
  isWiped: boolean;
  /** How much room the phone has left for photos. */
  room: RoomState;
  /** So many unsent things the browser has thrown away. */
  cleared: number;
}

export const session: Session = reactive({
  me: null,
  rules: null,
  online: navigator.onLine,
  lastHeardAt: 0,
  waiting: 0,
  attention: 0,
  damaged: 0,
  ready: false,
  barred: "",
  lock: "",
  isWiped: false,
  room: "ok",
  cleared: 0,
});
