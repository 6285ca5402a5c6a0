/** Which component shows which screen of the flow; the list of screens is closed. */

import type { Component } from "vue";
import type { Screen } from "../core/rules";
import BackupStep from "./steps/BackupStep.vue";
import CallCloseStep from "./steps/CallCloseStep.vue";
import CallStep from "./steps/CallStep.vue";
import FindNumberStep from "./steps/FindNumberStep.vue";
import LookStep from "./steps/LookStep.vue";
import MetStep from "./steps/MetStep.vue";
import MoneyStep from "./steps/MoneyStep.vue";
import PayeeStep from "./steps/PayeeStep.vue";
import ProofStep from "./steps/ProofStep.vue";
import ResultStep from "./steps/ResultStep.vue";
import RevisitStep from "./steps/RevisitStep.vue";
import SummaryStep from "./steps/SummaryStep.vue";
import TalkStep from "./steps/TalkStep.vue";
import TransferStep from "./steps/TransferStep.vue";
import TravelStep from "./steps/TravelStep.vue";

export const screens: Record<Screen, Component> = {
  call: CallStep,
  call_close: CallCloseStep,
  find_number: FindNumberStep,
  travel: TravelStep,
  met: MetStep,
  look: LookStep,
  talk: TalkStep,
  backup: BackupStep,
  money: MoneyStep,
  payee: PayeeStep,
  proof: ProofStep,
  result: ResultStep,
  revisit: RevisitStep,
  transfer: TransferStep,
  summary: SummaryStep,
};
