import { AccessToken, Account, EmailAddress } from "../accounts/account.entity.ts";
import { ApiKey } from "../accounts/api-keys/api-key.entity.ts";
import { TrustedDocument } from "../accounts/api-keys/trusted-documents/trusted-document.entity.ts";
import { EmailCode } from "../accounts/email-code.entity.ts";
import { Passkey, PasskeyChallenge } from "../accounts/passkeys/passkey.entity.ts";
import { PasswordReset } from "../accounts/password-reset.entity.ts";
import { RecoveryCode, SecondFactor, SignInChallenge } from "../accounts/second-factor.entity.ts";
import { SignUp } from "../accounts/sign-up.entity.ts";
import { BegunSingleSignOn, SignInIdentity } from "../accounts/single-sign-on/single-sign-on.entity.ts";
import { Announcement, AnnouncementRecipient } from "../announcements/announcement.entity.ts";
import {
  AttendanceCredit,
  AttendanceRecord,
  AttendanceUpload,
  AttendanceUploadChange,
  AttendanceUploadError,
  AttendanceUploadPart,
} from "../attendance/attendance.entity.ts";
import { Certificate } from "../certificates/certificate.entity.ts";
import { CertificateCredit } from "../certificates/certificate-credit.entity.ts";
import { CertificateLine } from "../certificates/certificate-line.entity.ts";
import { CertificateCredential, CredentialStatus } from "../certificates/credentials/certificate-credential.entity.ts";
import { SigningKey } from "../certificates/credentials/signing-key.entity.ts";
import {
  CertificateLog,
  CertificateLogCheckpoint,
  CertificateLogEntry,
  CertificateLogTile,
  CertificateLogWitness,
} from "../certificates/log/certificate-log.entity.ts";
import { CertificateReissue, CertificateReissueItem } from "../certificates/reissue/reissue.entity.ts";
import { UnmadeCertificate } from "../certificates/unmade-certificate.entity.ts";
import { SessionClaim } from "../claims/claim.entity.ts";
import { Registration, Session } from "../conferences/conference.entity.ts";
import { SessionCredit } from "../conferences/session-credit.entity.ts";
import { SessionInstructor } from "../conferences/session-instructor.entity.ts";
import { SessionProposal } from "../conferences/session-proposal.entity.ts";
import { AuditEntry } from "../core/audit.entity.ts";
import { IdempotentRequest } from "../core/idempotent-request.entity.ts";
import { Installation } from "../core/installation.entity.ts";
import { NumberSeries } from "../core/number-series.entity.ts";
import { RateLimitCount } from "../core/rate-limit.entity.ts";
import { RemovedObject, StoredFile } from "../core/stored-file.entity.ts";
import { AttentionFound, AttentionSetAside } from "../dashboard/attention-found.entity.ts";
import {
  EvaluationBox,
  EvaluationForm,
  EvaluationFormQuestion,
  EvaluationLink,
  EvaluationQuestion,
  EvaluationResponse,
  EvaluationTally,
  EvaluationText,
} from "../evaluations/evaluation.entity.ts";
import {
  LearningAnswer,
  LearningAttempt,
  LearningCheck,
  LearningGrant,
  LearningQuestion,
} from "../evaluations/learning-check.entity.ts";
import { Event } from "../events/event.entity.ts";
import { Webhook, WebhookDelivery } from "../events/webhook.entity.ts";
import { FeePolicy, FeePromotion, LedgerEntry, PromotionUse } from "../fees/fee.entity.ts";
import { CardDispute, CardPayment } from "../invoices/card-payment.entity.ts";
import { CreditNote, Invoice, InvoiceLine } from "../invoices/invoice.entity.ts";
import { KitWords } from "../kit/kit-words.entity.ts";
import { Mail, MailAttachment, MailEvent, MailOptOut, MailSuppression } from "../mail/mail.entity.ts";
import { App, AppKey, AppState } from "../members/apps/app.entity.ts";
import { FormerName } from "../members/former-name.entity.ts";
import { Licence, LicenceKind } from "../members/licence.entity.ts";
import { Member } from "../members/member.entity.ts";
import { MemberToken } from "../members/member-tokens/member-token.entity.ts";
import { NameRequest } from "../members/name-request.entity.ts";
import { BundleError, BundleFile, BundleImport, BundlePart, BundlePdf, BundleRecord } from "../moving/bundle.entity.ts";
import { OutsideCertificate } from "../moving/outside-certificate.entity.ts";
import { OutsideDecision } from "../moving/outside-decision.entity.ts";
import { OutsideFee } from "../moving/outside-fee.entity.ts";
import { WholeExport, WholeExportPart } from "../moving/whole-export.entity.ts";
import { OutsideCredit } from "../outside-credit/outside-credit.entity.ts";
import { DataExport, DataExportPart } from "../persons/data-export.entity.ts";
import { Erasure } from "../persons/erasure.entity.ts";
import {
  MemberImport,
  MemberImportChange,
  MemberImportError,
  MemberImportPart,
} from "../persons/member-imports/member-import.entity.ts";
import { CreditKind } from "../policies/credit-kind.entity.ts";
import { CreditRule } from "../policies/credit-rule.entity.ts";
import { Policy } from "../policies/policy.entity.ts";
import { AccreditorSettings } from "../policies/settings.entity.ts";
import { WaitingRequest } from "../policies/waiting-request.entity.ts";
import { DoorLink } from "../presence/door-link.entity.ts";
import { ConferenceDemand, Presence } from "../presence/presence.entity.ts";
import { PresenceImport } from "../presence/presence-import.entity.ts";
import { RoomLink } from "../presence/room-link.entity.ts";
import { DocumentRule } from "../programs/document-rule.entity.ts";
import { InstructorRule } from "../programs/instructor-rule.entity.ts";
import { Offering, Program, ProgramType, Speaker } from "../programs/program.entity.ts";
import { ProgramCreditKind } from "../programs/program-credit-kind.entity.ts";
import { ProgramDocument } from "../programs/program-document.entity.ts";
import { RepeatRule } from "../programs/repeat-rule.entity.ts";
import { ReportingReminder } from "../programs/reporting-reminder.entity.ts";
import { ChecklistItem, ProgramCheck } from "../programs/review/checklist.entity.ts";
import { ProgramReview } from "../programs/review/program-review.entity.ts";
import { ReviewComment } from "../programs/review/review-comment.entity.ts";
import { ReviewNote } from "../programs/review/review-note.entity.ts";
import { Invitation } from "../providers/invitation.entity.ts";
import { Provider, ProviderAccount } from "../providers/provider.entity.ts";
import { RenewalReminder } from "../renewals/renewal-reminder.entity.ts";
import { RenewalPart, RenewalRequirement } from "../renewals/renewal-requirement.entity.ts";
import { SavedView } from "../saved-views/saved-view.entity.ts";

