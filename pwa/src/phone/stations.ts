/** The stations one can hand a case on to; those of one's own district stay on the phone for when there is no network. */

import { ask } from "../core/api";
import { keep, kept } from "../core/db";

export interface Station {
  code: string;
  name: string;
  district: string;
}

export interface District {
  code: string;
  name: string;
}

export interface StationList {
  stations: Station[];
  districts: District[];
}

/** The stations of a district; without a code, of one's own. */
export async function stationsOf(district = ""): Promise<StationList> {
  const key = `stations:${district}`;
  try {
    const list = await ask<StationList>(`/api/stations/?district=${encodeURIComponent(district)}`);
    await keep(key, list);
    return list;
  } catch (refusal) {
    const known = await kept<StationList>(key);
    if (known) return known;
    throw refusal;
  }
}

/** Those whose name holds what was typed; all of them before anything is. */
export function found(stations: readonly Station[], typed: string): Station[] {
  const wanted = typed.trim().replace(/派出所$/, "");
  return stations.filter((station) => station.name.includes(wanted));
}
