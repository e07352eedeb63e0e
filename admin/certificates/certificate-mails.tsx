import { Box, Button, Link as MuiLink, Typography } from "@mui/material";
import { useState } from "react";
import { Link } from "react-router-dom";
import type { ResultOf } from "../data/graphql.ts";
import { useAsk } from "../data/use-ask.ts";
import { useHolds } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { ResendMailDialog } from "../mail/resend-mail-dialog.tsx";
import { formatInstant } from "../ui/dates.ts";
import { Section } from "../ui/section.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { certificateMailsQuery } from "./certificate.data.ts";

type SentMail = ResultOf<typeof certificateMailsQuery>["mails"]["nodes"][number];

/** The mails that brought a certificate; one that failed goes to a corrected address from here. */
export const CertificateMails = ({ certificateId }: { certificateId: string }) => {
  const [correcting, setCorrecting] = useState<SentMail | null>(null);
  const mayResend = useHolds("REGISTRAR");
  const { data } = useAsk(certificateMailsQuery, { id: certificateId });
  if (!data) return null;
  const { nodes, totalCount } = data.mails;
  return (
    <Section title={t("certificates.mails")}>
      {nodes.length === 0 && <Typography>{t("certificates.notMailed")}</Typography>}
      {nodes.map((mail) => (
        <Box key={mail.id} sx={{ mb: 1 }}>
          <Box sx={{ display: "flex", gap: 1, alignItems: "center", flexWrap: "wrap" }}>
            <StatusChip status={mail.status} />
            <MuiLink component={Link} to={`/mails/${mail.id}/show`} sx={{ overflowWrap: "anywhere" }}>
              {mail.toAddress}
            </MuiLink>
            <Typography variant="body2" color="text.secondary">
              {formatInstant(mail.createdAt)}
            </Typography>
            {mayResend && (
              <Button
                size="small"
                aria-label={t("certificates.correctAddressOf", { address: mail.toAddress })}
                onClick={() => setCorrecting(mail)}
              >
                {t("certificates.correctAddress")}
              </Button>
            )}
          </Box>
          {mail.lastError && (
            <Typography variant="body2" color="error">
              {mail.lastError}
            </Typography>
          )}
        </Box>
      ))}
      {totalCount > nodes.length && (
        <Typography color="text.secondary">
          {t("certificates.earlierMails", { count: totalCount - nodes.length })}
        </Typography>
      )}
      {correcting && <ResendMailDialog mail={correcting} onClose={() => setCorrecting(null)} />}
    </Section>
  );
};
