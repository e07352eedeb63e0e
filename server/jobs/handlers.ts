import { remindOfKeysJob } from "../accounts/api-keys/remind-of-keys.job.ts";
import { forgetExpiredJob } from "../accounts/forget-expired.job.ts";
import { mailEmailCodeJob } from "../accounts/mail-email-code.job.ts";
import { mailPasswordResetJob } from "../accounts/mail-password-reset.job.ts";
import { mailSignUpCodeJob } from "../accounts/mail-sign-up-code.job.ts";
import { noteRefusedSignInJob } from "../accounts/note-refused-sign-in.job.ts";
import { sendBatchJob } from "../announcements/send-batch.job.ts";
import { checkUploadJob } from "../attendance/check-upload.job.ts";
import { closeUnreportedJob } from "../attendance/close-unreported.job.ts";
import { forgetPreviewsJob } from "../attendance/forget-previews.job.ts";
import { beginReleaseJob } from "../certificates/begin-release.job.ts";
import { correctCertificatesJob } from "../certificates/correct-certificates.job.ts";
import { deliverCertificateJob } from "../certificates/deliver-certificate.job.ts";
import { issueCertificateJob } from "../certificates/issue-certificate.job.ts";
import { issueCertificatesJob } from "../certificates/issue-certificates.job.ts";
import { issueEvaluatedJob } from "../certificates/issue-evaluated.job.ts";
import { appendLogJob } from "../certificates/log/append-log.job.ts";
import { askWitnessesJob } from "../certificates/log/ask-witnesses.job.ts";
import { tellLogHeadJob } from "../certificates/log/tell-log-head.job.ts";
import { reinstateClaimsJob } from "../certificates/reinstate-claims.job.ts";
import { reissueCertificatesJob } from "../certificates/reissue/reissue-certificates.ts";
import { renameCertificatesJob } from "../certificates/reissue-for-name.ts";
import { releaseClaimsJob } from "../certificates/release-claims.job.ts";
import { withdrawCertificateJob } from "../certificates/withdraw-certificate.job.ts";
import { withdrawCertificatesJob } from "../certificates/withdraw-certificates.job.ts";
import { completeConferencesJob } from "../conferences/complete-conferences.job.ts";
import type { JobHandler, JobName } from "../core/jobs.ts";
import { keepFilesJob } from "../core/storage/keep-files.job.ts";
import { tellAuditHeadJob } from "../core/tell-audit-head.job.ts";
import { lookAroundJob } from "../dashboard/look-around.job.ts";
import { sendStaffDigestJob } from "../dashboard/send-staff-digest.job.ts";
import { askForEvaluationsJob } from "../evaluations/ask-for-evaluations.job.ts";
import { remindOfEvaluationsJob } from "../evaluations/remind-of-evaluations.job.ts";
import { deliverEventsJob } from "../events/deliver-events.job.ts";
import { forgetEventsJob } from "../events/forget-events.job.ts";
import { spreadEventsJob } from "../events/spread-events.job.ts";
import { applyPoliciesJob } from "../fees/apply-policies.job.ts";
import { chargeApplicationFeeJob } from "../fees/charge-application-fee.job.ts";
import { settleConferenceFeesJob } from "../fees/settle-conference-fees.job.ts";
import { settleDocumentsJob } from "../fees/settle-documents.job.ts";
import { settleFilingFeesJob } from "../fees/settle-filing-fees.job.ts";
import { sendKitBatchJob } from "../kit/send-batch.job.ts";
import { sendMailJob } from "../mail/send-mail.job.ts";
import { checkBundleJob } from "../moving/check-bundle.job.ts";
import { exportEverythingJob } from "../moving/export-everything.job.ts";
import { recordBundleJob } from "../moving/record-bundle.job.ts";
import { undoBundleJob } from "../moving/undo-bundle.job.ts";
import { endRetentionJob } from "../persons/end-retention.job.ts";
import { erasePersonJob } from "../persons/erase-person.job.ts";
import { exportPersonJob } from "../persons/export-person.job.ts";
import { forgetImportPreviewsJob } from "../persons/member-imports/forget-member-previews.job.ts";
import { importMembersJob } from "../persons/member-imports/import-members.job.ts";
import { decideTrialJob } from "../programs/decide-trial.job.ts";
import { remindOfReportsJob } from "../programs/remind-of-reports.job.ts";
import { startAwaitingAttendanceJob } from "../programs/start-awaiting-attendance.job.ts";
import { endInvitationsJob } from "../providers/end-invitations.job.ts";
import { remindOfRenewalsJob } from "../renewals/remind-of-renewals.job.ts";

