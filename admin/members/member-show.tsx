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
import type { ReactNode } from "react";
import { Title, useGetOne, useTranslate } from "react-admin";
import { Link, useParams } from "react-router-dom";
import { AuditLog } from "../audit/audit-log.tsx";
import { useAsk } from "../data/use-ask.ts";
import { formatDay, formatInstant, formatInstantDay } from "../ui/dates.ts";
import { Facts } from "../ui/facts.tsx";
import { LoadProblem } from "../ui/load-problem.tsx";
import { Section } from "../ui/section.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import { type MemberPage, memberCertificatesQuery, memberMailsQuery } from "./member.data.ts";
import { PersonActions } from "./person-actions.tsx";

const filtered = (resource: string, filter: object): string =>
  `/${resource}?${new URLSearchParams({ filter: JSON.stringify(filter) })}`;

/** Everything about a member, for staff: addresses, credit, certificates, mails. */
export const MemberShow = () => {
  const t = useTranslate();
  const serverFile = useServerFile();
  const { id = "" } = useParams();
  const { data: member, error } = useGetOne<MemberPage>("members", { id, meta: { page: "show" } });
  if (error) return <LoadProblem error={error} />;
  // The list knows less of a member: its record must not stand in for the page's.
  if (!member?.emailAddresses) return null;
  const name = `${member.firstName} ${member.lastName}`;
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
          <MuiLink
            target="_blank"
            rel="noreferrer"
            {...serverFile(`/transcript.pdf?${new URLSearchParams({ memberId: member.id })}`)}
          >
            {t("Transcript (PDF)")}
          </MuiLink>
        }
      >
        {member.creditsByYear.length === 0 && <Typography>{t("No credit yet")}</Typography>}
        {member.creditsByYear.length > 0 && (
          <SmallTable label="Credit" headings={["Year", "Credits", "Awards"]}>
            {member.creditsByYear.map((year) => (
              <TableRow key={`${year.year} ${year.creditUnit}`}>
                <TableCell>{year.year}</TableCell>
                <TableCell>
                  {year.credits} {year.creditUnit}
                </TableCell>
                <TableCell>{year.awards}</TableCell>
              </TableRow>
            ))}
          </SmallTable>
        )}
        <Box sx={{ mt: 1 }}>
          <MuiLink component={Link} to={filtered("attendance", { memberNumber: member.memberNumber })}>
            {t("All attendance")}
          </MuiLink>
        </Box>
      </Section>
      <Certificates memberNumber={member.memberNumber} />
      {member.registrations.length > 0 && (
        <Section title="Registrations for conferences">
          <SmallTable label="Registrations for conferences" headings={["Conference", "First day", "Address", "Type"]}>
            {member.registrations.map((registration) => (
              <TableRow key={registration.id}>
                <TableCell>
                  <MuiLink component={Link} to={`/conferences/${registration.programId}/show?tab=registrations`}>
                    {registration.name}
                  </MuiLink>
                </TableCell>
                <TableCell sx={{ whiteSpace: "nowrap" }}>{formatDay(registration.startsOn)}</TableCell>
                <TableCell>
                  {registration.email} {!registration.verified && t("(not verified)")}
                </TableCell>
                <TableCell>{registration.registrationType}</TableCell>
              </TableRow>
            ))}
          </SmallTable>
        </Section>
      )}
      <Mails memberId={member.id} />
      <AuditLog subjectId={member.id} />
    </Box>
  );
};

const SmallTable = ({ label, headings, children }: { label: string; headings: string[]; children: ReactNode }) => {
  const t = useTranslate();
  return (
    <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t(label)}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {headings.map((heading) => (
              <TableCell key={heading}>{t(heading)}</TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>{children}</TableBody>
      </Table>
    </Box>
  );
};

const Certificates = ({ memberNumber }: { memberNumber: string }) => {
  const t = useTranslate();
  const { data } = useAsk(memberCertificatesQuery, { memberNumber });
  if (!data) return null;
  const { nodes, totalCount } = data.certificates;
  return (
    <Section
      title="Newest certificates"
      actions={
        <MuiLink component={Link} to={filtered("certificates", { memberNumber })}>
          {t("%{smart_count} certificate |||| All %{smart_count} certificates", { smart_count: totalCount })}
        </MuiLink>
      }
    >
      {nodes.length === 0 && <Typography>{t("None were issued.")}</Typography>}
      {nodes.length > 0 && (
        <SmallTable label="Newest certificates" headings={["Number", "Activity", "Completed", "Credits", "Status"]}>
          {nodes.map((certificate) => (
            <TableRow key={certificate.id}>
              <TableCell>
                <MuiLink component={Link} to={`/certificates/${certificate.id}/show`}>
                  {certificate.number}
                </MuiLink>
              </TableCell>
              <TableCell>{certificate.title}</TableCell>
              <TableCell sx={{ whiteSpace: "nowrap" }}>{formatDay(certificate.completedOn)}</TableCell>
              <TableCell>
                {certificate.credits} {certificate.creditUnit}
              </TableCell>
              <TableCell>
                <StatusChip status={certificate.status} />
              </TableCell>
            </TableRow>
          ))}
        </SmallTable>
      )}
    </Section>
  );
};

const Mails = ({ memberId }: { memberId: string }) => {
  const t = useTranslate();
  const { data } = useAsk(memberMailsQuery, { id: memberId });
  if (!data) return null;
  const { nodes, totalCount } = data.mails;
  return (
    <Section
      title="Newest mails"
      actions={
        <MuiLink component={Link} to={filtered("mails", { memberId })}>
          {t("%{smart_count} mail |||| All %{smart_count} mails", { smart_count: totalCount })}
        </MuiLink>
      }
    >
      {nodes.length === 0 && <Typography>{t("None were sent.")}</Typography>}
      {nodes.map((mail) => (
        <Box key={mail.id} sx={{ mb: 0.5 }}>
          <Box sx={{ display: "flex", gap: 1, alignItems: "center", flexWrap: "wrap" }}>
            <StatusChip status={mail.status} />
            <MuiLink component={Link} to={`/mails/${mail.id}/show`}>
              {mail.subject}
            </MuiLink>
            <Typography variant="body2" color="text.secondary">
              {mail.toAddress} · {formatInstant(mail.createdAt)}
            </Typography>
          </Box>
          {mail.lastError && (
            <Typography variant="body2" color="error">
              {mail.lastError}
            </Typography>
          )}
        </Box>
      ))}
    </Section>
  );
};
