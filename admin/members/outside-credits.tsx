import { Box, Button, Link as MuiLink, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatDay, formatInstantDay } from "../ui/dates.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import { decideOutsideCredit, type OutsideCredit, outsideCreditsQuery } from "./outside-credit.data.ts";

/** What a member earned elsewhere, with what shows it: staff accept it or refuse it. */
export const OutsideCredits = ({ memberId }: { memberId: string }) => {
  const { data } = useAsk(outsideCreditsQuery, { memberId });
  const serverFile = useServerFile();
  const [open, setOpen] = useState<{ credit: OutsideCredit; accept: boolean } | null>(null);
  const decide = useOperation(decideOutsideCredit, { done: t("outsideCredits.decided"), quiet: true });
  if (!data || data.outsideCredits.length === 0) return null;
  const close = () => {
    decide.forget();
    setOpen(null);
  };
  return (
    <Section title={t("outsideCredits.title")} place="outside-credits">
      <ScrollTable
        label={t("outsideCredits.title")}
        headings={[
          t("column.completed"),
          t("column.activity"),
          t("column.credits"),
          t("column.status"),
          t("column.actions"),
        ]}
      >
        {data.outsideCredits.map((credit) => (
          <TableRow key={credit.id}>
            <TableCell sx={{ whiteSpace: "nowrap" }}>
              {credit.startsOn && `${formatDay(credit.startsOn)} – `}
              {formatDay(credit.completedOn)}
            </TableCell>
            <TableCell sx={{ minWidth: 220 }}>
              {credit.title}
              <Typography variant="body2" color="text.secondary">
                {[credit.issuer, credit.number, credit.format && t(`format.${credit.format}`)]
                  .filter(Boolean)
                  .join(" · ")}
              </Typography>
              {credit.proofUrl && <MuiLink {...serverFile(credit.proofUrl)}>{t("outsideCredits.proof")}</MuiLink>}
              {credit.status === "SUBMITTED" && credit.looksCounted && (
                <Typography variant="body2" color="warning.main">
                  {t("outsideCredits.looksCounted")}
                </Typography>
              )}
            </TableCell>
            <TableCell>
              {credit.credits} {credit.creditUnit}
              {credit.kinds.map(({ name, credits }) => (
                <Box key={name}>
                  {credits} {name}
                </Box>
              ))}
            </TableCell>
            <TableCell>
              <StatusChip status={credit.status} />
              <Typography variant="body2" color="text.secondary">
                {formatInstantDay(credit.endedAt ?? credit.acceptedAt ?? credit.createdAt)}
              </Typography>
              {credit.decision}
            </TableCell>
            <TableCell sx={{ whiteSpace: "nowrap" }}>
              {credit.availableActions.includes("ACCEPT") && (
                <Button
                  size="small"
                  aria-label={`${t("outsideCredits.accept")}: ${credit.title}`}
                  onClick={() => setOpen({ credit, accept: true })}
                >
                  {t("outsideCredits.accept")} …
                </Button>
              )}
              {credit.availableActions.includes("REFUSE") && (
                <Button
                  size="small"
                  color="inherit"
                  aria-label={`${t("outsideCredits.refuse")}: ${credit.title}`}
                  onClick={() => setOpen({ credit, accept: false })}
                >
                  {t("outsideCredits.refuse")} …
                </Button>
              )}
            </TableCell>
          </TableRow>
        ))}
      </ScrollTable>
      {open && (
        <OperationDialog
          title={t(open.accept ? "outsideCredits.acceptTitle" : "outsideCredits.refuseTitle", {
            title: open.credit.title,
          })}
          explanation={t(open.accept ? "outsideCredits.acceptMeaning" : "outsideCredits.refuseMeaning")}
          fields={[{ name: "decision", label: t("members.reason"), required: !open.accept, multiline: true }]}
          confirm={t(open.accept ? "outsideCredits.accept" : "outsideCredits.refuse")}
          busy={decide.busy}
          refusal={decide.refusal}
          onConfirm={async ({ decision = "" }) => {
            if (await decide.run(open.credit, open.accept, decision || null)) close();
          }}
          onClose={close}
        />
      )}
    </Section>
  );
};
