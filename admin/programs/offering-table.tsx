import { Box, Button, Link, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatDay, formatDays, formatInstantDay } from "../ui/dates.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import {
  extendReporting,
  type OfferingOfPage,
  type ProgramPage,
  postponeOffering,
  reportNobodyAttended,
} from "./program.data.ts";

interface Opened {
  offering: OfferingOfPage;
  what: "postpone" | "extend" | "nobody";
}

/** When and where a program is held, with the deadline of each report. */
export const OfferingTable = ({ program, reload }: { program: ProgramPage; reload(): void }) => {
  const [opened, setOpened] = useState<Opened | null>(null);
  const may = (offering: OfferingOfPage, action: OfferingOfPage["availableActions"][number]) =>
    offering.availableActions.includes(action);
  const canChange = program.offerings.some(
    (offering) => may(offering, "POSTPONE") || may(offering, "EXTEND_REPORTING") || may(offering, "REPORT_NOBODY"),
  );
  if (program.offerings.length === 0)
    return <Typography color="text.secondary">{t("programs.noOfferings")}</Typography>;
  return (
    <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t("programs.offerings")}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {[
              t("column.date"),
              t("programs.timeZone"),
              t("column.held"),
              t("programs.reportBy"),
              ...(canChange ? [t("column.actions")] : []),
            ].map((label) => (
              <TableCell key={label}>{label}</TableCell>
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
                  ? t("programs.reportedOn", { day: formatInstantDay(offering.reportedAt) })
                  : offering.closedAt
                    ? t("programs.closedOn", { day: formatInstantDay(offering.closedAt) })
                    : formatDay(offering.reportingDueOn)}
              </TableCell>
              {canChange && (
                <TableCell>
                  {may(offering, "POSTPONE") && (
                    <Button size="small" onClick={() => setOpened({ offering, what: "postpone" })}>
                      {t("programs.postponeOpen")}
                    </Button>
                  )}
                  {may(offering, "REPORT_NOBODY") && (
                    <Button size="small" onClick={() => setOpened({ offering, what: "nobody" })}>
                      {t("programs.nobodyOpen")}
                    </Button>
                  )}
                  {may(offering, "EXTEND_REPORTING") && (
                    <Button size="small" onClick={() => setOpened({ offering, what: "extend" })}>
                      {t("programs.extendOpen")}
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
      {opened?.what === "nobody" && (
        <NobodyDialog offering={opened.offering} onClose={() => setOpened(null)} onReload={reload} />
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

const why = () => ({ name: "reason", label: t("column.reason"), multiline: true, required: true });

const PostponeDialog = ({ offering, onClose, onReload }: DialogProps) => {
  const { run, busy, refusal } = useOperation(postponeOffering, { done: t("programs.postponed"), quiet: true });
  return (
    <OperationDialog
      title={t("programs.postponeTitle")}
      explanation={t("programs.postponeMeaning")}
      confirm={t("programs.postpone")}
      fields={[
        {
          name: "startsOn",
          label: t("programs.newFirstDay"),
          type: "date",
          required: true,
          initial: offering.startsOn,
        },
        { name: "endsOn", label: t("programs.newLastDay"), type: "date", required: true, initial: offering.endsOn },
        { name: "place", label: t("column.place"), initial: offering.place },
        { name: "url", label: t("column.address"), initial: offering.url },
        why(),
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

const NobodyDialog = ({ offering, onClose, onReload }: DialogProps) => {
  const { run, busy, refusal } = useOperation(reportNobodyAttended, {
    done: t("programs.nobodyReported"),
    quiet: true,
  });
  return (
    <OperationDialog
      title={t("programs.nobodyTitle")}
      explanation={t("programs.nobodyMeaning", { days: formatDays(offering.startsOn, offering.endsOn) })}
      confirm={t("programs.nobody")}
      fields={[]}
      busy={busy}
      refusal={refusal}
      onReload={onReload}
      onClose={onClose}
      onConfirm={async () => {
        if (await run(offering.id)) onClose();
      }}
    />
  );
};

const ExtendDialog = ({ offering, onClose, onReload }: DialogProps) => {
  const { run, busy, refusal } = useOperation(extendReporting, { done: t("programs.extended"), quiet: true });
  return (
    <OperationDialog
      title={t("programs.extendTitle")}
      confirm={t("programs.extend")}
      fields={[
        {
          name: "until",
          label: t("programs.lastDayToReport"),
          type: "date",
          required: true,
          initial: offering.reportingDueOn,
        },
        why(),
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
