import "reflect-metadata";
import { type GraphQLObjectType, type GraphQLSchema, getNullableType } from "graphql";
import { buildSchema, type NonEmptyArray, type PubSub } from "type-graphql";
import { AccountResolver } from "./accounts/account.resolver.ts";
import { ApiKeyResolver } from "./accounts/api-keys/api-key.resolver.ts";
import { TrustedDocumentResolver } from "./accounts/api-keys/trusted-documents/trusted-document.resolver.ts";
import { PasskeyResolver } from "./accounts/passkeys/passkey.resolver.ts";
import { ProofResolver } from "./accounts/proof.resolver.ts";
import { SecondFactorResolver } from "./accounts/second-factor.resolver.ts";
import { SingleSignOnResolver } from "./accounts/single-sign-on/single-sign-on.resolver.ts";
import { StaffResolver, ViewerRolesResolver } from "./accounts/staff.resolver.ts";
import { AnnouncementResolver, ProgramAnnouncementResolver } from "./announcements/announcement.resolver.ts";
import { AttendanceResolver, AttendanceUploadResolver } from "./attendance/attendance.resolver.ts";
import { AttendanceChangeResolver, AttendanceUploadCorrectionResolver } from "./attendance/upload-change.resolver.ts";
import { AttendanceUploadListResolver } from "./attendance/upload-list.resolver.ts";
import { AuditChangeResolver, AuditLogResolver } from "./audit-log/audit-log.resolver.ts";
import { CalendarResolver } from "./calendar/calendar.resolver.ts";
import { AwardTotalsResolver } from "./certificates/award-totals.resolver.ts";
import { CertificateResolver, ProgramCertificatesResolver } from "./certificates/certificate.resolver.ts";
import {
  CertificateCorrectionResolver,
  CertificateRefusalResolver,
  ChangedCertificateResolver,
  OutdatedCertificatesResolver,
} from "./certificates/certificate-correction.resolver.ts";
import { EvaluationSummaryResolver } from "./certificates/evaluation-summary.resolver.ts";
import { LogoResolver } from "./certificates/logo.resolver.ts";
import { MemberCreditResolver } from "./certificates/member-credit.resolver.ts";
import { ReissueResolver } from "./certificates/reissue/reissue.resolver.ts";
import { RuleTrialResolver } from "./certificates/rule-trial/rule-trial.resolver.ts";
import {
  CertificateLinesResolver,
  ConferenceAttendeeCertificateResolver,
  ConferenceCertificateResolver,
  TranscriptLineResolver,
  TranscriptResolver,
} from "./certificates/transcript.resolver.ts";
import { UnmadeCertificateResolver } from "./certificates/unmade-certificate.resolver.ts";
import {
  ClaimedSessionResolver,
  ClaimOnBehalfResolver,
  ConferenceResolver,
  SessionClaimResolver,
} from "./claims/claim.resolver.ts";
import { ConferenceAttendeeResolver } from "./claims/conference-attendee.resolver.ts";
import {
  ConferenceRegistrationResolver,
  RegistrationImportResolver,
  ScheduleImportResolver,
  SessionCreditKindResolver,
  SessionResolver,
} from "./conferences/conference.resolver.ts";
import { ConferenceImportResolver } from "./conferences/conference-import.resolver.ts";
import { MemberRegistrationsResolver } from "./conferences/member-registrations.resolver.ts";
import {
  ConferenceActionsResolver,
  InstructorActionsResolver,
  RegistrationActionsResolver,
  SessionActionsResolver,
  SessionProposalActionsResolver,
} from "./conferences/offered-actions.resolver.ts";
import { InstructorsOfSessionResolver, SessionInstructorResolver } from "./conferences/session-instructor.resolver.ts";
import { ProposalOfSessionResolver, SessionProposalResolver } from "./conferences/session-proposal.resolver.ts";
import { makeIdsUnique } from "./core/node-ids.ts";
import { AttentionItemResolver, AttentionResolver } from "./dashboard/attention.resolver.ts";
import { DashboardResolver } from "./dashboard/dashboard.resolver.ts";
import {
  ConferenceEvaluationResolver,
  EvaluationResolver,
  ProgramEvaluationFieldResolver,
  ProgramEvaluationResolver,
  TypeEvaluationResolver,
} from "./evaluations/evaluation.resolver.ts";
import {
  ConferenceLearningCheckResolver,
  LearningCheckResolver,
  ProgramLearningCheckFieldResolver,
  ProgramLearningCheckResolver,
  TypeLearningCheckResolver,
} from "./evaluations/learning-check.resolver.ts";
import { EventResolver } from "./events/event.resolver.ts";
import { WebhookResolver } from "./events/webhook.resolver.ts";
import { FeeResolver, ProgramFeesResolver } from "./fees/fee.resolver.ts";
import { InvoiceResolver } from "./invoices/invoice.resolver.ts";
import { noteKeys } from "./key-notes.ts";
import { KitResolver, ProgramKitResolver } from "./kit/kit.resolver.ts";
import { MailResolver } from "./mail/mail.resolver.ts";
import { MailHoldResolver } from "./mail/mail-hold.resolver.ts";
import { ResendMailResolver } from "./mail/resend-mail.resolver.ts";
import { AppResolver } from "./members/apps/app.resolver.ts";
import { CorrectMemberResolver, NameRequestResolver } from "./members/correct-member.resolver.ts";
import { LicenceResolver } from "./members/licence.resolver.ts";
import { MemberResolver, ViewerMemberResolver } from "./members/member.resolver.ts";
import { MemberPageResolver } from "./members/member-page.resolver.ts";
import { MemberTokenResolver } from "./members/member-tokens/member-token.resolver.ts";
import { BundleResolver } from "./moving/bundle.resolver.ts";
import { WholeExportResolver } from "./moving/whole-export.resolver.ts";
import { NodeResolver } from "./node.resolver.ts";
import { OutsideCreditResolver } from "./outside-credit/outside-credit.resolver.ts";
import { MemberChangeResolver, MemberImportResolver } from "./persons/member-imports/member-import.resolver.ts";
import { MergeResolver } from "./persons/merge.resolver.ts";
import { PrivacyResolver } from "./persons/privacy.resolver.ts";
import { ProviderMergeResolver } from "./persons/provider-merge.resolver.ts";
import { RetentionResolver } from "./persons/retention.resolver.ts";
import { WaitingRequestResolver } from "./persons/waiting-request.resolver.ts";
import { CreditExplanationResolver } from "./policies/credit-explanation.resolver.ts";
import { CreditKindResolver } from "./policies/credit-kind.resolver.ts";
import { MailPreviewResolver } from "./policies/mail-preview.resolver.ts";
import { SettingsResolver } from "./policies/settings.resolver.ts";
import { SettingsPageResolver } from "./policies/settings-page.resolver.ts";
import { BadgeResolver, DoorOfProgramResolver, DoorResolver } from "./presence/door.resolver.ts";
import { PresenceImportResolver } from "./presence/import-presence.resolver.ts";
import { PresenceDemandResolver, SessionPresenceResolver } from "./presence/presence.resolver.ts";
import { PresenceRecordResolver, RoomOfSessionResolver, RoomResolver } from "./presence/room.resolver.ts";
import { InboxPlaceResolver } from "./programs/inbox-place.resolver.ts";
import { OfferingResolver, ProgramResolver } from "./programs/program.resolver.ts";
import { ProgramDocumentResolver, ProgramDocumentsResolver } from "./programs/program-document.resolver.ts";
import { ProgramTypeResolver } from "./programs/program-type.resolver.ts";
import {
  ProgramReviewResolver,
  ReviewNoteResolver,
  ReviewPartsResolver,
} from "./programs/review/program-review.resolver.ts";
import { ProgramCommentsResolver, ReviewCommentResolver } from "./programs/review/review-comment.resolver.ts";
import { ColleagueResolver } from "./providers/colleague.resolver.ts";
import {
  ApiKeyProviderResolver,
  ProviderDecisionResolver,
  ProviderResolver,
  ViewerProvidersResolver,
} from "./providers/provider.resolver.ts";
import { ProviderProfileResolver } from "./providers/provider-profile.resolver.ts";
import { SignUpResolver } from "./providers/sign-up.resolver.ts";
import {
  RenewalLeftOutResolver,
  RenewalPartResolver,
  RenewalProgressResolver,
  RenewalRequirementResolver,
  RenewalResolver,
} from "./renewals/renewal.resolver.ts";
import { SandboxResolver } from "./sandbox/sandbox.resolver.ts";
import { SavedViewResolver } from "./saved-views/saved-view.resolver.ts";

