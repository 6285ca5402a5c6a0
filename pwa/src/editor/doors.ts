/** The editor's ways to the server: the list, one playbook, its draft, its editions, and the page made from a draft. */

import { ask } from "../core/api";
import type { components } from "../core/schema";

type Schemas = components["schemas"];

export type Book = Schemas["DraftBook"];
export type Line = Schemas["DraftLine"];
export type Item = Schemas["DraftItem"];
export type Draft = Schemas["DraftView"];
export type Flaw = Schemas["FlawView"];
export type EditorView = Schemas["EditorView"];
export type EditionLine = Schemas["EditionLine"];
export type EditionView = Schemas["EditionView"];
export type PlaybookList = Schemas["PlaybookList"];
export type PlaybookLine = Schemas["PlaybookLine"];

const ROOT = "/api/editor/playbooks/";

export function playbookList(): Promise<PlaybookList> {
  return ask<PlaybookList>(ROOT);
}

export function editorOf(type: string): Promise<EditorView> {
  return ask<EditorView>(at(type));
}

/** Keep the draft; refused with `draft_changed` when the one on the server is not the one this was made from. */
export function saveDraft(type: string, revision: string | null, content: Book): Promise<Draft> {
  return post<Draft>(type, "draft", { revision, content });
}

export function discardDraft(type: string, revision: string): Promise<void> {
  return post<void>(type, "discard", { revision });
}

export function publishDraft(type: string, revision: string, note: string): Promise<EditorView> {
  return post<EditorView>(type, "publish", { revision, note });
}

export function restoreEdition(type: string, number: number, current: number, note: string): Promise<EditorView> {
  return post<EditorView>(type, "restore", { number, current, note });
}

export function editionOf(type: string, number: number): Promise<EditionView> {
  return ask<EditionView>(`${at(type)}editions/${number}/`);
}

/** The public page as it would be, whole. */
export async function pageOf(type: string, language: string): Promise<string> {
  return (await ask<Schemas["PageView"]>(`${at(type)}page/?lang=${language}`)).html;
}

function at(type: string): string {
  return `${ROOT}${encodeURIComponent(type)}/`;
}

function post<T>(type: string, what: string, body: unknown): Promise<T> {
  return ask<T>(`${at(type)}${what}/`, { method: "POST", body });
}
