import { Box, Button, Chip, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { useSignedIn } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import { type LicenceKind, licenceKindsQuery, saveLicenceKind } from "./licence-kinds.data.ts";

/** What a kind can be, each said by one tick. */
const flags = [
  "asksJurisdiction",
  "asksProfession",
  "asksExpiry",
  "isUnique",
  "sensitive",
  "onRosters",
  "printed",
  "active",
] as const;

const wordOf = (flag: (typeof flags)[number]): string => t(`licences.flag.${flag}`);

/** The kinds of licences and registry numbers that members may be given. */
export const LicenceKindsSection = () => {
  const { data } = useAsk(licenceKindsQuery, {});
  const mayChange = useSignedIn()?.viewer.staffRoles.includes("ADMINISTRATOR");
  const [editing, setEditing] = useState<LicenceKind | "new" | null>(null);
  if (!data) return null;
  return (
    <Section
      title={t("licences.kinds")}
      place="settings-licences"
      actions={
        mayChange && (
          <Button variant="outlined" size="small" onClick={() => setEditing("new")}>
            {t("licences.addKind")} …
          </Button>
        )
      }
    >
      {data.licenceKinds.length === 0 ? (
        <Typography color="text.secondary">{t("licences.kindsNone")}</Typography>
      ) : (
        <ScrollTable
          label={t("licences.kinds")}
          headings={[t("licences.code"), t("column.name"), t("licences.form"), t("licences.ask"), t("column.actions")]}
        >
          {data.licenceKinds.map((kind) => (
            <TableRow key={kind.id}>
              <TableCell>{kind.code}</TableCell>
              <TableCell>{kind.name}</TableCell>
              <TableCell>
                <Box component="code">{kind.mask}</Box>
                {kind.checkDigit !== "NONE" && <div>{t(`licences.check.${kind.checkDigit}`)}</div>}
              </TableCell>
              <TableCell>
                <Box sx={{ display: "flex", flexWrap: "wrap", gap: 0.5 }}>
                  {flags
                    .filter((flag) => kind[flag])
                    .map((flag) => (
                      <Chip key={flag} size="small" variant="outlined" label={wordOf(flag)} />
                    ))}
                </Box>
              </TableCell>
              <TableCell>
                {mayChange && (
                  <Button
                    size="small"
                    aria-label={t("list.editNamed", { name: kind.name })}
                    onClick={() => setEditing(kind)}
                  >
                    {t("list.edit")}
                  </Button>
                )}
              </TableCell>
            </TableRow>
          ))}
        </ScrollTable>
      )}
      {editing && <KindDialog kind={editing === "new" ? null : editing} onClose={() => setEditing(null)} />}
    </Section>
  );
};

const KindDialog = ({ kind, onClose }: { kind: LicenceKind | null; onClose(): void }) => {
  const save = useOperation(saveLicenceKind, { done: t("licences.kindKept"), quiet: true });
  const initial = kind ? flags.filter((flag) => kind[flag]) : ["isUnique", "active"];
  return (
    <OperationDialog
      title={kind ? t("licences.editKind") : t("licences.addKind")}
      explanation={kind ? t("licences.kindMeaning") : undefined}
      fields={[
        { name: "name", label: t("column.name"), required: true, initial: kind?.name },
        ...(kind ? [] : [{ name: "code", label: t("licences.code"), required: true, help: t("licences.codeHelp") }]),
        { name: "mask", label: t("licences.form"), help: t("licences.formHelp"), initial: kind?.mask ?? undefined },
        {
          name: "checkDigit",
          label: t("licences.check"),
          choices: (["NONE", "NPI"] as const).map((id) => ({ id, name: t(`licences.check.${id}`) })),
          initial: kind?.checkDigit ?? "NONE",
        },
        {
          name: "flags",
          label: t("licences.ask"),
          several: true,
          choices: flags.map((id) => ({ id, name: wordOf(id) })),
          initial: initial.join(","),
          help: t("licences.sensitiveHelp"),
        },
      ]}
      confirm={t("button.save")}
      busy={save.busy}
      refusal={save.refusal}
      onConfirm={async ({ name = "", code, mask, checkDigit, flags: ticked = "" }) => {
        const has = (flag: (typeof flags)[number]) => ticked.split(",").includes(flag);
        const input = {
          name,
          code: kind?.code ?? code ?? "",
          mask: mask || null,
          checkDigit: checkDigit === "NPI" ? ("NPI" as const) : ("NONE" as const),
          asksJurisdiction: has("asksJurisdiction"),
          asksProfession: has("asksProfession"),
          asksExpiry: has("asksExpiry"),
          isUnique: has("isUnique"),
          sensitive: has("sensitive"),
          onRosters: has("onRosters"),
          printed: has("printed"),
          active: has("active"),
        };
        if (await save.run(kind, input)) onClose();
      }}
      onClose={onClose}
    />
  );
};