/** Jobs of which one run may take minutes. They have workers of their own, so that however many there are, the others go on. */
export const longJobs = [
  checkUploadJob,
  importMembersJob,
  checkBundleJob,
  recordBundleJob,
  undoBundleJob,
  exportEverythingJob,
  reissueCertificatesJob,
  erasePersonJob,
  exportPersonJob,
  endRetentionJob,
] as JobHandler[];

/** All other jobs. */
export const shortJobs = [
  sendMailJob,
  sendBatchJob,
  sendKitBatchJob,
  mailSignUpCodeJob,
  noteRefusedSignInJob,
  mailPasswordResetJob,
  mailEmailCodeJob,
  forgetExpiredJob,
  remindOfKeysJob,
  endInvitationsJob,
  startAwaitingAttendanceJob,
  decideTrialJob,
  remindOfReportsJob,
  sendStaffDigestJob,
  forgetPreviewsJob,
  closeUnreportedJob,
  completeConferencesJob,
  settleDocumentsJob,
  settleFilingFeesJob,
  settleConferenceFeesJob,
  chargeApplicationFeeJob,
  applyPoliciesJob,
  issueCertificatesJob,
  issueCertificateJob,
  issueEvaluatedJob,
  askForEvaluationsJob,
  remindOfEvaluationsJob,
  remindOfRenewalsJob,
  withdrawCertificatesJob,
  withdrawCertificateJob,
  deliverCertificateJob,
  correctCertificatesJob,
  renameCertificatesJob,
  reinstateClaimsJob,
  beginReleaseJob,
  releaseClaimsJob,
  tellAuditHeadJob,
  lookAroundJob,
  forgetImportPreviewsJob,
  forgetEventsJob,
  spreadEventsJob,
  appendLogJob,
  tellLogHeadJob,
] as JobHandler[];

/** Jobs that wait for servers of others. They have workers of their own, so that one that does not answer holds up nothing here. */
export const outwardJobs = [deliverEventsJob, askWitnessesJob, keepFilesJob] as JobHandler[];

/** Who answers which job. */
export const jobHandlers: readonly JobHandler[] = [...shortJobs, ...longJobs, ...outwardJobs];

/** What jobs were once called that may still wait in a queue. */
export const formerNames: Readonly<Record<string, JobName>> = {
  "certificate.deliver": "certificates.deliver",
  "certificate.issue": "certificates.issue",
  "certificate.withdraw": "certificates.withdraw",
  "programs.documentAdded": "programs.documentsChanged",
};

/** Jobs that come by the clock: cron times in UTC. */
export const schedules: { name: JobName; cron: string }[] = [
  { name: "accounts.forgetExpired", cron: "17 * * * *" },
  { name: "accounts.remindOfKeys", cron: "35 7 * * *" },
  { name: "attendance.forgetPreviews", cron: "23 * * * *" },
  { name: "persons.forgetImportPreviews", cron: "26 * * * *" },
  { name: "programs.startAwaitingAttendance", cron: "5 * * * *" },
  { name: "programs.remindOfReports", cron: "8 * * * *" },
  { name: "evaluations.remind", cron: "38 * * * *" },
  { name: "renewals.remind", cron: "25 13 * * *" },
  { name: "fees.applyPolicies", cron: "2 * * * *" },
  { name: "core.tellAuditHead", cron: "30 4 * * *" },
  { name: "certificates.tellLogHead", cron: "40 4 * * *" },
  { name: "attendance.closeUnreported", cron: "12 * * * *" },
  { name: "dashboard.sendStaffDigest", cron: "14 * * * *" },
  { name: "dashboard.lookAround", cron: "*/15 * * * *" },
  { name: "conferences.complete", cron: "10 * * * *" },
  { name: "events.spread", cron: "* * * * *" },
  { name: "certificates.appendLog", cron: "* * * * *" },
  { name: "core.keepFiles", cron: "* * * * *" },
  { name: "events.forget", cron: "50 * * * *" },
  { name: "persons.endRetention", cron: "41 9 * * *" },
];
