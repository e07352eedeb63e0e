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
import { Title, useGetOne } from "react-admin";
import { Link, useParams } from "react-router-dom";
import { AuditLog } from "../audit/audit-log.tsx";
import { useAsk } from "../data/use-ask.ts";
import { t } from "../i18n/t.ts";
import { formatDay, formatInstant, formatInstantDay } from "../ui/dates.ts";
import { Facts } from "../ui/facts.tsx";
import { LoadProblem } from "../ui/load-problem.tsx";
import { Section } from "../ui/section.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import { type MemberPage, memberCertificatesQuery, memberElsewhereQuery, memberMailsQuery } from "./member.data.ts";
import { MemberLicences } from "./member-licences.tsx";
import { MemberNames } from "./member-names.tsx";
import { OutsideCredits } from "./outside-credits.tsx";
import { PersonActions } from "./person-actions.tsx";

const filtered = (resource: string, filter: object): string =>
  `/${resource}?${new URLSearchParams({ filter: JSON.stringify(filter) })}`;

/** Everything about a member, for staff: addresses, credit, certificates, mails. */
export const MemberShow = () => {
  const serverFile = useServerFile();
  const { id = "" } = useParams();
  const { data: member, error } = useGetOne<MemberPage>("members", { id, meta: { page: "show" } });
  if (error) return <LoadProblem error={error} />;
  // The list knows less of a member: its record must not stand in for the page's.
  if (!member?.emailAddresses) return null;
  const name = member.name;
  return (
    <Box sx={{ mt: 2, maxWidth: 1100 }}>
      <Title title={`${member.memberNumber} ${name}`} />
      <Box sx={{ display: "flex", gap: 1.5, alignItems: "center", flexWrap: "wrap", mb: 2 }}>
        <Typography variant="h5" component="h2">
          {name}
        </Typography>
        <Chip size="small" label={member.memberNumber} />
        {member.formerNumbers.map((number) => (
          <Chip key={number} size="small" variant="outlined" label={t("members.formerly", { number })} />
        ))}
        {!member.active && <Chip size="small" color="warning" label={t("members.inactive")} />}
        <Box sx={{ flexGrow: 1 }} />
        <PersonActions member={member} />
      </Box>
      <MemberNames member={member} mayCorrect={member.availableActions.includes("CORRECT")} />
      <Section title={t("members.member")}>
        <Facts
          facts={[
            [t("members.membership"), t(member.membership === "GUEST" ? "members.guest" : "members.member")],
            [t("members.role"), member.role],
            [t("members.address"), [member.city, member.state, member.zip].filter(Boolean).join(", ")],
            [t("members.county"), member.county],
            [t("members.phone"), member.phone],
            [t("members.since"), member.memberSince && formatDay(member.memberSince)],
            [t("members.until"), member.memberUntil && formatDay(member.memberUntil)],
          ]}
        />
      </Section>
      <MemberLicences member={member} mayKeep={member.availableActions.includes("CORRECT")} />
      <Section title={t("members.addresses")}>
        {member.emailAddresses.length === 0 && <Typography>{t("members.noAccount")}</Typography>}
        {member.emailAddresses.map((address) => (
          <Box key={address.id} sx={{ display: "flex", gap: 1, alignItems: "center", flexWrap: "wrap", mb: 0.5 }}>
            {address.address}
            {address.isPrimary && <Chip size="small" label={t("members.primary")} />}
            <Chip
              size="small"
              variant="outlined"
              label={t(address.verifiedAt ? "members.verified" : "members.notVerified")}
            />
            {address.suppressedFor && address.suppressedSince && (
              <Chip
                size="small"
                color="error"
                sx={{ height: "auto", "& .MuiChip-label": { whiteSpace: "normal", py: 0.5 } }}
                label={t("members.suppressed", {
                  reason: address.suppressedFor,
                  day: formatInstantDay(address.suppressedSince),
                })}
              />
            )}
            {address.lastFailedAt && !address.suppressedFor && (
              <Chip
                size="small"
                color="error"
                variant="outlined"
                label={t("members.mailFailed", { day: formatInstantDay(address.lastFailedAt) })}
              />
            )}
          </Box>
        ))}
      </Section>
      <Section
        title={t("members.credit")}
        actions={
          <MuiLink
            target="_blank"
            rel="noreferrer"
            {...serverFile(`/transcript.pdf?${new URLSearchParams({ memberId: member.id })}`)}
          >
            {t("members.transcript")}
          </MuiLink>
        }
      >
        {member.creditsByYear.length === 0 && <Typography>{t("members.noCredit")}</Typography>}
        {member.creditsByYear.length > 0 && (
          <SmallTable
            label={t("members.credit")}
            headings={[t("column.year"), t("column.credits"), t("members.awards")]}
          >
            {member.creditsByYear.map((year) => (
              <TableRow key={`${year.year} ${year.creditUnit}`}>
                <TableCell>{year.year}</TableCell>
                <TableCell>
                  {[
                    `${year.credits} ${year.creditUnit}`,
                    ...year.kinds.map(({ unit, credits }) => `${credits} ${unit}`),
                  ].join(", ")}
                </TableCell>
                <TableCell>{year.awards}</TableCell>
              </TableRow>
            ))}
          </SmallTable>
        )}
        <Box sx={{ mt: 1 }}>
          <MuiLink component={Link} to={filtered("attendance", { memberNumber: member.memberNumber })}>
            {t("members.allAttendance")}
          </MuiLink>
        </Box>
      </Section>
      <OutsideCredits memberId={member.id} />
      <Certificates memberNumber={member.memberNumber} />
      <Elsewhere memberNumber={member.memberNumber} />
      {member.registrations.length > 0 && (
        <Section title={t("members.registrations")}>
          <SmallTable
            label={t("members.registrations")}
            headings={[t("column.conference"), t("column.firstDay"), t("members.address"), t("column.type")]}
          >
            {member.registrations.map((registration) => (
              <TableRow key={registration.id}>
                <TableCell>
                  <MuiLink component={Link} to={`/conferences/${registration.programId}/show?tab=registrations`}>
                    {registration.name}
                  </MuiLink>
                </TableCell>
                <TableCell sx={{ whiteSpace: "nowrap" }}>{formatDay(registration.startsOn)}</TableCell>
                <TableCell>
                  {registration.email} {!registration.verified && t("members.addressNotVerified")}
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
  return (
    <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={label}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {headings.map((heading) => (
              <TableCell key={heading}>{heading}</TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>{children}</TableBody>
      </Table>
    </Box>
  );
};

const Certificates = ({ memberNumber }: { memberNumber: string }) => {
  const { data } = useAsk(memberCertificatesQuery, { memberNumber });
  if (!data) return null;
  const { nodes, totalCount } = data.certificates;
  return (
    <Section
      title={t("members.newestCertificates")}
      actions={
        <MuiLink component={Link} to={filtered("certificates", { memberNumber })}>
          {t("members.allCertificates", { count: totalCount })}
        </MuiLink>
      }
    >
      {nodes.length === 0 && <Typography>{t("members.noCertificates")}</Typography>}
      {nodes.length > 0 && (
        <SmallTable
          label={t("members.newestCertificates")}
          headings={[
            t("column.number"),
            t("column.activity"),
            t("column.completed"),
            t("column.credits"),
            t("column.status"),
          ]}
        >
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

/** Certificates of another system, each with its PDF where one came along. */
const Elsewhere = ({ memberNumber }: { memberNumber: string }) => {
  const serverFile = useServerFile();
  const { data } = useAsk(memberElsewhereQuery, { memberNumber });
  const lines = data?.transcript.lines.filter((line) => line.issuedElsewhereBy && line.certificateNumber) ?? [];
  if (lines.length === 0) return null;
  return (
    <Section title={t("members.elsewhere")}>
      <SmallTable
        label={t("members.elsewhere")}
        headings={[
          t("column.number"),
          t("column.activity"),
          t("column.completed"),
          t("column.credits"),
          t("column.issuer"),
        ]}
      >
        {lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sessions of a conference have one certificate together
          <TableRow key={at}>
            <TableCell>
              {line.issuedElsewherePdfUrl ? (
                <MuiLink target="_blank" rel="noreferrer" {...serverFile(new URL(line.issuedElsewherePdfUrl).pathname)}>
                  {t("members.openPdf", { number: line.certificateNumber ?? "" })}
                </MuiLink>
              ) : (
                line.certificateNumber
              )}
            </TableCell>
            <TableCell>{line.title}</TableCell>
            <TableCell sx={{ whiteSpace: "nowrap" }}>{formatDay(line.completedOn)}</TableCell>
            <TableCell>
              {line.credits} {line.creditUnit}
            </TableCell>
            <TableCell>{line.issuedElsewhereBy}</TableCell>
          </TableRow>
        ))}
      </SmallTable>
    </Section>
  );
};

const Mails = ({ memberId }: { memberId: string }) => {
  const { data } = useAsk(memberMailsQuery, { id: memberId });
  if (!data) return null;
  const { nodes, totalCount } = data.mails;
  return (
    <Section
      title={t("members.newestMails")}
      actions={
        <MuiLink component={Link} to={filtered("mails", { memberId })}>
          {t("members.allMails", { count: totalCount })}
        </MuiLink>
      }
    >
      {nodes.length === 0 && <Typography>{t("members.noMails")}</Typography>}
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
