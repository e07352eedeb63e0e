import { Alert, Box, Button, Chip, Link as MuiLink, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { RecordContextProvider, ShowBase, Title, useShowContext } from "react-admin";
import { Link } from "react-router-dom";
import { AuditLog } from "../audit/audit-log.tsx";
import { OutdatedCertificates } from "../certificates/outdated-certificates.tsx";
import { ProgramCertificates } from "../certificates/program-certificates.tsx";
import { ReissueSection } from "../certificates/reissue-section.tsx";
import { UnmadeCertificates } from "../certificates/unmade-certificates.tsx";
import { useSignedIn } from "../data/use-signed-in.ts";
import { EvaluationSection } from "../evaluations/evaluation-section.tsx";
import { LearningCheckSection } from "../evaluations/learning-check-section.tsx";
import { FeesSection } from "../fees/fees-section.tsx";
import { t } from "../i18n/t.ts";
import { CreditExplanations } from "../ui/credit-explanations.tsx";
import { formatDay, formatDays, formatInstant } from "../ui/dates.ts";
import { type Fact, Facts } from "../ui/facts.tsx";
import { LoadProblem } from "../ui/load-problem.tsx";
import { Section } from "../ui/section.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { AnnouncementSection } from "./announcement-section.tsx";
import { pageLinesOf } from "./application-fields.tsx";
import { AssignSection } from "./assign-section.tsx";
import { AuditPackSection } from "./audit-pack-section.tsx";
import { ChecklistSection } from "./checklist-section.tsx";
import { CommentsOf, FieldComments, useHasComments } from "./field-comments.tsx";
import { InboxNavigation } from "./inbox-navigation.tsx";
import { KitSection } from "./kit-section.tsx";
import { NotesSection } from "./notes-section.tsx";
import { OfferingTable } from "./offering-table.tsx";
import type { ProgramPage } from "./program.data.ts";
import { documentsPlace, ProgramActions } from "./program-actions.tsx";
import { ProgramDocuments } from "./program-documents.tsx";
import { programState } from "./program-statuses.ts";
import { ProgramTimeline } from "./program-timeline.tsx";
import { SessionComments } from "./session-comments.tsx";
import { SubmissionChanges } from "./submission-changes.tsx";

/** Everything about one program, and what can be decided about it. */
export const ProgramShow = () => (
  // The page says itself what went wrong. The list knows less of a program: its record must not stand in for the page's.
  <ShowBase<ProgramPage> queryOptions={{ meta: { page: "show" }, onError: () => {} }} disableAuthentication>
    <ProgramShowPage />
  </ShowBase>
);

const ProgramShowPage = () => {
  const { record: program, error, refetch } = useShowContext<ProgramPage>();
  if (error) return <LoadProblem error={error} />;
  if (!program?.timeline) return null;
  return (
    <RecordContextProvider value={program}>
      <CommentsOf program={program}>
        <ProgramView program={program} reload={() => void refetch()} />
      </CommentsOf>
    </RecordContextProvider>
  );
};

const ProgramView = ({ program, reload }: { program: ProgramPage; reload(): void }) => {
  const signedIn = useSignedIn();
  const hasComments = useHasComments();
  const commented = (field: string, label: string, value: ReactNode): Fact => [
    label,
    value,
    hasComments(field) && <FieldComments field={field} />,
  ];
  const may = (action: ProgramPage["availableActions"][number]) => program.availableActions.includes(action);
  const title = [program.number, program.name].filter(Boolean).join(" ");
  return (
    <Box sx={{ mt: 2, maxWidth: 1400 }}>
      <Title title={title} />
      <Box sx={{ display: "flex", alignItems: "center", gap: 1.5, flexWrap: "wrap", mb: 1 }}>
        <Typography variant="h5" component="h2" sx={{ overflowWrap: "anywhere" }}>
          {program.name}
        </Typography>
        {program.number && <Chip size="small" label={program.number} />}
        <StatusChip status={programState(program.status, program.type.form)} />
        <Box sx={{ flexGrow: 1 }} />
        <InboxNavigation id={program.id} />
      </Box>
      <ProgramActions program={program} reload={reload} />
      <Box
        sx={{
          display: "grid",
          gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 2fr) minmax(0, 1fr)" },
          gap: 2,
        }}
      >
        <Box>
          <SubmissionChanges changes={program.changesSinceSubmission} />
          <Section title={t("programs.application")}>
            <Facts
              facts={[
                [t("column.programId"), program.number],
                [t("column.educationalProvider"), `${program.provider.name} [${program.provider.number}]`],
                ...(hasComments("name") ? [commented("name", t("column.programName"), program.name)] : []),
                commented("typeId", t("programs.type"), program.type.name),
                [t("programs.date"), formatDays(program.startsOn, program.endsOn)],
                [t("programs.claimsUntil"), program.claimsUntil && formatDay(program.claimsUntil)],
                commented("minutes", t("programs.minutes"), program.minutes),
                [
                  t("programs.creditsByRule"),
                  program.computedCredits && `${program.computedCredits} ${program.creditUnit}`,
                ],
                commented(
                  "requestedCredits",
                  t("programs.requestedCredits"),
                  `${program.requestedCredits} ${program.creditUnit}`,
                ),
                [t("programs.creditsApproved"), program.credits && `${program.credits} ${program.creditUnit}`],
                ...program.creditKinds.map(kindFact),
                [
                  t("credit.explained"),
                  program.creditExplanations.length > 0 && (
                    <CreditExplanations explanations={program.creditExplanations} />
                  ),
                ],
                ...(hasComments("creditKinds") ? [commented("creditKinds", t("programs.furtherKinds"), "")] : []),
                ...pageLinesOf(program).map(([field, label, value]) => commented(field, label, value)),
                [t("programs.submittedOn"), formatInstant(program.submittedAt)],
              ]}
            />
          </Section>
          <FeesSection programId={program.id} />
          <AnnouncementSection programId={program.id} isAskedFor={program.requestEmailBlast} />
          {program.number && <KitSection programId={program.id} />}
          <Section title={t("programs.offerings")}>
            <OfferingTable program={program} reload={reload} />
            <FieldComments
              field="offerings"
              choices={program.offerings.map(({ id, startsOn, endsOn }) => ({
                id,
                name: formatDays(startsOn, endsOn),
              }))}
            />
            {program.type.form === "CONFERENCE" && <SessionComments programId={program.id} />}
          </Section>
          <Section title={t("programs.objectivesAndSpeakers")}>
            {program.objectives.length + program.speakers.length === 0 && (
              <Typography color="text.secondary">{t("programs.neither")}</Typography>
            )}
            <Box component="ol" sx={{ mt: 0, pl: 3 }}>
              {program.objectives.map((objective) => (
                <li key={objective}>{objective}</li>
              ))}
            </Box>
            <Box sx={{ display: "flow-root" }}>
              <FieldComments field="objectives" />
            </Box>
            <Box component="ul" sx={{ mb: 0, pl: 3 }}>
              {program.speakers.map((speaker) => (
                <li key={`${speaker.name} ${speaker.credentials}`}>
                  {[speaker.name, speaker.credentials].filter(Boolean).join(", ")}
                </li>
              ))}
            </Box>
            <Box sx={{ display: "flow-root" }}>
              <FieldComments field="speakers" />
            </Box>
          </Section>
          <EvaluationSection programId={program.id} />
          <LearningCheckSection programId={program.id} />
          <Section title={t("programs.documents")} place={documentsPlace}>
            {program.missingDocuments.length > 0 &&
              (may("ADD_REPORT_DOCUMENT") || program.nextStep.code === "DOCUMENTS") && (
                <Alert severity="warning" sx={{ mb: 2 }}>
                  {t("programs.missingDocuments", {
                    documents: program.missingDocuments.map((kind) => t(`document.${kind}`)).join(", "),
                  })}
                </Alert>
              )}
            <ProgramDocuments
              programId={program.id}
              documents={program.documents}
              kinds={
                may("EDIT")
                  ? ["AGENDA", "SPEAKER_CV", "OTHER"]
                  : may("ADD_REPORT_DOCUMENT")
                    ? ["EVALUATION_SUMMARY", "SIGN_IN_ROSTER"]
                    : []
              }
            />
            <Box sx={{ display: "flow-root" }}>
              <FieldComments field="documents" />
            </Box>
          </Section>
        </Box>
        <Box>
          {program.review && <AssignSection program={program} review={program.review} />}
          {program.review && <ChecklistSection program={program} checks={program.review.checklist} />}
          {program.review && <NotesSection program={program} notes={program.review.notes} />}
          <Section title={t("programs.timeline")}>
            <ProgramTimeline entries={program.timeline} />
          </Section>
          {program.number && (
            <Section title={t("programs.seeAlso")}>
              <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
                {may("REPORT_ATTENDANCE") && (
                  <li>
                    <MuiLink component={Link} to="/upload-attendance">
                      {t("attendance.upload")}
                    </MuiLink>
                  </li>
                )}
                <li>
                  <MuiLink component={Link} to={filtered("attendance", program.number)}>
                    {t("programs.itsAttendance")}
                  </MuiLink>
                </li>
                <li>
                  <MuiLink component={Link} to={filtered("certificates", program.number)}>
                    {t("programs.itsCertificates")}
                  </MuiLink>
                </li>
                {program.type.form === "CONFERENCE" && (
                  <li>
                    <MuiLink component={Link} to={`/conferences/${program.id}/show`}>
                      {t("programs.itsSessions")}
                    </MuiLink>
                  </li>
                )}
              </Box>
              <ProgramCertificates programId={program.id} programNumber={program.number} />
              {signedIn?.viewer.isStaff && <ReissueSection programId={program.id} />}
              <UnmadeCertificates programId={program.id} isStaff={signedIn?.viewer.isStaff ?? false} />
            </Section>
          )}
          {signedIn?.viewer.isStaff && <OutdatedCertificates programId={program.id} />}
          {signedIn?.viewer.staffRoles.includes("ADMINISTRATOR") && <AuditPackSection programId={program.id} />}
          {signedIn?.viewer.isStaff && <AuditLog subjectId={program.id} />}
        </Box>
      </Box>
      <Button component={Link} to="/programs" sx={{ mt: 1 }}>
        {t("programs.all")}
      </Button>
    </Box>
  );
};

const filtered = (resource: string, programNumber: string): string =>
  `/${resource}?${new URLSearchParams({ filter: JSON.stringify({ programNumber }) })}`;

/** What is asked for, and approved, of a further kind of credit. */
const kindFact = ({
  kind,
  requestedCredits,
  credits,
  approvalNumber,
}: ProgramPage["creditKinds"][number]): [label: string, value: string] => [
  kind.partOf ? t("programs.kindWithin", { kind: kind.name, whole: kind.partOf.name }) : kind.name,
  [
    credits === null
      ? t("programs.kindRequested", { credits: requestedCredits, unit: kind.unit })
      : t("programs.kindApproved", { credits, unit: kind.unit }),
    approvalNumber && t("programs.kindNumber", { number: approvalNumber }),
  ]
    .filter(Boolean)
    .join(", "),
];