// biome-ignore lint/complexity/noBannedTypes: TypeGraphQL's own type of a resolver class
const resolvers: NonEmptyArray<Function> = [
  NodeResolver,
  AccountResolver,
  ProofResolver,
  PasskeyResolver,
  SecondFactorResolver,
  SingleSignOnResolver,
  StaffResolver,
  ViewerRolesResolver,
  ApiKeyResolver,
  TrustedDocumentResolver,
  ApiKeyProviderResolver,
  SignUpResolver,
  ColleagueResolver,
  ProviderProfileResolver,
  MailResolver,
  AnnouncementResolver,
  ProgramAnnouncementResolver,
  KitResolver,
  ProgramKitResolver,
  MailHoldResolver,
  ResendMailResolver,
  AuditLogResolver,
  AuditChangeResolver,
  EventResolver,
  SavedViewResolver,
  SandboxResolver,
  WebhookResolver,
  MemberResolver,
  ViewerMemberResolver,
  MemberPageResolver,
  MemberTokenResolver,
  AppResolver,
  CorrectMemberResolver,
  LicenceResolver,
  NameRequestResolver,
  OutsideCreditResolver,
  ProviderResolver,
  ProviderDecisionResolver,
  ViewerProvidersResolver,
  SettingsResolver,
  MailPreviewResolver,
  SettingsPageResolver,
  CreditKindResolver,
  CreditExplanationResolver,
  RuleTrialResolver,
  ReissueResolver,
  RenewalLeftOutResolver,
  RenewalPartResolver,
  RenewalProgressResolver,
  RenewalRequirementResolver,
  RenewalResolver,
  ProgramResolver,
  InboxPlaceResolver,
  ProgramTypeResolver,
  OfferingResolver,
  ProgramDocumentsResolver,
  ProgramReviewResolver,
  ReviewPartsResolver,
  ReviewNoteResolver,
  ProgramCommentsResolver,
  ReviewCommentResolver,
  ProgramDocumentResolver,
  SessionResolver,
  SessionInstructorResolver,
  InstructorsOfSessionResolver,
  SessionProposalResolver,
  PresenceDemandResolver,
  SessionPresenceResolver,
  PresenceImportResolver,
  BadgeResolver,
  DoorResolver,
  DoorOfProgramResolver,
  RoomResolver,
  RoomOfSessionResolver,
  PresenceRecordResolver,
  ProposalOfSessionResolver,
  ConferenceActionsResolver,
  SessionActionsResolver,
  InstructorActionsResolver,
  SessionProposalActionsResolver,
  RegistrationActionsResolver,
  ScheduleImportResolver,
  ConferenceImportResolver,
  ConferenceRegistrationResolver,
  RegistrationImportResolver,
  MemberRegistrationsResolver,
  AttendanceResolver,
  AttendanceUploadResolver,
  AttendanceUploadListResolver,
  AttendanceUploadCorrectionResolver,
  AttendanceChangeResolver,
  ClaimedSessionResolver,
  ClaimOnBehalfResolver,
  ConferenceResolver,
  SessionClaimResolver,
  SessionCreditKindResolver,
  ConferenceAttendeeResolver,
  CertificateResolver,
  CertificateCorrectionResolver,
  CertificateRefusalResolver,
  ChangedCertificateResolver,
  OutdatedCertificatesResolver,
  ProgramCertificatesResolver,
  AwardTotalsResolver,
  UnmadeCertificateResolver,
  CertificateLinesResolver,
  ConferenceCertificateResolver,
  ConferenceAttendeeCertificateResolver,
  TranscriptLineResolver,
  TranscriptResolver,
  LogoResolver,
  MemberCreditResolver,
  ProgramFeesResolver,
  EvaluationResolver,
  EvaluationSummaryResolver,
  ConferenceEvaluationResolver,
  TypeEvaluationResolver,
  ProgramEvaluationFieldResolver,
  ProgramEvaluationResolver,
  LearningCheckResolver,
  ConferenceLearningCheckResolver,
  TypeLearningCheckResolver,
  ProgramLearningCheckFieldResolver,
  ProgramLearningCheckResolver,
  FeeResolver,
  InvoiceResolver,
  DashboardResolver,
  AttentionResolver,
  AttentionItemResolver,
  CalendarResolver,
  MergeResolver,
  ProviderMergeResolver,
  MemberImportResolver,
  BundleResolver,
  WholeExportResolver,
  MemberChangeResolver,
  PrivacyResolver,
  WaitingRequestResolver,
  RetentionResolver,
];