/** Every table, for the one DataSource. */
export const entities = [
  Installation,
  StoredFile,
  RemovedObject,
  NumberSeries,
  AuditEntry,
  RateLimitCount,
  FeePolicy,
  FeePromotion,
  LedgerEntry,
  PromotionUse,
  Invoice,
  InvoiceLine,
  CreditNote,
  CardPayment,
  CardDispute,
  Mail,
  MailAttachment,
  MailEvent,
  MailSuppression,
  MailOptOut,
  Announcement,
  AnnouncementRecipient,
  KitWords,
  Account,
  EmailAddress,
  AccessToken,
  SignUp,
  PasswordReset,
  EmailCode,
  SecondFactor,
  RecoveryCode,
  SignInChallenge,
  Passkey,
  PasskeyChallenge,
  WaitingRequest,
  SignInIdentity,
  BegunSingleSignOn,
  ApiKey,
  TrustedDocument,
  IdempotentRequest,
  Member,
  FormerName,
  Licence,
  LicenceKind,
  NameRequest,
  MemberToken,
  App,
  AppState,
  AppKey,
  Provider,
  ProviderAccount,
  Invitation,
  AccreditorSettings,
  Policy,
  CreditRule,
  CreditKind,
  RenewalRequirement,
  RenewalPart,
  RenewalReminder,
  ProgramType,
  Program,
  Speaker,
  ProgramDocument,
  ProgramReview,
  ReviewComment,
  ReviewNote,
  EvaluationQuestion,
  EvaluationForm,
  EvaluationFormQuestion,
  EvaluationResponse,
  EvaluationBox,
  EvaluationTally,
  EvaluationText,
  EvaluationLink,
  LearningCheck,
  LearningQuestion,
  LearningAttempt,
  LearningAnswer,
  LearningGrant,
  ChecklistItem,
  ProgramCheck,
  ProgramCreditKind,
  Offering,
  DocumentRule,
  RepeatRule,
  InstructorRule,
  ReportingReminder,
  Session,
  Registration,
  AttendanceUpload,
  AttendanceUploadError,
  AttendanceUploadPart,
  AttendanceUploadChange,
  AttendanceRecord,
  AttendanceCredit,
  SessionClaim,
  ConferenceDemand,
  Presence,
  DoorLink,
  PresenceImport,
  RoomLink,
  SessionCredit,
  SessionInstructor,
  SessionProposal,
  Certificate,
  CertificateLine,
  CertificateCredit,
  UnmadeCertificate,
  CertificateCredential,
  CredentialStatus,
  SigningKey,
  CertificateLog,
  CertificateLogEntry,
  CertificateLogTile,
  CertificateLogCheckpoint,
  CertificateLogWitness,
  AttentionFound,
  AttentionSetAside,
  Event,
  SavedView,
  Webhook,
  WebhookDelivery,
  Erasure,
  DataExport,
  DataExportPart,
  MemberImport,
  MemberImportPart,
  MemberImportError,
  MemberImportChange,
  BundleImport,
  BundleFile,
  BundlePart,
  BundlePdf,
  BundleError,
  BundleRecord,
  OutsideCertificate,
  OutsideCredit,
  OutsideDecision,
  OutsideFee,
  CertificateReissue,
  CertificateReissueItem,
  WholeExport,
  WholeExportPart,
];
