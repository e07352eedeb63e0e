import { useRefresh } from "react-admin";
import { useOperation } from "../data/use-operation.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { type ProgramTypeRow, saveProgramType } from "./settings.data.ts";

interface Props {
  /** Null: a new one. */
  type: ProgramTypeRow | null;
  nextPosition: number;
  onClose(): void;
}

const numberOf = (text = ""): number | null => (text.trim() === "" ? null : Number(text));

/** Adds a type of program, or changes one. */
export const ProgramTypeDialog = ({ type, nextPosition, onClose }: Props) => {
  const refresh = useRefresh();
  const save = useOperation(saveProgramType, { done: "The type is kept.", quiet: true });
  return (
    <OperationDialog
      title={type ? "Edit this type of program" : "Add a type of program"}
      explanation="Programs that have a type keep it, and certificates that were issued keep its name."
      confirm="Save"
      fields={[
        { name: "name", label: "Name", required: true, initial: type?.name },
        ...(type
          ? []
          : [
              { name: "code", label: "Code", required: true, help: "For imports: capitals and underscores, for good." },
            ]),
        {
          name: "minimumMinutes",
          label: "Shortest, in minutes",
          type: "number",
          initial: String(type?.minimumMinutes ?? ""),
        },
        {
          name: "maximumMinutes",
          label: "Longest, in minutes",
          type: "number",
          initial: String(type?.maximumMinutes ?? ""),
        },
        {
          name: "position",
          label: "Place in the list",
          type: "number",
          required: true,
          initial: String(type?.position ?? nextPosition),
        },
        {
          name: "active",
          label: "For new programs",
          choices: [
            { id: "yes", name: "offered" },
            { id: "no", name: "no longer offered" },
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
      onConfirm={async ({ name = "", code = "", minimumMinutes, maximumMinutes, position, active }) => {
        const saved = await save.run(type, {
          name,
          code: type?.code ?? code,
          minimumMinutes: numberOf(minimumMinutes),
          maximumMinutes: numberOf(maximumMinutes),
          position: numberOf(position) ?? nextPosition,
          active: active === "yes",
        });
        if (saved) onClose();
      }}
    />
  );
};
