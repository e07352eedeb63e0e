import { issueCertificateJob } from "./certificates/issue-certificate.job.ts";
import { issueCertificatesJob } from "./certificates/issue-certificates.job.ts";
import type { JobHandler, JobName } from "./core/jobs.ts";
import { settleFilingFeesJob } from "./fees/settle-filing-fees.job.ts";
import { sendMailJob } from "./mail/send-mail.job.ts";
import { startAwaitingAttendanceJob } from "./programs/start-awaiting-attendance.job.ts";

/** Who answers which job. */
export const jobHandlers = [
  sendMailJob,
  startAwaitingAttendanceJob,
  settleFilingFeesJob,
  issueCertificatesJob,
  issueCertificateJob,
] as JobHandler[];

/** Jobs that come by the clock: cron times in UTC. */
export const schedules: { name: JobName; cron: string }[] = [
  { name: "programs.startAwaitingAttendance", cron: "5 * * * *" },
];
