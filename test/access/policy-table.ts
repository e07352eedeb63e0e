import type { ApiScope } from "../../server/core/api-scopes.ts";

/**
 * Who may do what, as a table to review. The tests of this folder compare it with the schema and with what the server answers:
 * a new operation or field fails them until it stands here.
 */
export const viewerKinds = ["nobody", "attendee", "owner", "editor", "staff", "unenrolled"] as const;
export type ViewerKind = (typeof viewerKinds)[number];

/**
 * Who passes the guard of an operation. "unenrolled" are staff who must have a second factor and have none. What passes then decides about the thing itself: a foreign one is answered as a missing
 * one. The guards of fields look at the thing too.
 */
export const guards = {
  anyone: ["nobody", "attendee", "owner", "editor", "staff", "unenrolled"],
  ownAccount: ["attendee", "owner", "editor", "staff", "unenrolled"],
  signedIn: ["attendee", "owner", "editor", "staff"],
  holdsCredit: ["attendee"],
  canApply: ["owner", "editor"],
  staffOrProvider: ["owner", "editor", "staff"],
  canSearchMembers: ["owner", "editor", "staff"],
  staff: ["staff"],
} satisfies Record<string, ViewerKind[]>;

/** Guards of fields: pure functions of viewer and thing, with tables of their own beside the folder's tests. */
export type FieldGuard = "canViewProgram" | "canViewMember" | "canViewMemberListing";
export type Policy = keyof typeof guards;

/** Whoever has the object may see the field. */
export const withObject = "with its object";

const fieldsOf = (
  open: string,
  guarded: Record<string, Policy | FieldGuard> = {},
): Record<string, Policy | FieldGuard | typeof withObject> => ({
  ...Object.fromEntries(
    open
      .split(" ")
      .filter(Boolean)
      .map((name) => [name, withObject as typeof withObject]),
  ),
  ...guarded,
});

export const queries: Record<string, Policy> = {
  apiKeys: "staffOrProvider",
  colleagues: "staffOrProvider",
  viewer: "anyone",
  attendance: "signedIn",
  attendanceUpload: "staffOrProvider",
  attendanceUploads: "staffOrProvider",
  certificates: "signedIn",
  certificate: "signedIn",
  verifyCertificate: "anyone",
  transcript: "signedIn",
  conferences: "signedIn",
  conference: "signedIn",
  sessions: "staffOrProvider",
  sessionCredits: "staffOrProvider",
  conferenceAttendees: "staffOrProvider",
  conferenceImports: "staffOrProvider",
  registrations: "staffOrProvider",
  auditEntries: "staff",
  dashboard: "staffOrProvider",
  mail: "staff",
  mails: "staff",
  members: "canSearchMembers",
  member: "signedIn",
  mergePreview: "staff",
  settings: "anyone",
  settingsPage: "staff",
  staffAccounts: "staff",
  creditRuleRows: "staff",
  programTypeRows: "staff",
  programs: "staffOrProvider",
  inboxPlace: "staffOrProvider",
  program: "signedIn",
  programTypes: "signedIn",
  providers: "staffOrProvider",
};

/** What an API key may do, by its scopes; "any" is for every key. What stands nowhere here is for people only. */
export const scopes: Record<ApiScope | "any", string> = {
  any: "settings programTypes verifyCertificate calendar",
  PROGRAMS_READ: "programs program providers",
  PROGRAMS_WRITE:
    "createProgram updateProgram submitProgram copyProgram withdrawProgram cancelProgram postponeOffering",
  PROGRAMS_REVIEW: "startReview requestChanges approveProgram denyProgram extendReporting",
  ATTENDANCE_READ: "attendance attendanceUpload",
  ATTENDANCE_WRITE: "enterAttendance uploadAttendance undoAttendanceUpload amendAttendanceUpload",
  CONFERENCES_READ: "sessions sessionCredits registrations conferenceAttendees conferenceImports",
  CONFERENCES_WRITE:
    "createSession updateSession updateSessions removeSession importSchedule saveRegistration updateRegistration removeRegistration importRegistrations",
  CERTIFICATES_READ: "certificates certificate transcript",
  CERTIFICATES_WRITE: "resendCertificate revokeCertificate",
  MEMBERS_READ: "members",
};

