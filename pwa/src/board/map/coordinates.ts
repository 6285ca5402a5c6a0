/** Where a case lies on a map: what the signal said, or where a phone stood when somebody arrived. */

import gcoord from "gcoord";
import type { CaseView } from "../../core/types";
import type { Tiles } from "../screens";

export interface Point {
  latitude: number;
  longitude: number;
}

export interface Placed extends Point {
  one: CaseView;
}

/** In WGS-84, or null where nothing is known. */
export function pointOf({ target, reports }: CaseView): Point | null {
  if (target.latitude !== null && target.longitude !== null) return { latitude: target.latitude, longitude: target.longitude };
  const arrived = reports.filter((report) => report.track === "visit" && report.answer === "arrived" && report.inputs.place).at(-1);
  return arrived?.inputs.place ?? null;
}

/** The open cases that have a point, as this map draws it, and those that have none. */
export function placed(all: Iterable<CaseView>, datum: Tiles["datum"]): { on: Placed[]; off: CaseView[] } {
  const on: Placed[] = [];
  const off: CaseView[] = [];
  for (const one of all) {
    if (one.standing.state !== "open") continue;
    const point = pointOf(one);
    if (point) on.push({ one, ...drawn(point, datum) });
    else off.push(one);
  }
  return { on, off };
}

/** Chinese maps are drawn in GCJ-02: some hundred metres beside what a phone measures. */
export function drawn({ latitude, longitude }: Point, datum: Tiles["datum"]): Point {
  if (datum === "wgs84") return { latitude, longitude };
  const [lng, lat] = gcoord.transform([longitude, latitude], gcoord.WGS84, gcoord.GCJ02);
  return { latitude: lat, longitude: lng };
}
