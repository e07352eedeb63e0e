import { Box, Button, Link, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useOperation } from "../data/use-operation.ts";
import { formatDay, formatDays, formatInstantDay } from "../ui/dates.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { extendReporting, type OfferingOfPage, type ProgramPage, postponeOffering } from "./program.data.ts";

interface Opened {
  offering: OfferingOfPage;
  what: "postpone" | "extend";
}

/** When and where a program is held, with the deadline of each report. */
export const OfferingTable = ({ program, reload }: { program: ProgramPage; reload(): void }) => {
  const t = useTranslate();
  const [opened, setOpened] = useState<Opened | null>(null);
  const may = (action: ProgramPage["availableActions"][number]) => program.availableActions.includes(action);
  const canChange = may("POSTPONE") || may("EXTEND_REPORTING");
  if (program.offerings.length === 0) return <Typography color="text.secondary">{t("There are none yet.")}</Typography>;
  return (
    <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t("Dates and places")}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {["Date", "Time zone", "Held", "Report attendance by", ...(canChange ? ["Actions"] : [])].map((label) => (
              <TableCell key={label}>{t(label)}</TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {program.offerings.map((offering) => (
            <TableRow key={offering.id}>
              <TableCell>{formatDays(offering.startsOn, offering.endsOn)}</TableCell>
              <TableCell>{offering.timeZone}</TableCell>
              <TableCell sx={{ overflowWrap: "anywhere" }}>
                {t(`format.${offering.format}`)}
                {offering.place && `, ${offering.place}`}
                {offering.url && (
                  <>
                    {", "}
                    <Link href={offering.url} rel="noreferrer" target="_blank">
                      {offering.url}
                    </Link>
                  </>
                )}
              </TableCell>
              <TableCell>
                {offering.reportedAt
                  ? t("Reported on %{day}", { day: formatInstantDay(offering.reportedAt) })
                  : formatDay(offering.reportingDueOn)}
              </TableCell>
              {canChange && (
                <TableCell>
                  {may("POSTPONE") && !offering.hasEnded && (
                    <Button size="small" onClick={() => setOpened({ offering, what: "postpone" })}>
                      {t("Postpone …")}
                    </Button>
                  )}
                  {may("EXTEND_REPORTING") && !offering.reportedAt && (
                    <Button size="small" onClick={() => setOpened({ offering, what: "extend" })}>
                      {t("Extend …")}
                    </Button>
                  )}
                </TableCell>
              )}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {opened?.what === "postpone" && (
        <PostponeDialog offering={opened.offering} onClose={() => setOpened(null)} onReload={reload} />
      )}
      {opened?.what === "extend" && (
        <ExtendDialog offering={opened.offering} onClose={() => setOpened(null)} onReload={reload} />
      )}
    </Box>
  );
};

interface DialogProps {
  offering: OfferingOfPage;
  onClose(): void;
  onReload(): void;
}

const why = { name: "reason", label: "Reason", multiline: true, required: true };

const PostponeDialog = ({ offering, onClose, onReload }: DialogProps) => {
  const { run, busy, refusal } = useOperation(postponeOffering, { done: "The offering is postponed.", quiet: true });
  return (
    <OperationDialog
      title="Postpone this offering"
      explanation="The content stays as approved, so no new review is needed."
      confirm="Postpone"
      fields={[
        { name: "startsOn", label: "New first day", type: "date", required: true, initial: offering.startsOn },
        { name: "endsOn", label: "New last day", type: "date", required: true, initial: offering.endsOn },
        { name: "place", label: "Place", initial: offering.place },
        { name: "url", label: "Address online", initial: offering.url },
        why,
      ]}
      busy={busy}
      refusal={refusal}
      onReload={onReload}
      onClose={onClose}
      onConfirm={async ({ reason = "", startsOn = "", endsOn = "", place, url }) => {
        const input = { startsOn, endsOn, place, url };
        if (await run({ offeringId: offering.id, input, reason })) onClose();
      }}
    />
  );
};

const ExtendDialog = ({ offering, onClose, onReload }: DialogProps) => {
  const { run, busy, refusal } = useOperation(extendReporting, { done: "The deadline is extended.", quiet: true });
  return (
    <OperationDialog
      title="Extend the reporting deadline"
      confirm="Extend"
      fields={[
        { name: "until", label: "Last day to report", type: "date", required: true, initial: offering.reportingDueOn },
        why,
      ]}
      busy={busy}
      refusal={refusal}
      onReload={onReload}
      onClose={onClose}
      onConfirm={async ({ until = "", reason = "" }) => {
        if (await run({ offeringId: offering.id, until, reason })) onClose();
      }}
    />
  );
};
