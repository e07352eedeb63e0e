import { Alert, Button, LinearProgress, Typography } from "@mui/material";
import { useState } from "react";
import { Refusal } from "../data/request.ts";
import { useAsk } from "../data/use-ask.ts";
import { t } from "../i18n/t.ts";
import { formatDay } from "../ui/dates.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { PagedRows } from "../ui/paged-rows.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import { ruleFields, ruleOf } from "./credit-rule-dialog.tsx";
import { type CreditRuleRow, type RuleTrial, readDifferences, ruleTrialQuery } from "./settings.data.ts";

interface Props {
  from: CreditRuleRow;
  onClose(): void;
}

/** Tries a rule on what there is, before it starts. */
export const RuleTrialDialog = ({ from, onClose }: Props) => {
  const [trial, setTrial] = useState<RuleTrial | null>(null);
  const year = new Date().getFullYear();
  const { data, error, isFetching } = useAsk(
    ruleTrialQuery,
    { trial: trial as RuleTrial },
    { enabled: trial !== null, gcTime: 0 },
  );
  return (
    <OperationDialog
      title={t("settings.tryNamed", { name: from.name })}
      explanation={t("settings.trialMeaning")}
      confirm={t("settings.trial")}
      fields={[
        { name: "from", label: t("settings.trialFrom"), type: "date", required: true, initial: `${year - 1}-01-01` },
        { name: "to", label: t("settings.trialTo"), type: "date", required: true, initial: `${year}-12-31` },
        ...ruleFields(from),
      ]}
      busy={isFetching}
      refusal={error instanceof Refusal ? error : null}
      onClose={onClose}
      onConfirm={(values) =>
        setTrial({ ...ruleOf(values, from), startsOn: from.startsOn, from: values.from ?? "", to: values.to ?? "" })
      }
    >
      {isFetching && <LinearProgress aria-label={t("list.reading")} />}
      {trial && data && !error && <Result trial={trial} totals={data.tryCreditRule.totals} />}
    </OperationDialog>
  );
};

const Result = ({
  trial,
  totals,
}: {
  trial: RuleTrial;
  totals: {
    of: "PROGRAM" | "SESSION" | "CERTIFICATE";
    kind: string | null;
    unit: string;
    looked: number;
    differ: number;
    gained: string;
    lost: string;
    largest: string;
  }[];
}) => {
  const serverFile = useServerFile();
  if (totals.length === 0) return <Alert severity="info">{t("settings.trialNothing")}</Alert>;
  const differs = totals.some(({ differ }) => differ > 0);
  return (
    <section aria-label={t("settings.trialDifferences")}>
      {totals.map(({ kind, ...total }) => (
        <Typography key={`${total.of} ${kind} ${total.unit}`} sx={{ mb: 0.5 }}>
          {t("settings.trialTotal", { ...total, ofKind: kind === null ? "" : ` (${kind})` })}
        </Typography>
      ))}
      {differs && (
        <>
          <Button
            {...serverFile(`/exports/credit-differences.csv?${new URLSearchParams({ filter: JSON.stringify(trial) })}`)}
          >
            {t("settings.trialFile")}
          </Button>
          <PagedRows
            label={t("settings.trialDifferences")}
            columns={[
              t("settings.trialOf"),
              t("column.number"),
              t("column.activity"),
              t("column.date"),
              t("column.credits"),
              t("settings.trialWould"),
            ]}
            queryKey={[JSON.stringify(trial)]}
            read={(after, signal) => readDifferences(trial, after, signal)}
            row={({ of, kind, unit, number, title, day, credits, would }) => [
              t(`triedRecord.${of}`),
              number,
              title,
              day && formatDay(day),
              `${credits} ${unit}${kind ? ` (${kind})` : ""}`,
              would,
            ]}
          />
        </>
      )}
    </section>
  );
};
