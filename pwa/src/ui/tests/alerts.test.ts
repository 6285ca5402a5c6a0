/** A new task rings once, a critical one until it is accepted, and nobody else's ever. */

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { officer } from "../../core/tests/server";
import { caseId, givenCase } from "../../core/tests/scene";
import { session } from "../../core/session";
import { showCases, showNothing } from "../../core/shown";
import type { CaseView, Rules } from "../../core/types";
import { foldRules } from "../../fold/tests/rules";
import { closeAlert, latestAlert, startAlerts } from "../alerts";
import { alertFor } from "../sound";

vi.mock("../sound", () => ({ alertFor: vi.fn() }));

let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.mocked(alertFor).mockClear();
  session.me = officer;
  session.rules = foldRules as unknown as Rules;
  stop = startAlerts();
});

afterEach(async () => {
  showNothing();
  await nextTick();
  closeAlert();
  stop();
  vi.useRealTimers();
});

async function show(change: (view: CaseView) => void = () => undefined): Promise<void> {
  const view = givenCase();
  change(view);
  showCases([view], []);
  await nextTick();
}

function accept(view: CaseView): void {
  view.standing.call.accepted_at = view.standing.visit.accepted_at = "2026-03-05T06:01:00Z";
}

it("rings once for a task that changes in other ways", async () => {
  await show((v) => (v.level = "high"));
  await show((v) => Object.assign(v, { level: "high", signal_count: 2 }));
  vi.advanceTimersByTime(60_000);
  expect(vi.mocked(alertFor).mock.calls).toEqual([["high"]]);
});

it("shows whose task it is, and stops showing it once accepted", async () => {
  await show();
  expect(latestAlert.value).toEqual({ case: caseId, drill: true, level: "critical", name: "彭先生" });
  await show(accept);
  expect(latestAlert.value).toBeNull();
});

it("rings on for a critical one until it is accepted", async () => {
  await show();
  vi.advanceTimersByTime(41_000);
  expect(alertFor).toHaveBeenCalledTimes(3);
  await show(accept);
  vi.advanceTimersByTime(60_000);
  expect(alertFor).toHaveBeenCalledTimes(3);
});

it("rings again when the task is given to me anew", async () => {
  await show(accept);
  await show((v) => {
    accept(v);
    v.standing.visit.accepted_at = null;
    v.assignments[1]!.id = 3;
  });
  expect(alertFor).toHaveBeenCalledTimes(1);
});

it("is silent about others' tasks and those I took myself", async () => {
  await show((v) => v.assignments.forEach((a) => (a.member = { ...officer, id: 99 })));
  await show((v) => v.assignments.forEach((a) => (a.why = "taken_over")));
  expect(alertFor).not.toHaveBeenCalled();
});
