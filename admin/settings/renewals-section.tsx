import { Box, Button, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { useSignedIn } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import {
  published,
  type RenewalChoices,
  type RenewalRequirement,
  renewalsQuery,
  saveRenewalRequirement,
} from "./renewals.data.ts";

type Begun = (typeof published)[number];
type Editing = { row: RenewalRequirement | null; from: Begun | null };

/** What boards want before they renew: members see how far they are with it. */
export const RenewalsSection = () => {
  const { data } = useAsk(renewalsQuery, {});
  const mayChange = useSignedIn()?.viewer.staffRoles.includes("ADMINISTRATOR");
  const [editing, setEditing] = useState<Editing | null>(null);
  if (!data) return null;
  const { renewalRequirements: rows } = data;
  return (
    <Section
      title={t("renewals.title")}
      place="settings-renewals"
      actions={
        mayChange && (
          <>
            {published
              .filter(({ code }) => !rows.some((row) => row.code === code))
              .map((from) => (
                <Button key={from.code} size="small" onClick={() => setEditing({ row: null, from })}>
                  {t("renewals.addNamed", { code: from.code })} …
                </Button>
              ))}
            <Button variant="outlined" size="small" onClick={() => setEditing({ row: null, from: null })}>
              {t("renewals.add")} …
            </Button>
          </>
        )
      }
    >
      {rows.length === 0 ? (
        <Typography color="text.secondary">{t("renewals.none")}</Typography>
      ) : (
        <ScrollTable
          label={t("renewals.title")}
          headings={[
            t("renewals.code"),
            t("column.name"),
            t("column.firstDay"),
            t("renewals.wants"),
            t("column.actions"),
          ]}
        >
          {rows.map((row) => (
            <TableRow key={row.id}>
              <TableCell>{row.code}</TableCell>
              <TableCell>
                {row.name}
                <Typography variant="body2" color="text.secondary">
                  {row.body}
                </Typography>
              </TableCell>
              <TableCell>{row.startsOn}</TableCell>
              <TableCell>
                {t("renewals.inMonths", { total: row.total, unit: row.creditUnit, months: row.months })}
                {row.parts.map(({ kind, minimum, maximum }) => (
                  <Box key={kind?.code}>
                    {[
                      ...(minimum ? [t("renewals.atLeast", { name: kind?.name ?? "", amount: minimum })] : []),
                      ...(maximum ? [t("renewals.atMost", { name: kind?.name ?? "", amount: maximum })] : []),
                    ].join(", ")}
                  </Box>
                ))}
                {row.outsideMaximum && (
                  <Box>{t("renewals.atMost", { name: t("outsideCredits.title"), amount: row.outsideMaximum })}</Box>
                )}
              </TableCell>
              <TableCell>
                {mayChange && (
                  <Button
                    size="small"
                    aria-label={t("list.editNamed", { name: `${row.code} ${row.startsOn}` })}
                    onClick={() => setEditing({ row, from: null })}
                  >
                    {t("list.edit")}
                  </Button>
                )}
              </TableCell>
            </TableRow>
          ))}
        </ScrollTable>
      )}
      {editing && <RequirementDialog {...editing} choices={data} onClose={() => setEditing(null)} />}
    </Section>
  );
};

const RequirementDialog = ({
  row,
  from,
  choices: { creditKinds, licenceKinds },
  onClose,
}: Editing & { choices: RenewalChoices; onClose(): void }) => {
  const save = useOperation(saveRenewalRequirement, { done: t("renewals.kept"), quiet: true });
  const begun = row ?? from;
  const kinds = creditKinds.filter(({ isDefault }) => !isDefault);
  const partOf = (code: string) => row?.parts.find(({ kind }) => kind?.code === code);
  return (
    <OperationDialog
      title={row ? t("renewals.edit") : t("renewals.add")}
      explanation={t("renewals.meaning")}
      fields={[
        ...(row
          ? []
          : [
              {
                name: "code",
                label: t("renewals.code"),
                required: true,
                help: t("renewals.codeHelp"),
                initial: begun?.code,
              },
            ]),
        { name: "name", label: t("renewals.what"), required: true, initial: begun?.name },
        { name: "body", label: t("renewals.body"), required: true, initial: begun?.body },
        { name: "sourceUrl", label: t("renewals.source"), initial: begun?.sourceUrl },
        {
          name: "startsOn",
          label: t("renewals.startsOn"),
          type: "date",
          required: true,
          help: t("renewals.startsOnHelp"),
          initial: begun?.startsOn,
        },
        {
          name: "months",
          label: t("renewals.months"),
          type: "number",
          required: true,
          initial: String(begun?.months ?? ""),
        },
        { name: "total", label: t("renewals.total"), required: true, initial: begun?.total },
        {
          name: "creditUnit",
          label: t("renewals.unit"),
          required: true,
          help: t("renewals.unitHelp"),
          initial: begun?.creditUnit,
        },
        {
          name: "kind",
          label: t("renewals.kind"),
          choices: [
            { id: "", name: t("renewals.kindDefault") },
            ...kinds.map(({ code, name }) => ({ id: code, name })),
          ],
          initial: row?.kind?.code ?? "",
        },
        ...kinds.flatMap(({ code, name }) => [
          { name: `minimum-${code}`, label: t("renewals.minimum", { name }), initial: partOf(code)?.minimum ?? "" },
          { name: `maximum-${code}`, label: t("renewals.maximum", { name }), initial: partOf(code)?.maximum ?? "" },
        ]),
        {
          name: "opensDays",
          label: t("renewals.opensDays"),
          type: "number",
          help: t("renewals.opensDaysHelp"),
          initial: begun?.opensDays == null ? "" : String(begun.opensDays),
        },
        { name: "lateDays", label: t("renewals.lateDays"), type: "number", initial: String(begun?.lateDays ?? 0) },
        {
          name: "outsideMaximum",
          label: t("renewals.outsideMaximum"),
          help: t("renewals.outsideMaximumHelp"),
          initial: row?.outsideMaximum ?? "",
        },
        {
          name: "licenceKindId",
          label: t("renewals.licence"),
          help: t("renewals.licenceHelp"),
          choices: [
            { id: "", name: t("renewals.licenceNone") },
            ...licenceKinds.filter(({ asksExpiry }) => asksExpiry).map(({ id, name }) => ({ id, name })),
          ],
          initial: row?.licenceKindId ?? "",
        },
      ]}
      confirm={t("button.save")}
      busy={save.busy}
      refusal={save.refusal}
      onClose={onClose}
      onConfirm={async ({ code = "", name = "", body = "", startsOn = "", creditUnit = "", total = "", ...given }) => {
        const saved = await save.run(row, {
          code: row?.code ?? code,
          name,
          body,
          sourceUrl: given.sourceUrl || null,
          startsOn,
          total: amount(total) ?? "0.00",
          kind: given.kind || null,
          creditUnit,
          months: Number(given.months),
          opensDays: given.opensDays ? Number(given.opensDays) : null,
          lateDays: Number(given.lateDays || 0),
          outsideMaximum: amount(given.outsideMaximum),
          licenceKindId: given.licenceKindId || null,
          parts: kinds
            .map((kind) => ({
              kind: kind.code,
              minimum: amount(given[`minimum-${kind.code}`]),
              maximum: amount(given[`maximum-${kind.code}`]),
            }))
            .filter(({ minimum, maximum }) => minimum !== null || maximum !== null),
        });
        if (saved) onClose();
      }}
    />
  );
};

/** As the API writes amounts: with two places. What is no amount is left for it to refuse. */
const amount = (text = ""): string | null => {
  const written = text.trim();
  if (written === "") return null;
  return /^\d+(\.\d{1,2})?$/.test(written) ? Number(written).toFixed(2) : written;
};
