/** The ways to the server of pausing a case. */

import { act } from "../../core/store";

export async function pause(caseId: string, reason: string, until: Date): Promise<void> {
  await act(`/api/cases/${caseId}/pause/`, { reason, until: until.toISOString() });
}

export async function resume(caseId: string): Promise<void> {
  await act(`/api/cases/${caseId}/resume/`);
}
