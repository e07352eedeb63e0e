import { Alert, AlertTitle, Button, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatDay, formatInstant } from "../ui/dates.ts";
import { Facts } from "../ui/facts.tsx";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import {
  applyPromotionCode,
  type ProgramFees,
  programFeesQuery,
  recordFeePayment,
  refundFee,
  waiveFee,
} from "./fees.data.ts";
import { feesPlace } from "./fees-place.ts";
import { InvoiceLinks } from "./invoice-links.tsx";
import { issueInvoice } from "./invoices.data.ts";
import { centsOf, formatMoney, typedCents } from "./money.ts";

type FeeAction = ProgramFees["availableActions"][number];

/** Fees of a program: how it stands, what is next, and the ledger. Nothing is shown where there are no fees. */
export const FeesSection = ({ programId }: { programId: string }) => {
  const { data } = useAsk(programFeesQuery, { id: programId });
  const [doing, setDoing] = useState<FeeAction | null>(null);
  const fees = data?.program?.fees;
  if (!fees || (fees.entries.length + fees.paidElsewhere.length === 0 && fees.availableActions.length === 0))
    return null;
  const money = (cents: number) => formatMoney(cents, fees.currency);
  return (
    <Section
      title={t("fees.title")}
      place={feesPlace}
      actions={fees.availableActions.map((action) => (
        <Button key={action} size="small" variant="outlined" sx={{ ml: 1 }} onClick={() => setDoing(action)}>
          {t(`feeActionOpen.${action}`)}
        </Button>
      ))}
    >
      {fees.due > 0 && (
        <Alert severity="warning" sx={{ mb: 2, whiteSpace: "pre-line" }}>
          {fees.holdsCertificates && <AlertTitle>{t("fees.payFilingFees")}</AlertTitle>}
          {[
            t("fees.dueNow", { amount: money(fees.due) }),
            fees.holdsCertificates ? t("fees.certificatesWait") : "",
            fees.howToPay,
          ]
            .filter(Boolean)
            .join("\n")}
        </Alert>
      )}
      {fees.entries.length === 0 && <Typography color="text.secondary">{t("fees.nothingYet")}</Typography>}
      <Facts
        facts={[
          [t("column.state"), t(`feeStatus.${fees.status}`)],
          [t("fees.charged"), money(fees.charged)],
          [t("fees.paid"), money(fees.paid)],
          [t("fees.waived"), fees.waived > 0 && money(fees.waived)],
          [t("fees.refunded"), fees.refunded > 0 && money(fees.refunded)],
          ...fees.paidElsewhere.map((paid): [string, string] => [
            t("fees.paidElsewhere", { fee: t(`fee.${paid.fee}`), date: formatDay(paid.paidOn) }),
            [formatMoney(paid.amount, paid.currency), paid.reference].filter(Boolean).join(", "),
          ]),
        ]}
      />
      {fees.entries.length > 0 && (
        <ScrollTable
          label={t("fees.ledger")}
          headings={[t("fees.at"), t("fees.entry"), t("fees.amount"), t("fees.why")]}
        >
          {fees.entries.map((entry) => (
            <TableRow key={entry.id}>
              <TableCell>{formatInstant(entry.at)}</TableCell>
              <TableCell>
                {t("fees.kindOfFee", { kind: t(`ledgerKind.${entry.kind}`), fee: t(`fee.${entry.fee ?? "FILING"}`) })}
              </TableCell>
              <TableCell>{formatMoney(entry.amount, entry.currency)}</TableCell>
              <TableCell>{[entry.reference, entry.reason].filter(Boolean).join(": ")}</TableCell>
            </TableRow>
          ))}
        </ScrollTable>
      )}
      <InvoiceLinks programId={programId} />
      {doing && (
        <FeeDialog key={doing} action={doing} programId={programId} fees={fees} onClose={() => setDoing(null)} />
      )}
    </Section>
  );
};

interface DialogProps {
  action: FeeAction;
  programId: string;
  fees: ProgramFees;
  onClose(): void;
}

const FeeDialog = ({ action, programId, fees, onClose }: DialogProps) => {
  const work = useOperation(
    async (values: Record<string, string>): Promise<unknown> => {
      const { reason = "", reference = "" } = values;
      if (action === "INVOICE") return issueInvoice([programId]);
      if (action === "USE_PROMOTION") return applyPromotionCode(programId, values.code ?? "");
      if (action === "WAIVE") return waiveFee(programId, reason);
      const cents = centsOf(values.amount);
      if (action === "REFUND") return refundFee(programId, cents, reason, reference || null);
      return recordFeePayment(programId, cents, reference);
    },
    { done: t(`feeActionDone.${action}`), quiet: true },
  );
  const amount = {
    name: "amount",
    label: t("fees.amountIn", { currency: fees.currency }),
    required: true,
    initial: typedCents(action === "REFUND" ? fees.paid : fees.due),
  };
  const reason = {
    name: "reason",
    label: t("column.reason"),
    required: true,
    multiline: true,
    help: t("fees.reasonHelp"),
  };
  const code = { name: "code", label: t("fees.code"), required: true };
  const reference = { name: "reference", label: t("fees.reference"), required: action === "RECORD_PAYMENT" };
  return (
    <OperationDialog
      title={t(`feeAction.${action}`)}
      explanation={t(`feeActionMeaning.${action}`)}
      fields={
        {
          RECORD_PAYMENT: [amount, reference],
          WAIVE: [reason],
          REFUND: [amount, reason, reference],
          USE_PROMOTION: [code],
          INVOICE: [],
        }[action]
      }
      confirm={t(`feeAction.${action}`)}
      busy={work.busy}
      refusal={work.refusal}
      onClose={onClose}
      onConfirm={async (values) => {
        if (await work.run(values)) onClose();
      }}
    />
  );
};