export const mutations: Record<string, Policy> = {
  inviteColleague: "staffOrProvider",
  acceptInvitation: "anyone",
  removeColleague: "staffOrProvider",
  createApiKey: "staffOrProvider",
  rotateApiKey: "staffOrProvider",
  revokeApiKey: "staffOrProvider",
  signIn: "anyone",
  signOut: "anyone",
  requestPasswordReset: "anyone",
  resetPassword: "anyone",
  changePassword: "signedIn",
  addEmailAddress: "signedIn",
  verifyEmailAddress: "signedIn",
  makeEmailAddressPrimary: "signedIn",
  removeEmailAddress: "signedIn",
  endDevice: "signedIn",
  confirmSignIn: "anyone",
  beginSecondFactor: "ownAccount",
  confirmSecondFactor: "ownAccount",
  renewRecoveryCodes: "signedIn",
  disableSecondFactor: "signedIn",
  resetSecondFactor: "staff",
  linkSingleSignOn: "signedIn",
  unlinkSingleSignOn: "signedIn",
  enterAttendance: "staffOrProvider",
  uploadAttendance: "staffOrProvider",
  undoAttendanceUpload: "staffOrProvider",
  amendAttendanceUpload: "staffOrProvider",
  resendCertificate: "signedIn",
  revokeCertificate: "staff",
  generateCertificate: "holdsCredit",
  claimSession: "holdsCredit",
  unclaimSession: "holdsCredit",
  createSession: "staffOrProvider",
  updateSession: "staffOrProvider",
  updateSessions: "staffOrProvider",
  removeSession: "staffOrProvider",
  importSchedule: "staffOrProvider",
  saveRegistration: "staffOrProvider",
  updateRegistration: "staffOrProvider",
  removeRegistration: "staffOrProvider",
  importRegistrations: "staffOrProvider",
  resendMail: "staff",
  updateSettings: "staff",
  uploadLogo: "staff",
  removeLogo: "staff",
  addCreditRule: "staff",
  saveProgramType: "staff",
  createProgram: "canApply",
  updateProgram: "canApply",
  submitProgram: "canApply",
  copyProgram: "canApply",
  withdrawProgram: "canApply",
  startReview: "staff",
  requestChanges: "staff",
  approveProgram: "staff",
  denyProgram: "staff",
  cancelProgram: "staffOrProvider",
  postponeOffering: "staffOrProvider",
  extendReporting: "staff",
  uploadProgramDocument: "canApply",
  removeProgramDocument: "canApply",
  registerAttendee: "anyone",
  registerProvider: "anyone",
  confirmRegistration: "anyone",
  mergeMembers: "staff",
  exportMyData: "signedIn",
  eraseMyData: "signedIn",
  eraseMember: "staff",
};

