import { useRefresh } from "react-admin";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { type CreditKindRow, type CreditRuleRow, saveCreditKind } from "./settings.data.ts";

interface Props {
  /** Null: a new one. */
  kind: CreditKindRow | null;
  kinds: readonly CreditKindRow[];
  rules: readonly CreditRuleRow[];
  onClose(): void;
}

const linesOf = (text = ""): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** Adds a kind of credit, or changes one. */
export const CreditKindDialog = ({ kind, kinds, rules, onClose }: Props) => {
  const refresh = useRefresh();
  const save = useOperation(saveCreditKind, { done: t("settings.kindKept"), quiet: true });
  const ruleChoices = [...new Map(rules.map((rule) => [rule.code, rule.name])).entries()].map(([id, name]) => ({
    id,
    name,
  }));
  const nextPosition = Math.max(0, ...kinds.map(({ position }) => position)) + 1;
  return (
    <OperationDialog
      title={kind ? t("settings.editKind") : t("settings.addKind")}
      explanation={t("settings.kindMeaning")}
      confirm={t("button.save")}
      fields={[
        { name: "name", label: t("column.name"), required: true, initial: kind?.name },
        ...(kind
          ? []
          : [{ name: "code", label: t("settings.code"), required: true, help: t("settings.kindCodeHelp") }]),
        { name: "unit", label: t("settings.unit"), required: true, initial: kind?.unit },
        {
          name: "ruleCode",
          label: t("settings.rule"),
          choices: ruleChoices,
          initial: kind?.ruleCode ?? ruleChoices[0]?.id,
        },
        ...(kind
          ? []
          : [
              {
                name: "partOf",
                label: t("settings.partOf"),
                help: t("settings.partOfHelp"),
                choices: [
                  { id: "", name: t("settings.partOfNone") },
                  ...kinds.filter(({ partOf }) => !partOf).map(({ code, name }) => ({ id: code, name })),
                ],
                initial: "",
              },
            ]),
        { name: "approvingBody", label: t("settings.approvingBody"), initial: kind?.approvingBody },
        {
          name: "professions",
          label: t("settings.professions"),
          help: t("settings.professionsHelp"),
          multiline: true,
          initial: kind?.professions.join("\n"),
        },
        {
          name: "startsOn",
          label: t("column.firstDay"),
          type: "date",
          required: true,
          initial: kind?.startsOn,
        },
        { name: "endsOn", label: t("column.lastDay"), type: "date", initial: kind?.endsOn ?? "" },
        {
          name: "position",
          label: t("settings.positionField"),
          type: "number",
          required: true,
          initial: String(kind?.position ?? nextPosition),
        },
      ]}
      busy={save.busy}
      refusal={save.refusal}
      onReload={() => {
        refresh();
        onClose();
      }}
      onClose={onClose}
      onConfirm={async ({ name = "", code = "", unit = "", ruleCode = "", startsOn = "", ...given }) => {
        const saved = await save.run(kind, {
          name,
          code: kind?.code ?? code,
          unit,
          ruleCode,
          partOf: (kind ? kind.partOf?.code : given.partOf) || null,
          approvingBody: given.approvingBody,
          professions: linesOf(given.professions),
          startsOn,
          endsOn: given.endsOn || null,
          position: Number(given.position || nextPosition),
        });
        if (saved) onClose();
      }}
    />
  );
};
