import { Box, Button, Link, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { Title } from "react-admin";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { useSignedIn } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { formatDay, formatInstant } from "../ui/dates.ts";
import { ExportLink } from "../ui/export-button.tsx";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import {
  creditInvoice,
  creditQuery,
  type InvoiceRow,
  invoicesQuery,
  outstandingQuery,
  recordInvoicePayment,
  spendCredit,
  startCheckout,
} from "./invoices.data.ts";
import { centsOf, formatMoney, typedCents } from "./money.ts";

type InvoiceAction = InvoiceRow["availableActions"][number];

const perPage = 20;

/** Invoices, what is outstanding and what is credit: of all providers for staff, else of the viewer's own. */
export const FeesPage = () => {
  const providers = useSignedIn()?.viewer.providers ?? [];
  return (
    <Box sx={{ mt: 2, maxWidth: 1200 }}>
      <Title title={t("fees.title")} />
      <OutstandingSection />
      {providers.map(({ id, name }) => (
        <CreditSection key={id} providerId={id} name={name} />
      ))}
      <InvoicesSection />
    </Box>
  );
};

const OutstandingSection = () => {
  const rows = useAsk(outstandingQuery, {}).data?.outstandingFees;
  if (!rows) return null;
  return (
    <Section title={t("fees.outstanding")} actions={<ExportLink list="ledger" filter={null} orderBy={null} />}>
      {rows.length === 0 ? (
        <Typography color="text.secondary">{t("fees.nothingOutstanding")}</Typography>
      ) : (
        <ScrollTable
          label={t("fees.outstanding")}
          headings={[t("fees.upTo30"), t("fees.upTo60"), t("fees.upTo90"), t("fees.older"), t("fees.total")]}
        >
          {rows.map(({ currency, upTo30, upTo60, upTo90, older, total }) => (
            <TableRow key={currency}>
              {Object.entries({ upTo30, upTo60, upTo90, older, total }).map(([name, cents]) => (
                <TableCell key={name}>{formatMoney(cents, currency)}</TableCell>
              ))}
            </TableRow>
          ))}
        </ScrollTable>
      )}
    </Section>
  );
};

const CreditSection = ({ providerId, name }: { providerId: string; name: string }) => {
  const credits = useAsk(creditQuery, { providerId }).data?.providerCredit ?? [];
  if (credits.length === 0) return null;
  return (
    <Section title={t("fees.credit")}>
      {credits.map(({ currency, amount }) => (
        <Typography key={currency}>{t("fees.creditOf", { name, amount: formatMoney(amount, currency) })}</Typography>
      ))}
    </Section>
  );
};

const InvoicesSection = () => {
  const [offset, setOffset] = useState(0);
  const data = useAsk(invoicesQuery, { filter: null, offset }).data?.invoices;
  const serverFile = useServerFile();
  const [doing, setDoing] = useState<{ action: InvoiceAction; invoice: InvoiceRow } | null>(null);
  if (!data) return null;
  return (
    <Section title={t("fees.invoices")} actions={<ExportLink list="invoices" filter={null} orderBy={null} />}>
      {data.totalCount === 0 && <Typography color="text.secondary">{t("fees.noInvoices")}</Typography>}
      {data.totalCount > 0 && (
        <ScrollTable
          label={t("fees.invoices")}
          headings={[
            t("fees.number"),
            t("column.educationalProvider"),
            t("column.programId"),
            t("fees.at"),
            t("fees.payUntil"),
            t("fees.total"),
            t("fees.due"),
            t("fees.actions"),
          ]}
        >
          {data.nodes.map((invoice) => (
            <TableRow key={invoice.id}>
              <TableCell>
                <Link {...serverFile(`/invoices/${invoice.id}.pdf`)}>{invoice.number}</Link>
                {invoice.creditNotes.map(({ id, number }) => (
                  <Box key={id}>
                    <Link {...serverFile(`/credit-notes/${id}.pdf`)}>{number}</Link>
                  </Box>
                ))}
              </TableCell>
              <TableCell>{invoice.providerName}</TableCell>
              <TableCell>{invoice.lines.map(({ programNumber }) => programNumber).join(", ")}</TableCell>
              <TableCell>{formatInstant(invoice.issuedAt)}</TableCell>
              <TableCell>{formatDay(invoice.dueOn)}</TableCell>
              <TableCell>{formatMoney(invoice.total, invoice.currency)}</TableCell>
              <TableCell>
                {formatMoney(invoice.due, invoice.currency)}
                {invoice.hasWrongCardPayment && (
                  <Typography variant="body2" color="error">
                    {t("fees.wrongCardPayment")}
                  </Typography>
                )}
              </TableCell>
              <TableCell>
                {invoice.availableActions.map((action) => (
                  <Button
                    key={action}
                    size="small"
                    aria-label={t("fees.actionOn", { action: t(`invoiceAction.${action}`), number: invoice.number })}
                    onClick={() => setDoing({ action, invoice })}
                  >
                    {t(`invoiceAction.${action}`)}
                  </Button>
                ))}
              </TableCell>
            </TableRow>
          ))}
        </ScrollTable>
      )}
      {data.totalCount > perPage && (
        <Box sx={{ mt: 1 }}>
          <Button disabled={offset === 0} onClick={() => setOffset(offset - perPage)}>
            {t("fees.newer")}
          </Button>
          <Button disabled={offset + perPage >= data.totalCount} onClick={() => setOffset(offset + perPage)}>
            {t("fees.olderInvoices")}
          </Button>
        </Box>
      )}
      {doing && <InvoiceDialog {...doing} onClose={() => setDoing(null)} />}
    </Section>
  );
};

const InvoiceDialog = ({
  action,
  invoice,
  onClose,
}: {
  action: InvoiceAction;
  invoice: InvoiceRow;
  onClose(): void;
}) => {
  const work = useOperation(
    async ({ amount, reference = "", reason = "" }: Record<string, string>): Promise<unknown> => {
      if (action === "PAY_BY_CARD") return window.location.assign(await startCheckout(invoice.id));
      if (action === "SPEND_CREDIT") return spendCredit(invoice.id);
      if (action === "CREDIT") return creditInvoice(invoice.id, centsOf(amount), reason);
      return recordInvoicePayment(invoice.id, centsOf(amount), reference);
    },
    { done: t(`invoiceActionDone.${action}`), quiet: true },
  );
  const amount = {
    name: "amount",
    label: t("fees.amountIn", { currency: invoice.currency }),
    required: true,
    initial: typedCents(action === "CREDIT" ? invoice.total : invoice.due),
  };
  const reference = { name: "reference", label: t("fees.reference"), required: true };
  const reason = { name: "reason", label: t("column.reason"), required: true, multiline: true };
  return (
    <OperationDialog
      title={t("fees.actionOn", { action: t(`invoiceAction.${action}`), number: invoice.number })}
      explanation={t(`invoiceActionMeaning.${action}`)}
      fields={
        { RECORD_PAYMENT: [amount, reference], CREDIT: [amount, reason], SPEND_CREDIT: [], PAY_BY_CARD: [] }[action]
      }
      confirm={t(`invoiceAction.${action}`)}
      busy={work.busy}
      refusal={work.refusal}
      onClose={onClose}
      onConfirm={async (values) => {
        if (await work.run(values)) onClose();
      }}
    />
  );
};
