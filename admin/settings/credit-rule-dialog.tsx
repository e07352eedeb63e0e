import { useOperation } from "../data/use-operation.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { addCreditRule, type CreditRuleRow } from "./settings.data.ts";

interface Props {
  /** The row to go on from; null: a rule of its own. */
  from: CreditRuleRow | null;
  onClose(): void;
}

/** Adds a row to the credit rules. */
export const CreditRuleDialog = ({ from, onClose }: Props) => {
  const add = useOperation(addCreditRule, { done: "The rule is kept.", quiet: true });
  return (
    <OperationDialog
      title={from ? "Change this rule from a day on" : "Add a credit rule"}
      explanation="Programs that were begun before that day keep the rule that they began with."
      confirm="Add"
      fields={[
        { name: "startsOn", label: "In force from", type: "date", required: true, help: "Tomorrow or later." },
        ...(from
          ? []
          : [{ name: "code", label: "Code", required: true, help: "Capitals, digits and underscores, for good." }]),
        { name: "name", label: "Name", required: true, initial: from?.name },
        { name: "unit", label: "What one credit is called", required: true, initial: from?.unit },
        {
          name: "minutesPerUnit",
          label: "Minutes of one credit",
          type: "number",
          required: true,
          initial: String(from?.minutesPerUnit ?? 60),
        },
        { name: "step", label: "Smallest part of a credit", required: true, initial: from?.step ?? "0.25" },
        {
          name: "rounding",
          label: "Rounding",
          choices: [
            { id: "HALF_UP", name: "nearest" },
            { id: "DOWN", name: "down" },
          ],
          initial: from?.rounding ?? "HALF_UP",
        },
        {
          name: "minimumMinutes",
          label: "Shortest session that earns, in minutes",
          type: "number",
          required: true,
          initial: String(from?.minimumMinutes ?? 0),
        },
        {
          name: "minimumCredits",
          label: "Least that is awarded",
          required: true,
          initial: from?.minimumCredits ?? "0.00",
        },
        {
          name: "firstUnitWhole",
          label: "Nothing under one whole credit",
          choices: [
            { id: "no", name: "no" },
            { id: "yes", name: "yes" },
          ],
          initial: from?.firstUnitWhole ? "yes" : "no",
        },
      ]}
      busy={add.busy}
      refusal={add.refusal}
      onClose={onClose}
      onConfirm={async (values) => {
        const added = await add.run({
          code: from?.code ?? values.code ?? "",
          name: values.name ?? "",
          unit: values.unit ?? "",
          startsOn: values.startsOn ?? "",
          minutesPerUnit: Number(values.minutesPerUnit),
          step: values.step ?? "",
          rounding: values.rounding === "DOWN" ? "DOWN" : "HALF_UP",
          minimumMinutes: Number(values.minimumMinutes),
          minimumCredits: values.minimumCredits ?? "",
          firstUnitWhole: values.firstUnitWhole === "yes",
        });
        if (added) onClose();
      }}
    />
  );
};
