/** Links that open the phone's map app at a place; they carry where, never who. */

import gcoord from "gcoord";

export interface Position {
  latitude: number;
  longitude: number;
}

export type MapApp = "amap" | "baidu" | "tencent" | "system";
export type Platform = "android" | "ios" | "other";

export interface MapLink {
  app: MapApp;
  href: string;
}

// What the map shows as the goal: a neutral word, since links end up in other apps' histories.
const GOAL = "目的地";

/** One link per map app; Chinese maps want GCJ-02, `geo:` is WGS-84 by its standard. */
export function mapLinks(to: Position, platform: Platform): MapLink[] {
  const [longitude, latitude] = gcoord
    .transform([to.longitude, to.latitude], gcoord.WGS84, gcoord.GCJ02)
    .map((degrees) => Number(degrees.toFixed(6))) as [number, number];
  return [
    { app: "amap", href: amap(latitude, longitude, platform) },
    { app: "baidu", href: baidu(latitude, longitude, platform) },
    { app: "tencent", href: tencent(latitude, longitude) },
    { app: "system", href: system(to, latitude, longitude, platform) },
  ];
}

/** Which links this phone understands. */
export function platformOf(userAgent: string): Platform {
  if (/android|harmony/i.test(userAgent)) return "android";
  return /iphone|ipad|ipod/i.test(userAgent) ? "ios" : "other";
}

function amap(latitude: number, longitude: number, platform: Platform): string {
  const at = { poiname: GOAL, lat: latitude, lon: longitude, dev: 0, style: 2 };
  if (platform === "android") return link("androidamap://navi", { sourceApplication: "qiaomen", ...at });
  if (platform === "ios") return link("iosamap://navi", { sourceApplication: "qiaomen", ...at });
  const web = { to: `${longitude},${latitude},${GOAL}`, mode: "walk", coordinate: "gaode", callnative: 1 };
  return link("https://uri.amap.com/navigation", web);
}

function baidu(latitude: number, longitude: number, platform: Platform): string {
  const scheme = platform === "ios" ? "baidumap" : "bdapp";
  return link(`${scheme}://map/direction`, {
    destination: `latlng:${latitude},${longitude}|name:${GOAL}`,
    coord_type: "gcj02",
    mode: "walking",
    src: "qiaomen",
  });
}

function tencent(latitude: number, longitude: number): string {
  return link("qqmap://map/routeplan", { type: "walk", to: GOAL, tocoord: `${latitude},${longitude}`, referer: "qiaomen" });
}

function system(wgs: Position, latitude: number, longitude: number, platform: Platform): string {
  if (platform === "ios") return link("maps://", { daddr: `${latitude},${longitude}` });
  const at = `${wgs.latitude},${wgs.longitude}`;
  return `geo:${at}?q=${at}`;
}

function link(start: string, query: Record<string, string | number>): string {
  const text = Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  return `${start}?${text.join("&")}`;
}
