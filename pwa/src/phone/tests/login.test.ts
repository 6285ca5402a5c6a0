/** The sign-in that stands in the page before the app has started is the app's own, and what is typed there is not lost. */

import { readFileSync } from "node:fs";
import { mount, type VueWrapper } from "@vue/test-utils";
import { createMemoryHistory, createRouter } from "vue-router";
import { afterEach, beforeEach, expect, it } from "vitest";
import { keepTyped, takeTyped } from "../../early";
import LoginScreen from "../LoginScreen.vue";

let screen: VueWrapper | undefined;

beforeEach(() => {
  localStorage.clear();
  takeTyped();
  document.body.innerHTML = /<template>(.*)<\/template>/s.exec(readFileSync("index.html", "utf8"))![1]!;
});
afterEach(() => screen?.unmount());

function start(): VueWrapper {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/", component: LoginScreen }] });
  keepTyped();
  document.body.replaceChildren();
  screen = mount(LoginScreen, { global: { plugins: [router] }, attachTo: document.body });
  return screen;
}

function type(id: string, text: string): void {
  const field = document.getElementById(id) as HTMLInputElement;
  field.focus();
  field.value = text;
}

/** What is read, and what is filled in; the buttons are the app's alone. */
function shown(): string[] {
  const read = [...document.querySelectorAll("h1, .brand p, .label, .hint, .language, input")];
  return read.map((each) => (each instanceof HTMLInputElement ? `${each.type} ${each.autocomplete}` : each.textContent.trim()));
}

it("says the same, in the same order", () => {
  const before = shown();
  start();
  expect(before).toHaveLength(8);
  expect(shown()).toEqual(before);
});

it("sends nothing by itself: it has nothing to press and no name for what is typed", () => {
  expect([...document.querySelectorAll("button")].every((button) => button.disabled)).toBe(true);
  expect(document.querySelector("[name]")).toBeNull();
});

it("hands over what was typed, and where", () => {
  type("early-username", "officer");
  type("early-password", "half a pass");
  start();
  expect(screen!.get<HTMLInputElement>("[name=username]").element.value).toBe("officer");
  expect(screen!.get<HTMLInputElement>("[name=password]").element.value).toBe("half a pass");
  expect(document.activeElement).toBe(screen!.get("[name=password]").element);
});

it("knows the last name where nothing was typed, and gives a password out once", () => {
  localStorage.setItem("qiaomen.username", "chief");
  type("early-password", "secret");
  start();
  expect(screen!.get<HTMLInputElement>("[name=username]").element.value).toBe("chief");
  expect(takeTyped()).toBeNull();
});
