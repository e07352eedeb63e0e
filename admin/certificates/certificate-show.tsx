import {
  Alert,
  Box,
  Button,
  Chip,
  Link as MuiLink,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from "@mui/material";
import { Title, useGetOne } from "react-admin";
import { Link, useParams } from "react-router-dom";
import { AuditLog } from "../audit/audit-log.tsx";
import { useMemberIdLabel, useReadsPersons, useSignedIn } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { CreditExplanations } from "../ui/credit-explanations.tsx";
import { formatDay, formatInstant, formatInstantDay } from "../ui/dates.ts";
import { Facts } from "../ui/facts.tsx";
import { LoadProblem } from "../ui/load-problem.tsx";
import { Section } from "../ui/section.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import type { CertificatePage } from "./certificate.data.ts";
import { CertificateActions } from "./certificate-actions.tsx";
import { CertificateMails } from "./certificate-mails.tsx";

/** One certificate: what it says, what became of it, and the mails that brought it. */
export const CertificateShow = () => {
  const { id = "" } = useParams();
  const { data: certificate, error } = useGetOne<CertificatePage>("certificates", { id, meta: { page: "show" } });
  if (error) return <LoadProblem error={error} />;
  // The list knows less of a certificate: its record must not stand in for the page's.
  if (!certificate?.lines) return null;
  return <CertificateView certificate={certificate} />;
};

const grouped = (code: string): string => code.replace(/(.{4})(?=.)/g, "$1-");
const filtered = (resource: string, filter: object): string =>
  `/${resource}?${new URLSearchParams({ filter: JSON.stringify(filter) })}`;

const CertificateView = ({ certificate }: { certificate: CertificatePage }) => {
  const serverFile = useServerFile();
  const signedIn = useSignedIn();
  const readsPersons = useReadsPersons();
  const memberIdLabel = useMemberIdLabel();
  const isStaff = signedIn?.viewer.isStaff ?? false;
  const { id, number, recipientName, status, transcriptUrl } = certificate;
  return (
    <Box sx={{ mt: 2, maxWidth: 1000 }}>
      <Title title={`${number} ${recipientName}`} />
      <Box sx={{ display: "flex", gap: 1.5, alignItems: "center", flexWrap: "wrap", mb: 2 }}>
        <Typography variant="h5" component="h2" sx={{ overflowWrap: "anywhere" }} dir="auto">
          {recipientName}
        </Typography>
        <Chip size="small" label={number} />
        <StatusChip status={status} />
      </Box>
      <Box
        role="group"
        aria-label={t("column.actions")}
        sx={{ display: "flex", gap: 1, flexWrap: "wrap", alignItems: "center", mb: 2 }}
      >
        <Button variant="contained" target="_blank" rel="noreferrer" {...serverFile(`/certificates/${id}.pdf`)}>
          {t("certificates.openPdf")}
        </Button>
        {transcriptUrl && (
          <Button target="_blank" rel="noreferrer" {...serverFile(`/certificates/${id}/transcript.pdf`)}>
            {t("certificates.openTranscript")}
          </Button>
        )}
        <Button {...serverFile(`/certificates/${id}/credential.json`)}>{t("certificates.downloadCredential")}</Button>
        <CertificateActions certificate={certificate} />
      </Box>
      <History certificate={certificate} />
      <Section title={t("certificates.says")}>
        <Facts
          facts={[
            [t("column.activity"), certificate.title],
            [
              t("certificates.providedBy"),
              [certificate.providerName, certificate.providerAddress].filter(Boolean).join("\n"),
            ],
            ...(certificate.jointProviders.length > 0
              ? [[t("certificates.jointlyWith"), certificate.jointProviders.join("\n")] as [string, string]]
              : []),
            [
              t("column.programId"),
              <MuiLink key="program" component={Link} to={filtered("programs", { number: certificate.programNumber })}>
                {certificate.programNumber}
              </MuiLink>,
            ],
            [memberIdLabel, certificate.memberNumber],
            ...(certificate.licences.length > 0
              ? [[t("licences.title"), certificate.licences.join("\n")] as [string, string]]
              : []),
            [t("column.completed"), formatDay(certificate.completedOn)],
            [
              t("column.credits"),
              [`${certificate.credits} ${certificate.creditUnit}`, ...certificate.kinds.map(kindLine)].join("\n"),
            ],
            [
              t("credit.explained"),
              certificate.creditExplanations.length > 0 && (
                <CreditExplanations explanations={certificate.creditExplanations} />
              ),
            ],
            [t("column.issued"), formatInstant(certificate.issuedAt)],
            [t("certificates.code"), grouped(certificate.verificationCode)],
          ]}
        />
      </Section>
      {certificate.lines.length > 0 && (
        <Section title={t("column.sessions")}>
          <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t("column.sessions")}>
            <Table size="small">
              <TableHead>
                <TableRow>
                  {[t("column.session"), t("column.attendedOn"), t("column.format"), t("column.credits")].map(
                    (label) => (
                      <TableCell key={label}>{label}</TableCell>
                    ),
                  )}
                </TableRow>
              </TableHead>
              <TableBody>
                {certificate.lines.map((line, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a certificate never change
                  <TableRow key={at}>
                    <TableCell>{line.title}</TableCell>
                    <TableCell sx={{ whiteSpace: "nowrap" }}>{formatDay(line.attendedOn)}</TableCell>
                    <TableCell>
                      {t(
                        line.asInstructor
                          ? "certificates.asInstructor"
                          : line.virtual
                            ? "format.VIRTUAL"
                            : "format.IN_PERSON",
                      )}
                    </TableCell>
                    <TableCell>{line.credits}</TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </Box>
        </Section>
      )}
      {readsPersons && <CertificateMails certificateId={id} />}
      {isStaff && <AuditLog subjectId={id} />}
      <Button component={Link} to="/certificates" sx={{ mt: 1 }}>
        {t("certificates.all")}
      </Button>
    </Box>
  );
};

/** What became of it, and what it came from. */
const History = ({ certificate }: { certificate: CertificatePage }) => {
  const { supersededBy, supersedes, revokedAt, revocationReason } = certificate;
  return (
    <>
      {revokedAt && (
        <Alert severity="error" sx={{ mb: 2 }}>
          {t("certificates.revokedOn", { day: formatInstantDay(revokedAt) })} {revocationReason}
        </Alert>
      )}
      {supersededBy && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          {t("certificates.supersededBy", {
            number: supersededBy.number,
            link: (text) => (
              <MuiLink component={Link} to={`/certificates/${supersededBy.id}/show`} color="inherit">
                {text}
              </MuiLink>
            ),
          })}
        </Alert>
      )}
      {supersedes.length > 0 && (
        <Alert severity="info" sx={{ mb: 2 }}>
          {t("certificates.supersedes")}{" "}
          {supersedes.map((earlier, at) => (
            <span key={earlier.id}>
              {at > 0 && ", "}
              <MuiLink component={Link} to={`/certificates/${earlier.id}/show`} color="inherit">
                {earlier.number}
              </MuiLink>{" "}
              ({formatInstantDay(earlier.issuedAt)})
            </span>
          ))}
        </Alert>
      )}
    </>
  );
};

/** What it says of a further kind of credit. */
const kindLine = ({
  name,
  unit,
  credits,
  isPart,
  approvingBody,
  approvalNumber,
}: CertificatePage["kinds"][number]): string =>
  [
    isPart
      ? t("certificates.kindWithin", { credits, unit, name })
      : t("certificates.kindBesides", { credits, unit, name }),
    approvingBody && t("certificates.kindApproval", { body: approvingBody }),
    approvalNumber && t("certificates.kindNumber", { number: approvalNumber }),
  ]
    .filter(Boolean)
    .join(", ");
