import { t } from "../i18n/t.ts";
import type { EvaluationResult } from "./evaluation.data.ts";

/** What each choice of a question is called, in their order; of words there are none. */
export function choiceNames({ kind, choices }: Pick<EvaluationResult["question"], "kind" | "choices">): string[] {
  if (kind === "SCALE") return scaleNames(choices);
  return kind === "ATTESTATION" ? [t("evaluation.attested")] : [...choices];
}

const scaleNames = ([low, high]: readonly string[]): string[] =>
  [1, 2, 3, 4, 5].map((step) => {
    const said = step === 1 ? low : step === 5 ? high : undefined;
    return said ? t("evaluation.scaleStep", { step, said }) : String(step);
  });

/** To one decimal. */
export const meanOf = (counts: EvaluationResult["counts"]): number => {
  const sum = counts.reduce((total, { choice, count }) => total + choice * count, 0);
  const people = counts.reduce((total, { count }) => total + count, 0);
  return Math.round((10 * sum) / people) / 10;
};