export const fields: Record<string, ReturnType<typeof fieldsOf>> = {
  Colleague: fieldsOf("accountId email role invitedUntil"),
  ApiKey: fieldsOf("id name prefix scopes createdAt expiresAt lastUsedAt revokedAt replacedById"),
  CreateApiKeyPayload: fieldsOf("key apiKey"),
  AgeCount: fieldsOf("fromDays toDays count"),
  AttendanceRecord: fieldsOf(
    "id completedOn credits source uploadId recordedAt reversedAt reversalReason member program",
  ),
  AttendanceUpload: fieldsOf(
    "id status preview fileName rowCount checkedRows recordedRows errorCount createdAt errors errorsUrl message provider phase progress sameAs amends amendments changes addedRows changedRows removedRows reason undoneAt undoReason errorKinds availableActions",
  ),
  AttendanceChange: fieldsOf("kind line member program completedOnBefore creditsBefore completedOnAfter creditsAfter"),
  ErrorKind: fieldsOf("code count"),
  AuditChange: fieldsOf("field before after"),
  AuditEntry: fieldsOf("id at actor actorAs action subjectType subjectId ip reason changes"),
  Certificate: fieldsOf(
    "id number verificationCode issuedAt recipientName title providerName programNumber memberNumber credits creditUnit completedOn status revokedAt pdfUrl supersededBy supersedes transcriptUrl lines",
    { revocationReason: "staff" },
  ),
  CertificateLine: fieldsOf("title attendedOn credits virtual"),
  CertificateVerification: fieldsOf(
    "valid status number recipientName title providerName credits creditUnit completedOn issuedAt revokedAt supersededByCode",
  ),
  Conference: fieldsOf("id name startsOn endsOn timeZone place creditUnit certificate days claims claimedCredits"),
  ConferenceAttendee: fieldsOf("member sessions credits", { certificate: "staffOrProvider" }),
  InboxPlace: fieldsOf("position count previousId nextId"),
  ConferenceImport: fieldsOf("id at actor fileName added changed unchanged removed flagged absent"),
  ConferenceDay: fieldsOf("date sessions"),
  CreditRule: fieldsOf(
    "id code name unit startsOn minutesPerUnit step rounding minimumMinutes minimumCredits firstUnitWhole",
  ),
  CreditRuleChoice: fieldsOf("code name unit"),
  CreditTotal: fieldsOf("creditUnit credits"),
  Dashboard: fieldsOf("at programsByStatus inboxByAge creditsByMonth reportsDue"),
  DataExport: fieldsOf("id requestedAt readyAt expiresAt byteSize"),
  Device: fieldsOf("id createdAt lastUsedAt userAgent current"),
  EmailAddress: fieldsOf("id address isPrimary verifiedAt"),
  DoubledCredit: fieldsOf("dropped kept"),
  EndedCertificate: fieldsOf("number status"),
  MergeCounts: fieldsOf("addresses devices providers apiKeys attendance claims certificates mails"),
  MergeHolding: fieldsOf(
    "memberNumber programNumber title sessionTitle completedOn credits creditUnit awarded certificateNumber",
  ),
  MergeMember: fieldsOf("id memberNumber firstName lastName hasAccount addresses"),
  MergePreview: fieldsOf("kept merged moved doubled endedCertificates newCertificates fingerprint"),
  Mail: fieldsOf("id toAddress toName subject text status attempts lastError createdAt sentAt attachments"),
  MailAttachment: fieldsOf("fileName mediaType byteSize url"),
  Member: fieldsOf("id memberNumber firstName lastName membership", {
    role: "canViewMemberListing",
    city: "canViewMemberListing",
    state: "canViewMemberListing",
    zip: "canViewMemberListing",
    county: "canViewMemberListing",
    active: "canViewMemberListing",
    email: "canViewMemberListing",
    emailAddresses: "canViewMember",
    creditsByYear: "canViewMember",
    registrations: "canViewMember",
    formerNumbers: "canViewMember",
    erasedAt: "canViewMember",
  }),
  MemberEmailAddress: fieldsOf("id address isPrimary verifiedAt lastFailedAt"),
  MemberRegistration: fieldsOf("id programId name startsOn email verified registrationType"),
  MonthCredits: fieldsOf("month creditUnit credits records"),
  Offering: fieldsOf("id startsOn endsOn timeZone format place url reportedAt hasEnded reportingDueOn reportingOpen"),
  Program: fieldsOf(
    "id version number name type provider status submittedAt createdAt startsOn endsOn description objectives minutes credits creditUnit speakers offerings availableActions",
    {
      requestedCredits: "canViewProgram",
      contactName: "canViewProgram",
      contactEmail: "canViewProgram",
      listOnCalendar: "canViewProgram",
      requestEmailBlast: "canViewProgram",
      certificates: "signedIn",
      computedCredits: "canViewProgram",
      timeline: "canViewProgram",
      documents: "canViewProgram",
      changesSinceSubmission: "canViewProgram",
    },
  ),
  ProgramChange: fieldsOf("field before after"),
  ProgramDocument: fieldsOf("id kind fileName mediaType byteSize uploadedAt url"),
  ProgramType: fieldsOf("id code name minimumMinutes maximumMinutes"),
  ProgramTypeRow: fieldsOf("id version code name minimumMinutes maximumMinutes position active"),
  Provider: fieldsOf("id number name"),
  Registration: fieldsOf("id version email registrationType accessFrom accessUntil virtualOnly createdAt claimedBy"),
  RegistrationChange: fieldsOf("kind email fields"),
  RegistrationImport: fieldsOf("preview added changed unchanged absent changes errors errorsCsv"),
  RegistrationPayload: fieldsOf("token message"),
  ReportDue: fieldsOf("id programId programNumber programName providerName endsOn dueOn timeZone overdue"),
  RowError: fieldsOf("line column value code message suggestions"),
  ScheduleImport: fieldsOf("preview added changed removed flagged unchanged changes errors errorsCsv"),
  Session: fieldsOf(
    "id version title subtitle startsAt endsAt minutes speakers room track virtual eligible credits date releasedOn recordingOfId registrationTypes claim attendedFrom attendedUntil",
    { creditsReason: "canViewProgram", removedAt: "canViewProgram", claimCount: "canViewProgram" },
  ),
  SessionChange: fieldsOf("kind title startsAt fields"),
  SessionClaim: fieldsOf("session attendedOn attendedOnEditable"),
  RecoveryCodes: fieldsOf("recoveryCodes viewer"),
  SecondFactor: fieldsOf("confirmedAt recoveryCodesLeft"),
  SecondFactorSetUp: fieldsOf("address secret qrCode"),
  StaffAccount: fieldsOf("id email secondFactorSince"),
  Settings: fieldsOf("logoUrl accreditorName memberIdLabel programLetter timeZone reportingDays singleSignOn"),
  SettingsPage: fieldsOf(
    "logoUrl singleSignOn accreditorName memberIdLabel programLetter timeZone reportingDays subjectId version providerPrefix certificatePrefix creditRuleCode signatoryName signatoryTitle claimsFromYear presentersMayClaim retentionYears creditRules",
  ),
  SignInPayload: fieldsOf("token expiresAt viewer"),
  Speaker: fieldsOf("name credentials"),
  StatusCount: fieldsOf("status count"),
  TimelineEntry: fieldsOf("id at actor actorAs action reason fromStatus toStatus"),
  Transcript: fieldsOf("memberNumber memberName from to lines totals pdfUrl"),
  TranscriptLine: fieldsOf(
    "completedOn title sessionTitle programNumber providerName credits creditUnit certificateNumber",
  ),
  Viewer: fieldsOf("id email isStaff member mustSetUpSecondFactor", {
    emailAddresses: "ownAccount",
    devices: "ownAccount",
    providers: "ownAccount",
    secondFactor: "ownAccount",
    singleSignOnLinked: "ownAccount",
    dataExport: "signedIn",
  }),
  YearCredits: fieldsOf("year creditUnit credits awards"),
};
