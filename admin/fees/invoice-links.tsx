import { Box, Link } from "@mui/material";
import { useAsk } from "../data/use-ask.ts";
import { t } from "../i18n/t.ts";
import { useServerFile } from "../ui/use-server-file.ts";
import { invoicesQuery } from "./invoices.data.ts";
import { formatMoney } from "./money.ts";

/** The invoices on which a program stands, as PDFs. */
export const InvoiceLinks = ({ programId }: { programId: string }) => {
  const invoices = useAsk(invoicesQuery, { filter: { programId }, offset: null }).data?.invoices.nodes ?? [];
  const serverFile = useServerFile();
  if (invoices.length === 0) return null;
  return (
    <Box component="ul" sx={{ pl: 2.5 }}>
      {invoices.map(({ id, number, due, currency }) => (
        <li key={id}>
          <Link {...serverFile(`/invoices/${id}.pdf`)}>{t("fees.invoiceNumber", { number })}</Link>{" "}
          {due > 0 ? t("fees.dueNow", { amount: formatMoney(due, currency) }) : t("feeStatus.PAID")}
        </li>
      ))}
    </Box>
  );
};
