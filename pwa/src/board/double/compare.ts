/** Two cases line by line, the same values marked as equal, differing ones as differing. */

import type { CaseView, Rules } from "../../core/types";
import { readable } from "../../phone/playbook";
import { say, t, type Key } from "../../ui/i18n";
import { currentOf } from "../state";

export interface Line {
  key: Key;
  here: string;
  there: string;
  /** Null where one of both says nothing. */
  isSame: boolean | null;
}

export function compared(one: CaseView, other: CaseView, rules: Rules | null): Line[] {
  const line = (key: Key, of: (view: CaseView) => string, canDiffer = true): Line => {
    const [here, there] = [of(one), of(other)];
    return { key, here: here || "—", there: there || "—", isSame: canDiffer && here && there ? here === there : null };
  };
  return [
    line("double.number", (view) => view.number, false),
    line("double.name", (view) => view.target.name),
    line("double.phone", (view) => readable(view.target.phone)),
    line("double.id_number", (view) => view.target.id_number),
    line("double.address", (view) => view.target.address || view.target.division_name),
    line("double.type", (view) => say(rules?.fraud_types[view.standing.fraud_type]?.name, view.standing.fraud_type)),
    line("double.level", (view) => say(rules?.levels[view.level]?.name, view.level)),
    line("double.signals", signalWords, false),
    line("double.who", whoWords, false),
    line("double.outcome", (view) => outcomeWords(view, rules), false),
  ];
}

function signalWords({ signals }: CaseView): string {
  return signals.map((signal) => signal.text || signal.source).join("；");
}

function whoWords(view: CaseView): string {
  return (
    currentOf(view)
      .map((a) => `${t(`board.track_${a.track}`)} ${a.member?.name ?? t("double.nobody")}`)
      .join("，") || t("double.nobody")
  );
}

function outcomeWords({ standing }: CaseView, rules: Rules | null): string {
  return standing.outcome ? say(rules?.outcomes[standing.outcome.code]?.name, standing.outcome.code) : t("double.open");
}
