import { Alert, Box, Button, Link, Typography } from "@mui/material";
import { useState } from "react";
import { Title, useGetOne, useRedirect } from "react-admin";
import { useParams } from "react-router-dom";
import { AuditLog } from "../audit/audit-log.tsx";
import { useHolds } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { formatInstant, formatInstantDay, formatSize } from "../ui/dates.ts";
import { Facts } from "../ui/facts.tsx";
import { LoadProblem } from "../ui/load-problem.tsx";
import { Section } from "../ui/section.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import { LiftSuppressionDialog } from "./lift-suppression-dialog.tsx";
import type { MailPage } from "./mail.data.ts";
import { ResendMailDialog } from "./resend-mail-dialog.tsx";

/** One mail: what it says, where it went, and to send it again. */
export const MailShow = () => {
  const serverFile = useServerFile();
  const redirect = useRedirect();
  const mayResend = useHolds("REGISTRAR");
  const { id = "" } = useParams();
  const [open, setOpen] = useState<"resend" | "lift" | null>(null);
  const { data: mail, error } = useGetOne<MailPage>("mails", { id, meta: { page: "show" } });
  if (error) return <LoadProblem error={error} />;
  if (!mail) return null;
  return (
    <Box sx={{ mt: 2, maxWidth: 900 }}>
      <Title title={mail.subject} />
      <Typography variant="h5" component="h2" sx={{ mb: 2 }}>
        {mail.subject}
      </Typography>
      <Section
        title={t("mail.delivery")}
        actions={
          mayResend && (
            <Button variant="outlined" onClick={() => setOpen("resend")}>
              {t(mail.suppression ? "mail.correctAddress" : "mail.resendOpen")}
            </Button>
          )
        }
      >
        {mail.suppression && (
          <Alert
            severity="warning"
            sx={{ mb: 2 }}
            action={
              mayResend && (
                <Button color="inherit" size="small" onClick={() => setOpen("lift")}>
                  {t("mail.lift")}
                </Button>
              )
            }
          >
            {t("mail.suppressedNow", {
              reason: mail.suppression.reason,
              day: formatInstantDay(mail.suppression.since),
            })}
          </Alert>
        )}
        {mail.lastError && (
          <Alert severity={["FAILED", "BOUNCED"].includes(mail.status) ? "error" : "warning"} sx={{ mb: 2 }}>
            {mail.lastError}
          </Alert>
        )}
        <Facts
          facts={[
            [t("column.state"), <StatusChip key="state" status={mail.status} />],
            [t("mail.to"), `${mail.toName} <${mail.toAddress}>`],
            [t("mail.written"), formatInstant(mail.createdAt)],
            [t("column.sent"), formatInstant(mail.sentAt)],
            [t("mail.settled"), formatInstant(mail.settledAt)],
            [t("mail.tries"), mail.attempts],
          ]}
        />
      </Section>
      {mail.events.length > 0 && (
        <Section title={t("mail.events")}>
          {mail.events.map(({ id, kind, said, at }) => (
            <Box key={id} sx={{ mb: 0.5, overflowWrap: "anywhere" }}>
              {t("mail.eventKind", { kind })}{" "}
              <Typography component="span" variant="body2" color="text.secondary">
                {[formatInstant(at), said].filter(Boolean).join(" · ")}
              </Typography>
            </Box>
          ))}
        </Section>
      )}
      <Section title={t("mail.text")}>
        <Typography component="div" sx={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {mail.text}
        </Typography>
        {mail.attachments.map((attachment) => (
          <Box key={attachment.fileName} sx={{ mt: 1 }}>
            <Link {...serverFile(`/mail/${mail.id}/${encodeURIComponent(attachment.fileName)}`)}>
              {attachment.fileName}
            </Link>{" "}
            ({formatSize(attachment.byteSize)})
          </Box>
        ))}
      </Section>
      <AuditLog subjectId={mail.id} />
      {open === "lift" && <LiftSuppressionDialog address={mail.toAddress} onClose={() => setOpen(null)} />}
      {open === "resend" && (
        <ResendMailDialog
          mail={mail}
          onClose={() => setOpen(null)}
          onSent={(sent) => redirect(`/mails/${sent}/show`)}
        />
      )}
    </Box>
  );
};
