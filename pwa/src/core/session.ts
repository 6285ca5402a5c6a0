/** Who is logged in on this phone, and how it stands with the server; every screen may read it. */

import { reactive } from "vue";
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
  /** What the phone holds has been read; screens may show it. */
  ready: boolean;
  /** The login ran out or the account was disabled while working: everything is kept, nothing can be sent. */
  barred: "" | "expired" | "disabled";
}

export const session: Session = reactive({
  me: null,
  rules: null,
  online: navigator.onLine,
  lastHeardAt: 0,
  waiting: 0,
  attention: 0,
  ready: false,
  barred: "",
});