/** TypeGraphQL wants one where there are subscriptions. Ours are asked anew instead (http/live.ts), and nothing is published. */
const noPubSub: PubSub = { publish: () => {}, subscribe: () => (async function* () {})() };

/** The whole API. Class-validator's decorators on inputs are off by default in TypeGraphQL: here they count. */
export async function createSchema(): Promise<GraphQLSchema> {
  const schema = await buildSchema({ resolvers, validate: { forbidUnknownValues: false }, pubSub: noPubSub });
  describe(schema.getQueryType(), "Everything that can be asked.");
  describe(schema.getMutationType(), "Everything that can be done.");
  describe(
    schema.getSubscriptionType(),
    "Everything that can be looked at as it changes: by server-sent events, after graphql-sse's distinct connections.",
  );
  letRootsBeNull(schema.getMutationType());
  makeIdsUnique(schema, ["node", "nodes"]);
  noteKeys(schema);
  return schema;
}

/**
 * A document may ask for several changes. Were one that is refused not allowed to be null, the whole answer would be, and nobody would see
 * which others were carried out.
 */
function letRootsBeNull(type: GraphQLObjectType | null | undefined): void {
  for (const field of Object.values(type?.getFields() ?? {})) field.type = getNullableType(field.type);
}

/** TypeGraphQL makes the two root types itself, without a description. */
function describe(type: GraphQLObjectType | null | undefined, description: string): void {
  if (type) type.description = description;
}
