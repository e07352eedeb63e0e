import { AccessToken, Account, EmailAddress } from "../accounts/account.entity.ts";
import { AttendanceRecord, AttendanceUpload, AttendanceUploadError } from "../attendance/attendance.entity.ts";
import { Certificate } from "../certificates/certificate.entity.ts";
import { AuditEntry } from "../core/audit.entity.ts";
import { NumberSeries } from "../core/number-series.entity.ts";
import { StoredFile } from "../core/stored-file.entity.ts";
import { Mail, MailAttachment } from "../mail/mail.entity.ts";
import { Member } from "../members/member.entity.ts";
import { CreditRule } from "../policies/credit-rule.entity.ts";
import { AccreditorSettings } from "../policies/settings.entity.ts";
import { Offering, Program, ProgramType, Speaker } from "../programs/program.entity.ts";
import { Provider, ProviderAccount } from "../providers/provider.entity.ts";

/** Every table, for the one DataSource. */
export const entities = [
  StoredFile,
  NumberSeries,
  AuditEntry,
  Mail,
  MailAttachment,
  Account,
  EmailAddress,
  AccessToken,
  Member,
  Provider,
  ProviderAccount,
  AccreditorSettings,
  CreditRule,
  ProgramType,
  Program,
  Speaker,
  Offering,
  AttendanceUpload,
  AttendanceUploadError,
  AttendanceRecord,
  Certificate,
];
