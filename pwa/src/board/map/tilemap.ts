/** Leaflet behind a small face: the tile server's map, with marks for clusters of cases; it says when no tile comes. */

import L from "leaflet";
import "leaflet/dist/leaflet.css";
import { icons } from "../../ui/icons";
import type { Tiles } from "../screens";
import { clustered, type Cluster } from "./cluster";
import type { Placed, Point } from "./coordinates";
import { countLevels } from "./says";

export interface TileMapEvents {
  pick: (cluster: Cluster) => void;
  failed: () => void;
  /** How a mark is said. */
  words: (cluster: Cluster) => string;
  zoomWords: { in: string; out: string };
}

export interface TileMap {
  show: (all: readonly Placed[]) => void;
  remove: () => void;
}

/** So many tiles in a row that do not come, and none that did: there is no map. */
const GIVE_UP = 4;
/** A closed network answers nothing at all. */
const PATIENCE_MS = 10_000;
const MARK = 48;

export function openTileMap(box: HTMLElement, tiles: Tiles, events: TileMapEvents): TileMap {
  const { least, most } = tiles.zoom;
  const map = L.map(box, { zoomControl: false, minZoom: least, maxZoom: most, zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ position: "bottomright", zoomInTitle: events.zoomWords.in, zoomOutTitle: events.zoomWords.out }).addTo(map);
  const stopWaiting = layTiles(map, tiles, events.failed);
  const marks = L.layerGroup().addTo(map);
  let shown: readonly Placed[] = [];
  let isPlaced = false;

  function draw(): void {
    marks.clearLayers();
    const toPixel = ({ latitude, longitude }: Point): L.Point => map.project([latitude, longitude]);
    for (const cluster of clustered(shown, toPixel)) mark(cluster, events).addTo(marks);
  }

  map.on("zoomend", draw);
  return {
    show(all) {
      shown = all;
      if (!isPlaced) isPlaced = look(map, all);
      if (isPlaced) draw();
    },
    remove() {
      stopWaiting();
      map.remove();
    },
  };
}

/** Once: whoever has moved the map is not moved back. */
function look(map: L.Map, all: readonly Placed[]): boolean {
  if (all.length === 0) return false;
  map.fitBounds(L.latLngBounds(all.map((each) => [each.latitude, each.longitude])), { padding: [MARK, MARK], maxZoom: 16, animate: false });
  return true;
}

function layTiles(map: L.Map, { url, attribution, zoom }: Tiles, failed: () => void): () => void {
  const said = document.createElement("span");
  said.textContent = attribution;
  let missing = 0;
  let patience: ReturnType<typeof setTimeout> | undefined;
  // Before there is a place to look at, nothing is asked for.
  map.whenReady(() => (patience = setTimeout(failed, PATIENCE_MS)));
  L.tileLayer(url, { attribution: said.innerHTML, minZoom: zoom.least, maxZoom: zoom.most })
    .on("tileload", () => {
      clearTimeout(patience);
      missing = Number.NEGATIVE_INFINITY;
    })
    .on("tileerror", () => {
      missing += 1;
      if (missing === GIVE_UP) failed();
    })
    .addTo(map);
  return () => clearTimeout(patience);
}

function mark(cluster: Cluster, events: TileMapEvents): L.Marker {
  const [gravest] = countLevels(cluster.cases);
  const words = events.words(cluster);
  const face = document.createElement("span");
  face.className = "shape";
  face.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${icons[gravest?.icon ?? "info"]}"/></svg>`;
  if (cluster.cases.length > 1) face.append(String(cluster.cases.length));
  const isDrill = cluster.cases.every((one) => one.drill);
  const icon = L.divIcon({ className: `mark ${gravest?.colour ?? "low"}${isDrill ? " drill" : ""}`, html: face, iconSize: [MARK, MARK] });
  const marker = L.marker([cluster.latitude, cluster.longitude], { icon, title: words, zIndexOffset: (gravest?.colour === "critical" ? 1 : 0) * 1000 });
  marker.on("click", () => events.pick(cluster));
  marker.on("add", () => {
    const element = marker.getElement();
    element?.setAttribute("aria-label", words);
    element?.setAttribute("data-testid", "map-mark");
  });
  return marker;
}
