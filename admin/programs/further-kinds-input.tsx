import { ArrayInput, SelectInput, SimpleFormIterator, TextInput } from "react-admin";
import { useWatch } from "react-hook-form";
import { useAsk } from "../data/use-ask.ts";
import { t } from "../i18n/t.ts";
import { AddRow } from "./add-row.tsx";
import { kindChoicesQuery, type ProgramInput } from "./program.data.ts";

type Kinds = NonNullable<ProgramInput["creditKinds"]>;

/** What the application asks for besides the credit that every program has; nothing where there is no such kind. */
export const FurtherKindsInput = () => {
  const { data } = useAsk(kindChoicesQuery, {});
  const chosen: ({ kind?: string } | null)[] = useWatch({ name: "creditKinds" }) ?? [];
  const today = new Date().toISOString().slice(0, 10);
  const choices = (data?.creditKinds ?? [])
    .filter(({ isDefault }) => !isDefault)
    .filter(({ code, endsOn }) => !endsOn || endsOn >= today || chosen.some((each) => each?.kind === code));
  if (choices.length === 0) return null;
  return (
    <ArrayInput source="creditKinds" label={t("programs.furtherKinds")} helperText={t("programs.furtherKindsHelp")}>
      <SimpleFormIterator inline disableReordering disableClear addButton={<AddRow label={t("programs.addKind")} />}>
        <SelectInput
          source="kind"
          label={t("programs.kind")}
          choices={choices}
          optionValue="code"
          optionText="name"
          translateChoice={false}
          helperText={false}
          validate={undefined}
          sx={{ minWidth: 280 }}
        />
        <TextInput source="credits" label={t("programs.requestedCredits")} helperText={false} />
      </SimpleFormIterator>
    </ArrayInput>
  );
};

/** The same in words. */
export const FurtherKindsLine = ({ kinds }: { kinds: Kinds }) => {
  const { data } = useAsk(kindChoicesQuery, {});
  return kinds
    .filter((each) => each?.kind)
    .map(({ kind, credits }) => `${credits} ${data?.creditKinds.find(({ code }) => code === kind)?.name ?? kind}`)
    .join("\n");
};
