import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { type DialogField, OperationDialog } from "../ui/operation-dialog.tsx";
import { addCreditRule, type CreditRuleRow } from "./settings.data.ts";

interface Props {
  /** The row to go on from; null: a rule of its own. */
  from: CreditRuleRow | null;
  onClose(): void;
}

/** What a rule is asked for besides when it starts and its code. */
export const ruleFields = (from: CreditRuleRow | null): DialogField[] => [
  { name: "name", label: t("column.name"), required: true, initial: from?.name },
  { name: "unit", label: t("settings.unit"), required: true, initial: from?.unit },
  {
    name: "minutesPerUnit",
    label: t("settings.minutesPerUnit"),
    type: "number",
    required: true,
    initial: String(from?.minutesPerUnit ?? 60),
  },
  { name: "step", label: t("settings.step"), required: true, initial: from?.step ?? "0.25" },
  {
    name: "rounding",
    label: t("settings.rounding"),
    choices: [
      { id: "HALF_UP", name: t("settings.nearest") },
      { id: "DOWN", name: t("settings.down") },
    ],
    initial: from?.rounding ?? "HALF_UP",
  },
  {
    name: "minimumMinutes",
    label: t("settings.minimumMinutes"),
    type: "number",
    required: true,
    initial: String(from?.minimumMinutes ?? 0),
  },
  {
    name: "minimumCredits",
    label: t("settings.minimumCredits"),
    required: true,
    initial: from?.minimumCredits ?? "0.00",
  },
  {
    name: "firstUnitWhole",
    label: t("settings.firstUnitWhole"),
    choices: [
      { id: "no", name: t("word.no") },
      { id: "yes", name: t("word.yes") },
    ],
    initial: from?.firstUnitWhole ? "yes" : "no",
  },
];

/** What was said of a rule. */
export const ruleOf = (values: Record<string, string>, from: CreditRuleRow | null) => ({
  code: from?.code ?? values.code ?? "",
  name: values.name ?? "",
  unit: values.unit ?? "",
  minutesPerUnit: Number(values.minutesPerUnit),
  step: values.step ?? "",
  rounding: values.rounding === "DOWN" ? ("DOWN" as const) : ("HALF_UP" as const),
  minimumMinutes: Number(values.minimumMinutes),
  minimumCredits: values.minimumCredits ?? "",
  firstUnitWhole: values.firstUnitWhole === "yes",
});

/** Adds a row to the credit rules. */
export const CreditRuleDialog = ({ from, onClose }: Props) => {
  const add = useOperation(addCreditRule, { done: t("settings.ruleKept"), quiet: true });
  return (
    <OperationDialog
      title={from ? t("settings.changeRule") : t("settings.addRule")}
      explanation={t("settings.ruleMeaning")}
      confirm={t("button.add")}
      fields={[
        {
          name: "startsOn",
          label: t("settings.inForceFrom"),
          type: "date",
          required: true,
          help: t("settings.tomorrow"),
        },
        ...(from
          ? []
          : [{ name: "code", label: t("settings.code"), required: true, help: t("settings.ruleCodeHelp") }]),
        ...ruleFields(from),
      ]}
      busy={add.busy}
      refusal={add.refusal}
      onClose={onClose}
      onConfirm={async (values) => {
        const added = await add.run({ ...ruleOf(values, from), startsOn: values.startsOn ?? "" });
        if (added) onClose();
      }}
    />
  );
};
