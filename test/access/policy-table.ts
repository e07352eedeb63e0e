import { ApiScope } from "../../server/core/api-scopes.ts";
import type { ProofTerm } from "../../server/core/proof.ts";

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
  administrator: ["staff"],
  keepsFees: ["staff"],
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
  unmadeCertificates: "staffOrProvider",
  verifyCertificate: "anyone",
  feePolicies: "staff",
  feePromotions: "staff",
  calendar: "anyone",
  calendarEntry: "anyone",
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
  mailHold: "staff",
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
  any: "settings programTypes verifyCertificate calendar calendarEntry",
  PROGRAMS_READ: "programs program providers",
  PROGRAMS_WRITE:
    "createProgram updateProgram submitProgram copyProgram withdrawProgram cancelProgram postponeOffering",
  PROGRAMS_REVIEW: "startReview requestChanges approveProgram denyProgram extendReporting correctCredits",
  ATTENDANCE_READ: "attendance attendanceUpload",
  ATTENDANCE_WRITE: "enterAttendance reportNobodyAttended uploadAttendance undoAttendanceUpload amendAttendanceUpload",
  CONFERENCES_READ: "sessions sessionCredits registrations conferenceAttendees conferenceImports",
  CONFERENCES_WRITE:
    "createSession updateSession updateSessions removeSession importSchedule saveRegistration updateRegistration removeRegistration importRegistrations",
  CERTIFICATES_READ: "certificates certificate transcript unmadeCertificates",
  CERTIFICATES_WRITE: "resendCertificate revokeCertificate retryCertificates reissueCertificate correctCertificates",
  MEMBERS_READ: "members",
};

const everyScopeOf = (domain: string): ApiScope[] =>
  Object.values(ApiScope).filter((scope) => scope.startsWith(`${domain}_`));
const programs = everyScopeOf("PROGRAMS");
const attendance = everyScopeOf("ATTENDANCE");
const conferences = everyScopeOf("CONFERENCES");
const certificates = everyScopeOf("CERTIFICATES");
const { CERTIFICATES_READ, CONFERENCES_READ, MEMBERS_READ } = ApiScope;

/**
 * Which keys are shown an object, whatever way leads to it, by its type; a field whose name follows a dot has scopes of its own. What stands
 * nowhere here is shown to people only.
 */
export const shownTo: Record<string, ApiScope[] | "EVERY_KEY"> = {
  RowError: "EVERY_KEY",
  ErrorKind: "EVERY_KEY",
  Settings: "EVERY_KEY",
  ProgramType: "EVERY_KEY",
  CertificateVerification: "EVERY_KEY",
  CalendarEntry: "EVERY_KEY",
  Program: [...programs, ...attendance],
  "Program.description": programs,
  "Program.objectives": programs,
  "Program.requestedCredits": programs,
  "Program.computedCredits": programs,
  "Program.contactName": programs,
  "Program.contactEmail": programs,
  "Program.listOnCalendar": programs,
  "Program.publicUrl": programs,
  "Program.requestEmailBlast": programs,
  "Program.fees": programs,
  ProgramFees: programs,
  LedgerEntry: programs,
  "Program.timeline": programs,
  "Program.documents": programs,
  "Program.changesSinceSubmission": programs,
  "Program.certificates": [CERTIFICATES_READ],
  "Program.outdatedCertificates": [CERTIFICATES_READ],
  "AttendanceChange.certificate": [CERTIFICATES_READ],
  Offering: programs,
  Speaker: programs,
  TimelineEntry: programs,
  ProgramDocument: programs,
  ProgramChange: programs,
  Provider: [...programs, ...attendance],
  "Provider.availableActions": [],
  AttendanceRecord: attendance,
  AttendanceUpload: attendance,
  AttendanceChange: attendance,
  Member: [MEMBERS_READ, ...attendance, ...conferences],
  "Member.role": [MEMBERS_READ],
  "Member.city": [MEMBERS_READ],
  "Member.state": [MEMBERS_READ],
  "Member.zip": [MEMBERS_READ],
  "Member.county": [MEMBERS_READ],
  "Member.active": [MEMBERS_READ],
  "Member.email": [MEMBERS_READ],
  "Member.emailAddresses": [MEMBERS_READ],
  "Member.formerNumbers": [MEMBERS_READ],
  "Member.erasedAt": [MEMBERS_READ],
  "Member.creditsByYear": [CERTIFICATES_READ],
  "Member.registrations": [CONFERENCES_READ],
  "Member.account": [],
  "Member.availableActions": [],
  MemberEmailAddress: [MEMBERS_READ],
  MemberRegistration: [CONFERENCES_READ],
  YearCredits: [CERTIFICATES_READ],
  Session: conferences,
  "Session.creditsReason": conferences,
  "Session.removedAt": conferences,
  "Session.claimCount": conferences,
  SessionChange: conferences,
  ScheduleImport: conferences,
  Registration: conferences,
  RegistrationChange: conferences,
  RegistrationImport: conferences,
  ConferenceImport: conferences,
  ConferenceAttendee: conferences,
  "ConferenceAttendee.certificate": [CERTIFICATES_READ],
  Certificate: certificates,
  "Certificate.revocationReason": certificates,
  "Certificate.correction": [CERTIFICATES_READ],
  CertificateCorrection: certificates,
  CertificateLine: certificates,
  UnmadeCertificate: certificates,
  Transcript: [CERTIFICATES_READ],
  TranscriptLine: [CERTIFICATES_READ],
  CreditTotal: [CERTIFICATES_READ],
  "Viewer.emailAddresses": [],
  "Viewer.language": [],
  "Viewer.devices": [],
  "Viewer.provedUntil": [],
  "Viewer.identityProofs": [],
  "Viewer.providers": [],
  "Viewer.secondFactor": [],
  "Viewer.singleSignOnLinked": [],
  "Viewer.dataExport": [],
};

