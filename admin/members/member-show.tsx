import {
  Box,
  Chip,
  Link as MuiLink,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from "@mui/material";
import { Title, useGetOne, useTranslate } from "react-admin";
import { Link, useParams } from "react-router-dom";
import { AuditLog } from "../audit/audit-log.tsx";
import { serverAddress } from "../data/request.ts";
import { useAsk } from "../data/use-ask.ts";
import { formatDay, formatInstant, formatInstantDay } from "../ui/dates.ts";
import { Facts } from "../ui/facts.tsx";
import { LoadProblem } from "../ui/load-problem.tsx";
import { Section } from "../ui/section.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { type MemberPage, mailsDocument } from "./member.data.ts";
import { PersonActions } from "./person-actions.tsx";

const filtered = (resource: string, filter: object): string =>
  `/${resource}?${new URLSearchParams({ filter: JSON.stringify(filter) })}`;

/** Everything about a member, for staff: addresses, credit, certificates, mails. */
export const MemberShow = () => {
  const t = useTranslate();
  const { id = "" } = useParams();
  const { data: member, error } = useGetOne<MemberPage>("members", { id, meta: { page: "show" } });
  if (error) return <LoadProblem error={error} />;
  if (!member) return null;
  const name = `${member.firstName} ${member.lastName}`;
  const primary = member.emailAddresses.find((address) => address.isPrimary)?.address;
  return (
    <Box sx={{ mt: 2, maxWidth: 1100 }}>
      <Title title={`${member.memberNumber} ${name}`} />
      <Box sx={{ display: "flex", gap: 1.5, alignItems: "center", flexWrap: "wrap", mb: 2 }}>
        <Typography variant="h5" component="h2">
          {name}
        </Typography>
        <Chip size="small" label={member.memberNumber} />
        {member.formerNumbers.map((number) => (
          <Chip key={number} size="small" variant="outlined" label={t("formerly %{number}", { number })} />
        ))}
        {!member.active && <Chip size="small" color="warning" label={t("Not active")} />}
        <Box sx={{ flexGrow: 1 }} />
        {!member.erasedAt && <PersonActions member={member} />}
      </Box>
      <Section title="Member">
        <Facts
          facts={[
            ["Membership", t(member.membership === "GUEST" ? "Guest" : "Member")],
            ["Role", member.role],
            ["Address", [member.city, member.state, member.zip].filter(Boolean).join(", ")],
            ["County", member.county],
          ]}
        />
      </Section>
      <Section title="E-mail addresses">
        {member.emailAddresses.length === 0 && <Typography>{t("This member has no account yet.")}</Typography>}
        {member.emailAddresses.map((address) => (
          <Box key={address.id} sx={{ display: "flex", gap: 1, alignItems: "center", flexWrap: "wrap", mb: 0.5 }}>
            {address.address}
            {address.isPrimary && <Chip size="small" label={t("primary")} />}
            <Chip size="small" variant="outlined" label={t(address.verifiedAt ? "verified" : "not verified")} />
            {address.lastFailedAt && (
              <Chip
                size="small"
                color="error"
                variant="outlined"
                label={t("a mail failed on %{day}", { day: formatInstantDay(address.lastFailedAt) })}
              />
            )}
          </Box>
        ))}
      </Section>
      <Section
        title="Credit"
        actions={
          <MuiLink href={serverAddress(`/transcript.pdf?${new URLSearchParams({ memberId: member.id })}`)}>
            {t("Transcript (PDF)")}
          </MuiLink>
        }
      >
        <Typography sx={{ mb: 1 }}>
          {member.transcript.totals.map((total) => `${total.credits} ${total.creditUnit}`).join(", ") ||
            t("No credit yet")}
        </Typography>
        {member.transcript.lines.length > 0 && (
          <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t("Credit")}>
            <Table size="small">
              <TableHead>
                <TableRow>
                  {["Completed", "Program ID", "Activity", "Educational provider", "Credits", "Certificate"].map(
                    (label) => (
                      <TableCell key={label}>{t(label)}</TableCell>
                    ),
                  )}
                </TableRow>
              </TableHead>
              <TableBody>
                {member.transcript.lines.map((line) => (
                  <TableRow key={`${line.programNumber} ${line.sessionTitle} ${line.completedOn}`}>
                    <TableCell sx={{ whiteSpace: "nowrap" }}>{formatDay(line.completedOn)}</TableCell>
                    <TableCell>{line.programNumber}</TableCell>
                    <TableCell>{[line.title, line.sessionTitle].filter(Boolean).join(": ")}</TableCell>
                    <TableCell>{line.providerName}</TableCell>
                    <TableCell>
                      {line.credits} {line.creditUnit}
                    </TableCell>
                    <TableCell>{line.certificateNumber}</TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </Box>
        )}
        <Box sx={{ display: "flex", gap: 2, mt: 1 }}>
          <MuiLink component={Link} to={filtered("certificates", { memberNumber: member.memberNumber })}>
            {t("Certificates")}
          </MuiLink>
          <MuiLink component={Link} to={filtered("attendance", { memberNumber: member.memberNumber })}>
            {t("Attendance")}
          </MuiLink>
        </Box>
      </Section>
      {primary && <MailsTo address={primary} />}
      <AuditLog subjectId={member.id} />
    </Box>
  );
};

const MailsTo = ({ address }: { address: string }) => {
  const t = useTranslate();
  const { data } = useAsk(mailsDocument, { address });
  if (!data) return null;
  return (
    <Section
      title="Newest mails"
      actions={
        <MuiLink component={Link} to={filtered("mails", { toAddress: address })}>
          {t("All mails")}
        </MuiLink>
      }
    >
      {data.mails.nodes.length === 0 && <Typography>{t("None were sent.")}</Typography>}
      {data.mails.nodes.map((mail) => (
        <Box key={mail.id} sx={{ display: "flex", gap: 1, alignItems: "center", flexWrap: "wrap", mb: 0.5 }}>
          <StatusChip status={mail.status} />
          <MuiLink component={Link} to={`/mails/${mail.id}/show`}>
            {mail.subject}
          </MuiLink>
          <Typography variant="body2" color="text.secondary">
            {formatInstant(mail.createdAt)}
          </Typography>
        </Box>
      ))}
    </Section>
  );
};
