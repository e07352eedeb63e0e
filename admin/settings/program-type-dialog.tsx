import { useRefresh } from "react-admin";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { type ProgramTypeRow, saveProgramType } from "./settings.data.ts";

interface Props {
  /** Null: a new one. */
  type: ProgramTypeRow | null;
  nextPosition: number;
  onClose(): void;
}

const forms = ["LIVE", "ON_DEMAND", "SERIES", "CONFERENCE"] as const;
const scopes = ["OFFERING", "PROGRAM", "YEAR", "CYCLE"] as const;
const reportKinds = ["EVALUATION_SUMMARY", "SIGN_IN_ROSTER"] as const;
/** One of those that are there to choose from. */
const chosen = <T extends string>(of: readonly T[], value: string | undefined): T | undefined =>
  of.find((each) => each === value);

const numberOf = (text = ""): number | null => (text.trim() === "" ? null : Number(text));

/** An item of the checklist for each line. */
const checksOf = (lines: string | undefined, required: boolean): { text: string; required: boolean }[] =>
  (lines ?? "").split("\n").flatMap((line) => (line.trim() === "" ? [] : [{ text: line.trim(), required }]));

/** Adds a type of program, or changes one. */
export const ProgramTypeDialog = ({ type, nextPosition, onClose }: Props) => {
  const refresh = useRefresh();
  const [rule] = type?.repeatRules ?? [];
  const [teaching] = type?.instructorRules ?? [];
  const checks = (of: boolean): string =>
    (type?.checklist ?? []).flatMap(({ text, required }) => (required === of ? [text] : [])).join("\n");
  const save = useOperation(saveProgramType, { done: t("settings.typeKept"), quiet: true });
  return (
    <OperationDialog
      title={type ? t("settings.editType") : t("settings.addType")}
      explanation={t("settings.typeMeaning")}
      confirm={t("button.save")}
      fields={[
        { name: "name", label: t("column.name"), required: true, initial: type?.name },
        ...(type
          ? []
          : [{ name: "code", label: t("settings.code"), required: true, help: t("settings.typeCodeHelp") }]),
        {
          name: "form",
          label: t("settings.form"),
          choices: forms.map((id) => ({ id, name: t(`form.${id}`) })),
          initial: type?.form ?? "LIVE",
        },
        {
          name: "datesRequired",
          label: t("settings.datesRequired"),
          type: "number",
          help: t("settings.datesRequiredHelp"),
          initial: String(type?.datesRequired ?? ""),
        },
        {
          name: "repeats",
          label: t("settings.repeats"),
          choices: scopes.map((id) => ({ id, name: t(`repeats.${id}`) })),
          initial: rule?.scope ?? "OFFERING",
          help: t("settings.repeatsHelp"),
        },
        {
          name: "cycleYears",
          label: t("settings.cycleYears"),
          type: "number",
          initial: String(rule?.cycleYears ?? ""),
        },
        { name: "cycleFrom", label: t("settings.cycleFrom"), type: "number", initial: String(rule?.cycleFrom ?? "") },
        {
          name: "instructorMultiple",
          label: t("settings.instructorMultiple"),
          initial: teaching?.multiple ?? "",
          help: t("settings.instructorMultipleHelp"),
        },
        {
          name: "firstTimeOnly",
          label: t("settings.instructorsFirstTimeOnly"),
          choices: [
            { id: "no", name: t("settings.everyTime") },
            { id: "yes", name: t("settings.firstTimeOnly") },
          ],
          initial: teaching?.firstTimeOnly ? "yes" : "no",
        },
        {
          name: "requiredDocuments",
          label: t("settings.requiredDocuments"),
          choices: reportKinds.map((id) => ({ id, name: t(`document.${id}`) })),
          several: true,
          initial: type?.documentRules[0]?.kinds.join(",") ?? "",
          help: t("settings.requiredDocumentsHelp"),
        },
        {
          name: "reviewersRequired",
          label: t("settings.reviewersRequired"),
          choices: [
            { id: "1", name: t("settings.oneReviewer") },
            { id: "2", name: t("settings.twoReviewers") },
          ],
          initial: String(type?.reviewersRequired ?? 1),
        },
        {
          name: "requiredChecks",
          label: t("settings.requiredChecks"),
          multiline: true,
          initial: checks(true),
          help: t("settings.checksHelp"),
        },
        { name: "otherChecks", label: t("settings.otherChecks"), multiline: true, initial: checks(false) },
        {
          name: "minimumMinutes",
          label: t("settings.shortest"),
          type: "number",
          initial: String(type?.minimumMinutes ?? ""),
        },
        {
          name: "maximumMinutes",
          label: t("settings.longest"),
          type: "number",
          initial: String(type?.maximumMinutes ?? ""),
        },
        {
          name: "position",
          label: t("settings.positionField"),
          type: "number",
          required: true,
          initial: String(type?.position ?? nextPosition),
        },
        {
          name: "active",
          label: t("settings.forNew"),
          choices: [
            { id: "yes", name: t("settings.offered") },
            { id: "no", name: t("settings.notOffered") },
          ],
          initial: type?.active === false ? "no" : "yes",
        },
      ]}
      busy={save.busy}
      refusal={save.refusal}
      onReload={() => {
        refresh();
        onClose();
      }}
      onClose={onClose}
      onConfirm={async ({ name = "", code = "", minimumMinutes, maximumMinutes, position, active, ...given }) => {
        const saved = await save.run(type, {
          name,
          code: type?.code ?? code,
          minimumMinutes: numberOf(minimumMinutes),
          maximumMinutes: numberOf(maximumMinutes),
          form: chosen(forms, given.form),
          datesRequired: numberOf(given.datesRequired),
          repeats: chosen(scopes, given.repeats),
          cycleYears: numberOf(given.cycleYears),
          cycleFrom: numberOf(given.cycleFrom),
          instructorMultiple: given.instructorMultiple?.trim() || "0",
          instructorsFirstTimeOnly: given.firstTimeOnly === "yes",
          requiredDocuments: reportKinds.filter((kind) => given.requiredDocuments?.split(",").includes(kind)),
          reviewersRequired: Number(given.reviewersRequired),
          checklist: [...checksOf(given.requiredChecks, true), ...checksOf(given.otherChecks, false)],
          position: numberOf(position) ?? nextPosition,
          active: active === "yes",
        });
        if (saved) onClose();
      }}
    />
  );
};