export const mutations: Record<string, Policy> = {
  activateProvider: "staff",
  releaseHeldMail: "administrator",
  dropHeldMail: "administrator",
  suspendProvider: "staff",
  reinstateProvider: "staff",
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
  setLanguage: "signedIn",
  addEmailAddress: "signedIn",
  verifyEmailAddress: "signedIn",
  makeEmailAddressPrimary: "signedIn",
  removeEmailAddress: "signedIn",
  endDevice: "signedIn",
  endSignIns: "staff",
  confirmIdentity: "ownAccount",
  confirmBySingleSignOn: "ownAccount",
  inviteStaff: "administrator",
  setStaffRoles: "administrator",
  disableAccount: "administrator",
  enableAccount: "administrator",
  confirmSignIn: "anyone",
  beginSecondFactor: "ownAccount",
  confirmSecondFactor: "ownAccount",
  renewRecoveryCodes: "signedIn",
  disableSecondFactor: "signedIn",
  resetSecondFactor: "staff",
  linkSingleSignOn: "signedIn",
  unlinkSingleSignOn: "signedIn",
  enterAttendance: "staffOrProvider",
  reportNobodyAttended: "staffOrProvider",
  uploadAttendance: "staffOrProvider",
  undoAttendanceUpload: "staffOrProvider",
  amendAttendanceUpload: "staffOrProvider",
  resendCertificate: "signedIn",
  revokeCertificate: "staff",
  retryCertificates: "staff",
  addFeePolicy: "keepsFees",
  addFeePromotion: "keepsFees",
  recordFeePayment: "keepsFees",
  waiveFee: "keepsFees",
  refundFee: "keepsFees",
  reissueCertificate: "staff",
  correctCertificates: "staff",
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
  correctCredits: "staff",
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

/**
 * Which mutations want a fresh proof of who is there: those that last. FRESH_OF_PEOPLE: a key may by its scope. OWN: it asks for its proof
 * among its arguments. NONE: it can be undone, or takes rights away.
 */
export const proofs: Record<ProofTerm, string> = {
  FRESH:
    "createApiKey rotateApiKey addEmailAddress makeEmailAddressPrimary removeEmailAddress inviteColleague removeColleague inviteStaff setStaffRoles disableAccount enableAccount endSignIns resetSecondFactor mergeMembers eraseMember updateSettings uploadLogo removeLogo addCreditRule saveProgramType exportMyData releaseHeldMail dropHeldMail addFeePolicy addFeePromotion",
  FRESH_OF_PEOPLE: "correctCertificates reissueCertificate revokeCertificate",
  OWN: "signIn confirmSignIn confirmRegistration acceptInvitation confirmIdentity confirmBySingleSignOn changePassword resetPassword beginSecondFactor confirmSecondFactor renewRecoveryCodes disableSecondFactor linkSingleSignOn unlinkSingleSignOn eraseMyData",
  NONE: "recordFeePayment waiveFee refundFee activateProvider amendAttendanceUpload approveProgram cancelProgram claimSession copyProgram correctCredits createProgram createSession denyProgram endDevice enterAttendance extendReporting generateCertificate importRegistrations importSchedule postponeOffering registerAttendee registerProvider reinstateProvider removeProgramDocument removeRegistration removeSession reportNobodyAttended requestChanges requestPasswordReset resendCertificate retryCertificates resendMail revokeApiKey saveRegistration setLanguage signOut startReview submitProgram suspendProvider unclaimSession undoAttendanceUpload updateProgram updateRegistration updateSession updateSessions uploadAttendance uploadProgramDocument verifyEmailAddress withdrawProgram",
};

/** In which roles staff may use a mutation that is for them. What stands nowhere here is for every role but the auditor's, or not as staff. */
export const roles: Record<string, string> = {
  REVIEWER:
    "startReview requestChanges approveProgram denyProgram correctCredits extendReporting cancelProgram postponeOffering createSession updateSession updateSessions removeSession importSchedule",
  REGISTRAR:
    "enterAttendance reportNobodyAttended uploadAttendance undoAttendanceUpload amendAttendanceUpload resendCertificate revokeCertificate reissueCertificate correctCertificates retryCertificates saveRegistration updateRegistration removeRegistration importRegistrations resendMail mergeMembers eraseMember",
  "FINANCE ADMINISTRATOR": "addFeePolicy addFeePromotion recordFeePayment waiveFee refundFee",
  "REGISTRAR ADMINISTRATOR": "endSignIns resetSecondFactor activateProvider suspendProvider reinstateProvider",
  ADMINISTRATOR:
    "updateSettings uploadLogo removeLogo addCreditRule saveProgramType createApiKey rotateApiKey revokeApiKey inviteStaff setStaffRoles disableAccount enableAccount releaseHeldMail dropHeldMail",
  // Owners alone: staff may not, whatever their role.
  "REVIEWER REGISTRAR FINANCE ADMINISTRATOR": "inviteColleague removeColleague",
};

export const fields: Record<string, ReturnType<typeof fieldsOf>> = {
  Colleague: fieldsOf("accountId email role invitedUntil"),
  ApiKey: fieldsOf("id name prefix scopes createdAt expiresAt lastUsedAt revokedAt replacedById"),
  CreateApiKeyPayload: fieldsOf("key apiKey"),
  AgeCount: fieldsOf("fromDays toDays count"),
  AttendanceRecord: fieldsOf(
    "id completedOn credits source uploadId recordedAt reversedAt reversalReason member program warnings",
  ),
  AttendanceUpload: fieldsOf(
    "id status preview fileName rowCount checkedRows recordedRows errorCount warningCount createdAt errors errorsUrl message provider phase progress sameAs amends amendments changes addedRows changedRows removedRows reason undoneAt undoReason errorKinds availableActions",
  ),
  AttendanceChange: fieldsOf("kind line member program completedOnBefore creditsBefore completedOnAfter creditsAfter", {
    certificate: "staffOrProvider",
  }),
  ErrorKind: fieldsOf("code severity count"),
  AuditChange: fieldsOf("field before after"),
  AuditEntry: fieldsOf("id at actor actorAs action subjectType subjectId ip reason changes"),
  Certificate: fieldsOf(
    "id number verificationCode issuedAt recipientName title providerName programNumber memberNumber credits creditUnit completedOn status revokedAt pdfUrl supersededBy supersedes transcriptUrl lines availableActions",
    { revocationReason: "staff", correction: "staff" },
  ),
  CertificateCorrection: fieldsOf("effect credits refusal"),
  CertificateLine: fieldsOf("title attendedOn credits virtual"),
  FeePolicy: fieldsOf(
    "id startsOn currency applicationFee filingFee filingFeePerCredit filingFeePerAttendee filingFeeMost lateFee holdsCertificates waivesOpenFees howToPay",
  ),
  FeePromotion: fieldsOf("id name fee startsOn endsOn rate"),
  LedgerEntry: fieldsOf("id kind fee amount currency at actorAs reason reference"),
  ProgramFees: fieldsOf(
    "status currency charged paid waived refunded due holdsCertificates howToPay availableActions entries",
  ),
  CalendarEntry: fieldsOf(
    "id programNumber title description objectives typeName typeCode providerName credits creditUnit startsOn endsOn startsAt endsAt timeZone format place publicUrl status postponedFrom changedAt",
  ),
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
  UnmadeCertificate: fieldsOf("recordId part message triedAt memberNumber programId programNumber programName"),
  MergeCounts: fieldsOf("addresses devices providers apiKeys attendance claims certificates mails"),
  MergeHolding: fieldsOf(
    "memberNumber programNumber title sessionTitle completedOn credits creditUnit awarded certificateNumber",
  ),
  MergeMember: fieldsOf("id memberNumber firstName lastName hasAccount addresses"),
  MergePreview: fieldsOf("kept merged moved doubled endedCertificates newCertificates fingerprint"),
  Mail: fieldsOf("id kind toAddress toName subject text status attempts lastError createdAt sentAt attachments"),
  MailHold: fieldsOf("since waiting waitingBefore"),
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
    availableActions: "canViewMember",
    creditsByYear: "canViewMember",
    registrations: "canViewMember",
    formerNumbers: "canViewMember",
    erasedAt: "canViewMember",
    account: "canViewMember",
  }),
  MemberAccount: fieldsOf("id secondFactorSince"),
  MemberEmailAddress: fieldsOf("id address isPrimary verifiedAt lastFailedAt"),
  MemberRegistration: fieldsOf("id programId name startsOn email verified registrationType"),
  MonthCredits: fieldsOf("month creditUnit credits records"),
  Offering: fieldsOf(
    "id startsOn endsOn timeZone format place url reportedAt hasEnded reportingDueOn reportingOpen availableActions",
  ),
  Program: fieldsOf(
    "id version number name type provider status submittedAt createdAt startsOn endsOn description objectives minutes credits creditUnit speakers offerings availableActions",
    {
      requestedCredits: "canViewProgram",
      contactName: "canViewProgram",
      contactEmail: "canViewProgram",
      listOnCalendar: "canViewProgram",
      publicUrl: "canViewProgram",
      requestEmailBlast: "canViewProgram",
      fees: "canViewProgram",
      certificates: "signedIn",
      outdatedCertificates: "staff",
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
  Provider: fieldsOf("id number name status availableActions"),
  Registration: fieldsOf("id version email registrationType accessFrom accessUntil virtualOnly createdAt claimedBy"),
  RegistrationChange: fieldsOf("kind email fields"),
  RegistrationImport: fieldsOf("preview added changed unchanged absent changes errors errorsCsv"),
  RegistrationPayload: fieldsOf("token message"),
  ReportDue: fieldsOf("id programId programNumber programName providerName endsOn dueOn timeZone overdue"),
  RowError: fieldsOf("line column value code message suggestions severity"),
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
  StaffAccount: fieldsOf("id email status roles secondFactorSince lastSignInAt apiKeyCount availableActions"),
  Settings: fieldsOf(
    "logoUrl accreditorName memberIdLabel programLetter timeZone reportingDays singleSignOn publicDemo",
  ),
  SettingsPage: fieldsOf(
    "logoUrl singleSignOn publicDemo accreditorName language memberIdLabel programLetter timeZone reportingDays subjectId version providerPrefix certificatePrefix creditRuleCode signatoryName signatoryTitle claimsFromYear presentersMayClaim retentionYears creditRules",
  ),
  SignInPayload: fieldsOf("token expiresAt viewer"),
  Speaker: fieldsOf("name credentials"),
  StatusCount: fieldsOf("status count"),
  TimelineEntry: fieldsOf("id at actor actorAs action reason fromStatus toStatus"),
  Transcript: fieldsOf("memberNumber memberName from to lines totals pdfUrl"),
  TranscriptLine: fieldsOf(
    "completedOn title sessionTitle programNumber providerName credits creditUnit certificateNumber",
  ),
  Viewer: fieldsOf("id email isStaff member mustSetUpSecondFactor staffRoles", {
    emailAddresses: "ownAccount",
    language: "ownAccount",
    devices: "ownAccount",
    providers: "ownAccount",
    secondFactor: "ownAccount",
    singleSignOnLinked: "ownAccount",
    provedUntil: "ownAccount",
    identityProofs: "ownAccount",
    dataExport: "signedIn",
  }),
  YearCredits: fieldsOf("year creditUnit credits awards"),
};
