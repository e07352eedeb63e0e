import { dayCell, decimalCell, defineExport } from "../../core/lists/list-export.ts";
import { administrator } from "../../core/policy.ts";
import { CreditRuleTrialInput } from "./rule-trial.object.ts";
import { differenceList } from "./try-credit-rule.ts";

export const differenceExport = defineExport({
  name: "credit-differences",
  ofPersons: false,
  list: differenceList,
  policy: administrator,
  filter: CreditRuleTrialInput,
  columns: {
    of: "d.of",
    number: "d.number",
    title: "d.title",
    date: dayCell("d.day"),
    kindOfCredit: "d.kind",
    creditUnit: "d.unit",
    credits: "d.credits::text",
    creditsByTheNewRule: "d.would::text",
    difference: decimalCell("d.would - d.credits"),
  },
  leftOut: [],
});
