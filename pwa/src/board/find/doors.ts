/** The ways to the server for finding and for doing something with many cases. What is searched for travels in the body. */

import { ask } from "../../core/api";
import type { components } from "../../core/schema";
import { act } from "../../core/store";
import type { TrackName } from "../../core/types";

type Schemas = components["schemas"];
export type SavedView = Omit<Schemas["SavedViewShape"], "shown"> & { shown: Required<Schemas["BoardFilter"]> };
export type ManyResult = Required<Schemas["ManyResult"]>;

export type Found = Schemas["FoundCases"];
export type FoundCase = Schemas["FoundCase"];

export function search(text: string): Promise<Found> {
  return ask<Found>("/api/cases/search/", { method: "POST", body: { text } });
}

export async function assignMany(cases: readonly string[], track: TrackName, member: number): Promise<ManyResult[]> {
  return (await act<{ results: ManyResult[] }>("/api/cases/assign/", { cases, track, member })).results;
}

export async function routeMany(cases: readonly string[], station: string): Promise<ManyResult[]> {
  return (await act<{ results: ManyResult[] }>("/api/cases/route/", { cases, station })).results;
}

export async function savedViews(): Promise<SavedView[]> {
  return (await ask<{ views: SavedView[] }>("/api/me/views/")).views;
}

export async function saveView(view: SavedView): Promise<SavedView[]> {
  return (await act<{ views: SavedView[] }>("/api/me/views/", view)).views;
}

export async function dropView(id: string): Promise<SavedView[]> {
  return (await act<{ views: SavedView[] }>(`/api/me/views/${id}/drop/`)).views;
}
