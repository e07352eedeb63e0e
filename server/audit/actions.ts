/**
 * Everything that the audit log can say: what each action is about, and what its `before` and `after` may hold. `audit()` takes no other
 * action, subject or field, and erasing a person goes by what stands here. The console has the words of each action (`action.` and `auditField.` in
 * `admin/i18n/en.json`). An action is named after the subject or its folder and the verb of the operation; names and subjects stay as
 * they are once they were written, since the log's chain is never written anew.
 */

/**
 * What becomes of a field when a person is erased:
 * - `kept`: an ID, a number, a state, a day, a count: it stays, and says nothing of a person but by an ID or a member number.
 * - `text`: what people wrote about something else. The person's own addresses and names are taken out of it, the rest stays.
 * - `subject`: about the person whom the entry's subject is or belongs to. Gone whole when that person is erased.
 * - `actor`: about who did it. Gone whole when that person is erased.
 * - `address`: somebody's e-mail address, wherever it stands. Gone when that person is erased, if it was shown to be theirs.
 * - `contact`: about whoever has the address that stands in `contactEmail` beside it, or else in the program. Gone whole with them.
 * - `sought`: what somebody looked for. Gone with a person if it can have meant nobody else.
 */
export type Fate = "kept" | "text" | "subject" | "actor" | "address" | "contact" | "sought";

type Fields = Readonly<Record<string, Fate>>;

/** Kinds of what entries are about, and what the API says of each. None is ever taken away: entries last. */
export const auditSubjects = {
  account: { description: "What somebody signs in to." },
  "api-key": { description: "An API key." },
  app: { description: "A partner's program that members may let act for them." },
  "attendance-record": { description: "An attendance record." },
  "attendance-upload": { description: "A roster." },
  installation: { description: "This installation." },
  "licence-kind": { description: "A kind of licence." },
  "audit-redaction": { description: "What was taken out of the log when somebody was erased." },
  certificate: { description: "A certificate." },
  "credit-kind": { description: "A kind of credit." },
  "credit-rule": { description: "A credit rule." },
  mail: { description: "A mail." },
  member: { description: "A member." },
  "member-import": { description: "An import of members." },
  "bundle-import": { description: "A bundle of files that an accreditor brought." },
  program: { description: "A program." },
  "program-type": { description: "A type of program." },
  provider: { description: "A provider." },
  registration: { description: "A registration for a conference." },
  "renewal-requirement": { description: "What a board wants before it renews." },
  session: { description: "A session of a conference." },
  settings: { description: "The settings." },
  "signing-key": { description: "A key that signs credentials." },
  webhook: { description: "A webhook." },
} as const;

export type AuditSubjectKind = keyof typeof auditSubjects;

const about = <S extends AuditSubjectKind, const F extends Fields>(subject: S | readonly S[], fields: F) => ({
  subjects: (typeof subject === "string" ? [subject] : subject) as readonly S[],
  fields,
});

const nothing = {} as const;

/** What waits for a second person. */
const request = { kind: "kept", requestId: "kept", requestedByAccountId: "kept" } as const;

const address = { address: "subject" } as const;

/** A program's own columns: every change of one writes those that changed. */
const program = {
  status: "kept",
  version: "kept",
  number: "kept",
  providerId: "kept",
  typeId: "kept",
  creditRuleId: "kept",
  name: "text",
  nameKey: "text",
  description: "text",
  jointProviders: "text",
  objectives: "text",
  minutes: "kept",
  requestedCredits: "kept",
  credits: "kept",
  contactName: "contact",
  contactEmail: "address",
  listOnCalendar: "kept",
  publicUrl: "kept",
  requestEmailBlast: "kept",
  startsOn: "kept",
  endsOn: "kept",
  copiedFromId: "kept",
  submittedAt: "kept",
} as const;

/** What a member is called. */
const name = { firstName: "subject", lastName: "subject", suffix: "subject", printedName: "subject" } as const;

const profile = {
  ...name,
  role: "subject",
  city: "subject",
  state: "subject",
  zip: "subject",
  county: "subject",
  phone: "subject",
  membership: "kept",
  active: "kept",
  memberSince: "subject",
  memberUntil: "subject",
  contactEmail: "subject",
  externalId: "subject",
} as const;

const licenceKind = {
  code: "kept",
  name: "text",
  mask: "kept",
  checkDigit: "kept",
  asksJurisdiction: "kept",
  asksProfession: "kept",
  asksExpiry: "kept",
  isUnique: "kept",
  sensitive: "kept",
  onRosters: "kept",
  printed: "kept",
  active: "kept",
} as const;

const ledgerEntry = { fee: "kept", amount: "kept", currency: "kept", reference: "text" } as const;

const session = {
  programId: "kept",
  title: "text",
  subtitle: "text",
  startsAt: "kept",
  endsAt: "kept",
  speakers: "text",
  room: "text",
  track: "text",
  virtual: "kept",
  eligible: "kept",
  credits: "kept",
  releasedOn: "kept",
  recordingOfId: "kept",
  registrationTypes: "text",
  creditKinds: "kept",
} as const;

const speaker = { memberId: "kept", speaker: "text", givenBefore: "kept" } as const;

const claim = { memberId: "kept", attendedOn: "kept" } as const;

const registration = {
  programId: "kept",
  email: "subject",
  registrationType: "text",
  name: "subject",
  accessFrom: "kept",
  accessUntil: "kept",
  virtualOnly: "kept",
} as const;

const importedFile = { fileName: "text", added: "kept", changed: "kept", unchanged: "kept" } as const;

const roster = {
  status: "kept",
  preview: "kept",
  fileName: "text",
  rowCount: "kept",
  recordedRows: "kept",
  errorCount: "kept",
  warningCount: "kept",
} as const;

const importedList = { status: "kept", fileName: "text", addedRows: "kept", changedRows: "kept" } as const;

const identity = { issuer: "kept", subject: "subject" } as const;

const programType = {
  form: "kept",
  datesRequired: "kept",
  scope: "kept",
  cycleYears: "kept",
  cycleFrom: "kept",
  code: "kept",
  name: "text",
  minimumMinutes: "kept",
  maximumMinutes: "kept",
  position: "kept",
  active: "kept",
  requiredDocuments: "kept",
  reviewersRequired: "kept",
  checklist: "text",
  instructorMultiple: "kept",
  instructorsFirstTimeOnly: "kept",
} as const;

/** Credit that the member earned elsewhere. */
const outsideCredit = {
  creditId: "kept",
  title: "subject",
  issuer: "subject",
  number: "subject",
  format: "kept",
  startsOn: "kept",
  completedOn: "kept",
  credits: "kept",
  creditUnit: "text",
  kindCredits: "kept",
  proofFileId: "kept",
} as const;

const renewalRequirement = {
  code: "kept",
  name: "text",
  body: "text",
  sourceUrl: "text",
  startsOn: "kept",
  total: "kept",
  kindId: "kept",
  creditUnit: "text",
  months: "kept",
  opensDays: "kept",
  lateDays: "kept",
  outsideMaximum: "kept",
  licenceKindId: "kept",
  parts: "kept",
} as const;

const creditKind = {
  code: "kept",
  name: "text",
  unit: "text",
  ruleCode: "kept",
  partOfId: "kept",
  approvingBody: "text",
  professions: "text",
  startsOn: "kept",
  endsOn: "kept",
  position: "kept",
} as const;

export const auditActions = {
  "account.add-address": about("account", address),
  "account.add-passkey": about("account", { name: "subject" }),
  "account.change-password": about("account", nothing),
  "account.change-primary-address": about("account", address),
  "account.confirm-identity": about("account", { by: "kept" }),
  "account.create": about("account", { isStaff: "kept", staffRoles: "kept" }),
  "account.disable": about("account", { signIns: "kept", apiKeys: "kept" }),
  "account.disable-second-factor": about("account", nothing),
  "account.enable": about("account", nothing),
  "account.enable-second-factor": about("account", nothing),
  "account.end-device": about("account", { userAgent: "subject" }),
  "account.end-sign-ins": about("account", { signIns: "kept" }),
  "account.invite-staff": about("account", { ...address, staffRoles: "kept" }),
  "account.lack-proof": about("account", { operation: "kept", code: "kept", count: "kept" }),
  "account.lack-right": about("account", { operation: "kept", code: "kept", count: "kept" }),
  "account.link-identity": about("account", identity),
  "account.mail-password-reset": about("account", address),
  "account.refuse-identity": about("account", { by: "kept", code: "kept", count: "kept" }),
  "account.refuse-second-step": about("account", { code: "kept", count: "kept" }),
  "account.refuse-sign-in": about(["account", "installation"], { by: "kept", count: "kept" }),
  "account.remove-address": about("account", address),
  "account.remove-passkey": about("account", { name: "subject" }),
  "account.rename-passkey": about("account", { name: "subject" }),
  "account.renew-recovery-codes": about("account", nothing),
  "account.reset-password": about("account", { ...address, by: "kept", signIns: "kept", singleSignOn: "kept" }),
  "account.reset-second-factor": about("account", nothing),
  "account.set-mail-wanted": about("account", { kind: "kept", wanted: "kept", by: "kept" }),
  "account.set-language": about("account", { language: "kept" }),
  "account.set-staff-roles": about("account", {
    staffRoles: "kept",
    signIns: "kept",
    apiKeys: "kept",
    unlinked: "kept",
  }),
  "account.sign-in": about("account", { by: "kept" }),
  "account.sign-out": about("account", nothing),
  "account.suspect-passkey": about("account", { name: "subject" }),
  "account.unlink-identity": about("account", identity),
  "account.use-recovery-code": about("account", { left: "kept" }),
  "account.verify-address": about("account", address),

  "account.connect-app": about("account", { appId: "kept", scopes: "kept" }),
  "account.disconnect-app": about("account", { appId: "kept" }),
  "app.create": about("app", { name: "text", kind: "kept", redirectUris: "text", scopes: "kept" }),
  "app.remove": about("app", { name: "text" }),
  "api-key.create": about("api-key", { name: "text", scopes: "kept", providerId: "kept", sandbox: "kept" }),
  "api-key.revoke": about("api-key", { name: "text" }),
  "api-key.rotate": about("api-key", { expiresAt: "kept", replacedById: "kept" }),

  "attendance.amend": about("attendance-upload", {
    ...roster,
    amendsId: "kept",
    addedRows: "kept",
    changedRows: "kept",
    removedRows: "kept",
  }),
  "attendance.enter": about("attendance-record", {
    memberId: "kept",
    programId: "kept",
    completedOn: "kept",
    credits: "kept",
  }),
  "attendance.receive": about("attendance-upload", { fileName: "text", byteSize: "kept", preview: "kept" }),
  "attendance.undo": about("attendance-upload", { status: "kept", removedRows: "kept" }),
  "attendance.upload": about("attendance-upload", roster),

  "audit.redact": about("audit-redaction", { entries: "kept", digest: "kept" }),

  "certificate.bundle": about("program", { number: "kept", certificates: "kept" }),
  "certificate.issue": about("certificate", {
    number: "kept",
    replaces: "kept",
    memberId: "kept",
    programId: "kept",
    credits: "kept",
    sessions: "kept",
  }),
  "certificate.reissue": about("certificate", {}),
  "certificate.resend": about("certificate", { addresses: "kept" }),
  "certificate.reissue-many": about(["program", "settings"], { certificates: "kept" }),
  "certificate.stop-reissue": about("settings", { stopped: "kept" }),
  "certificate.retry": about("program", { certificates: "kept" }),
  "certificate.revoke": about("certificate", { status: "kept" }),
  "certificate.supersede": about("certificate", { status: "kept", supersededById: "kept" }),

  "conference.import-presence": about("program", importedFile),
  "conference.undo-presence": about("program", { fileName: "text", removed: "kept" }),
  "conference.import-registrations": about("program", { ...importedFile, absent: "kept" }),
  "conference.import-schedule": about("program", {
    ...importedFile,
    removed: "kept",
    flagged: "kept",
    proposed: "kept",
  }),

  "credit-kind.add": about("credit-kind", creditKind),
  "credit-kind.update": about("credit-kind", creditKind),

  "credit-rule.add": about("credit-rule", {
    code: "kept",
    startsOn: "kept",
    name: "text",
    unit: "text",
    minutesPerUnit: "kept",
    step: "kept",
    rounding: "kept",
    minimumMinutes: "kept",
    minimumCredits: "kept",
    firstUnitWhole: "kept",
  }),

  "dashboard.retry-job": about("installation", { job: "kept", jobId: "kept" }),
  "dashboard.set-aside": about(["attendance-record", "installation", "mail", "member"], {
    kind: "kept",
    entry: "kept",
  }),

  "licence-kind.add": about("licence-kind", licenceKind),
  "licence-kind.update": about("licence-kind", licenceKind),

  "list.export": about("account", { list: "kept", filter: "sought", programId: "kept" }),

  "installation.begin-rehearsal": about("installation", nothing),
  "mail.drop-held": about("installation", { mails: "kept", all: "kept" }),
  "mail.hold": about("installation", nothing),
  "mail.lift-suppression": about("mail", { toAddress: "address", reason: "kept", since: "kept" }),
  "mail.read": about("mail", nothing),
  "mail.release-held": about("installation", { mails: "kept", heldSince: "kept" }),
  "mail.resend": about("mail", { toAddress: "subject", mailId: "kept" }),

  "member.correct": about("member", profile),
  "member.create-token": about("member", { apiKeyId: "kept", scopes: "kept", expiresAt: "kept" }),
  "member.create": about("member", { memberNumber: "kept" }),
  "member.decide-name": about("member", { ...name, status: "kept", requestId: "kept" }),
  "member.enter-credit": about("member", outsideCredit),
  "member.change-credit": about("member", outsideCredit),
  "member.withdraw-credit": about("member", { creditId: "kept", status: "kept" }),
  "member.decide-credit": about("member", { creditId: "kept", status: "kept" }),
  "member.import": about("member-import", {
    ...importedList,
    preview: "kept",
    errorCount: "kept",
    warningCount: "kept",
    rowCount: "kept",
    deactivatedRows: "kept",
    unchangedRows: "kept",
  }),
  "member.receive-import": about("member-import", { fileName: "text", byteSize: "kept", preview: "kept" }),
  "member.undo-import": about("member-import", importedList),
  "moving.receive": about("bundle-import", { fileName: "text", files: "kept" }),
  "moving.record": about("bundle-import", { fileName: "text" }),
  "moving.import": about("bundle-import", {
    status: "kept",
    fileName: "text",
    addedRows: "kept",
    changedRows: "kept",
    errorCount: "kept",
    warningCount: "kept",
  }),
  "moving.export": about("settings", { files: "kept", withoutContacts: "kept" }),
  "moving.request-export": about("settings", { withoutContacts: "kept" }),
  "moving.download-export": about("settings", { withoutContacts: "kept" }),
  "program.request-pack": about("program", {}),
  "program.pack": about("program", { files: "kept" }),
  "program.download-pack": about("program", {}),
  "moving.undo": about("bundle-import", { status: "kept" }),
  "moving.undone": about("bundle-import", { status: "kept" }),
  "member.request-name": about("member", { ...name, source: "kept", requestId: "kept" }),
  "member.remove-licence": about("member", { licenceId: "kept", kind: "kept" }),
  "member.save-licence": about("member", {
    licenceId: "kept",
    kind: "kept",
    number: "subject",
    jurisdiction: "subject",
    profession: "subject",
    expiresOn: "subject",
  }),
  "member.verify-licence": about("member", { licenceId: "kept", kind: "kept", verified: "kept" }),
  "member.link-account": about("member", { ...profile, accountId: "kept" }),
  "member.provision": about("member", profile),
  "member.update-profile": about("member", profile),
  "member.reissue-certificates": about("member", { certificates: "kept" }),
  "member.merge": about("member", {
    kept: "subject",
    merged: "subject",
    memberNumber: "kept",
    alsoKnownAs: "kept",
    moved: "kept",
    dropped: "kept",
    endedCertificates: "kept",
  }),
  "member.merge-into": about("member", { memberId: "kept", memberNumber: "kept" }),
  "member.search": about("account", {
    firstName: "sought",
    lastName: "sought",
    email: "sought",
    memberNumber: "sought",
    city: "sought",
    state: "sought",
    zip: "sought",
    county: "sought",
    role: "sought",
    changedSince: "kept",
    first: "kept",
    offset: "kept",
  }),

  "person.download-export": about("account", { exportId: "kept" }),
  "person.erase": about(["account", "member"], nothing),
  "person.export": about("account", { exportId: "kept", byteSize: "kept" }),
  "person.request-erasure": about(["account", "member"], nothing),
  "person.request-export": about("account", { exportId: "kept" }),

  "fee.add-policy": about("settings", {
    id: "kept",
    startsOn: "kept",
    typeId: "kept",
    currency: "kept",
    applicationFee: "kept",
    filingFee: "kept",
    filingFeePerCredit: "kept",
    filingFeePerAttendee: "kept",
    filingFeeMost: "kept",
    lateFee: "kept",
    holdsCertificates: "kept",
    waivesOpenFees: "kept",
    howToPay: "text",
    taxName: "text",
    taxPercent: "kept",
  }),
  "fee.add-promotion": about("settings", {
    id: "kept",
    name: "text",
    fee: "kept",
    startsOn: "kept",
    endsOn: "kept",
    rate: "kept",
    code: "kept",
  }),
  "fee.use-promotion": about("program", { promotion: "text" }),
  "ledger.charge": about("program", ledgerEntry),
  "ledger.record-payment": about("program", ledgerEntry),
  "ledger.waive": about("program", ledgerEntry),
  "ledger.refund": about("program", ledgerEntry),
  "ledger.credit": about("provider", { amount: "kept", currency: "kept", reference: "text" }),
  "ledger.pay-out": about("provider", { amount: "kept", currency: "kept", reference: "text" }),
  "invoice.issue": about("provider", { number: "kept", total: "kept", currency: "kept" }),
  "invoice.credit": about("provider", { number: "kept", invoice: "kept", amount: "kept" }),
  "program.add-document": about("program", { ...program, document: "text" }),
  "program.add-session": about("program", program),
  "program.approve": about("program", { ...program, creditKinds: "text" }),
  "program.await-attendance": about("program", program),
  "program.await-documents": about("program", program),
  "program.await-fee": about("program", program),
  "program.cancel": about("program", program),
  "program.change-registrations": about("program", program),
  "program.change-sessions": about("program", program),
  "program.complete": about("program", program),
  "program.correct-certificates": about("program", { certificates: "kept" }),
  "program.correct-credits": about("program", { ...program, creditKinds: "text" }),
  "program.copy": about("program", { ...program, copiedFrom: "kept" }),
  "program.end-door-link": about("program", {}),
  "program.make-door-link": about("program", {}),
  "program.create": about("program", program),
  "program.deny": about("program", program),
  "program.close-unreported": about("program", { ...program, offerings: "kept" }),
  "program.report-nobody": about("program", { ...program, offeringId: "kept" }),
  "program.end-claims": about("program", program),
  "program.extend-reporting": about("program", { ...program, offeringId: "kept", reportingDueOn: "kept" }),
  "program.import-schedule": about("program", program),
  "program.postpone": about("program", { ...program, offering: "text" }),
  "program.demand-presence": about("program", { ...program, presence: "kept", percent: "kept" }),
  "program.remove-document": about("program", { ...program, document: "text" }),
  "program.remove-session": about("program", program),
  "program.reopen-attendance": about("program", { ...program, uploadId: "kept" }),
  "program.report-attendance": about("program", program),
  "program.request-changes": about("program", program),
  "program.propose-announcement": about("program", { subject: "text", text: "text", roles: "kept", states: "kept" }),
  "program.send-announcement": about("program", { announcement: "kept" }),
  "program.stop-announcement": about("program", { announcement: "kept" }),
  "program.decline-announcement": about("program", { announcement: "kept" }),
  "program.send-kit": about("program", { count: "kept" }),
  "program.start-review": about("program", program),
  "program.submit": about("program", program),
  "program.update": about("program", { ...program, speakers: "text", offerings: "text", creditKinds: "text" }),
  "program.set-evaluation": about("program", { ...program, evaluation: "text" }),
  "program.waive-evaluation": about("program", { memberId: "kept" }),
  "program.set-learning-check": about("program", { ...program, learningCheck: "text" }),
  "program.grant-attempt": about("program", { memberId: "kept" }),
  "program.withdraw": about("program", program),

  // What staff note of a program: its provider's timeline has none of it.
  "review.comment": about("program", { commentId: "kept", field: "kept" }),
  "review.remove-comment": about("program", { commentId: "kept", field: "kept" }),
  "review.reply": about("program", { commentId: "kept" }),
  "review.resolve": about("program", { commentId: "kept" }),
  "review.reopen": about("program", { commentId: "kept" }),
  "review.check": about("program", { text: "text" }),
  "review.uncheck": about("program", { text: "text" }),
  "review.recommend": about("program", { credits: "kept", version: "kept", creditKinds: "kept" }),
  "review.add-note": about("program", { noteId: "kept" }),
  "review.remove-note": about("program", { noteId: "kept" }),
  "review.assign": about("program", { assigneeAccountId: "kept", followUpOn: "kept" }),

  "program-type.add": about("program-type", programType),
  "program-type.set-evaluation": about("program-type", { required: "kept", questions: "text", startsOn: "kept" }),
  "program-type.set-learning-check": about("program-type", {
    required: "kept",
    passPercent: "kept",
    attempts: "kept",
    questions: "text",
    startsOn: "kept",
  }),
  "program-type.update": about("program-type", programType),

  "provider.add-account": about("provider", { accountId: "kept", role: "kept" }),
  "provider.activate": about("provider", { status: "kept" }),
  "provider.create": about("provider", { number: "kept", name: "text", status: "kept" }),
  "provider.invite": about("provider", { address: "address", role: "kept" }),
  "provider.merge": about("provider", {
    number: "kept",
    name: "text",
    status: "kept",
    moved: "kept",
    credits: "kept",
  }),
  "provider.merge-into": about("provider", { status: "kept", number: "kept", providerId: "kept" }),
  "provider.reinstate": about("provider", { status: "kept" }),
  "provider.remove-account": about("provider", { accountId: "kept", role: "kept", apiKeys: "kept" }),
  "provider.suspend": about("provider", { status: "kept" }),
  "provider.update": about("provider", {
    name: "text",
    address: "text",
    contactName: "contact",
    contactEmail: "address",
    webPage: "text",
  }),

  "registration.remove": about("registration", registration),
  "registration.save": about("registration", registration),
  "registration.update": about("registration", registration),

  "renewal-requirement.add": about("renewal-requirement", renewalRequirement),
  "renewal-requirement.update": about("renewal-requirement", renewalRequirement),

  "retention.end": about("settings", {
    certificates: "kept",
    attendance: "kept",
    claims: "kept",
    presence: "kept",
    registrations: "kept",
    documents: "kept",
    mails: "kept",
    uploads: "kept",
    memberImports: "kept",
    outsideCertificates: "kept",
    outsideCredits: "kept",
    bundles: "kept",
    auditEntries: "kept",
    today: "kept",
    years: "kept",
  }),

  "session.claim": about("session", claim),
  "session.create": about("session", session),
  "session.decide-presence": about("session", { memberId: "kept", counts: "kept" }),
  "session.say-presence": about("session", { memberId: "kept" }),
  "session.end-room-link": about("session", {}),
  "session.make-room-link": about("session", {}),
  "session.decide": about("session", { ...session, removed: "kept", status: "kept" }),
  "session.link-speaker": about("session", speaker),
  "session.propose": about("session", { ...session, removed: "kept" }),
  "session.remove": about("session", { ...session, flagged: "kept" }),
  "session.unclaim": about("session", claim),
  "session.unlink-speaker": about("session", speaker),
  "session.update": about("session", session),

  "request.approve": about(["member", "provider", "settings"], request),
  "request.make": about(["member", "provider", "settings"], request),
  "request.refuse": about(["member", "provider", "settings"], request),
  "settings.kit-words": about("settings", {
    language: "kept",
    mailSubject: "kept",
    mailText: "kept",
    instructions: "kept",
  }),
  "settings.remove-demo": about("settings", { accounts: "kept" }),
  "settings.begin-log": about("settings", { origin: "kept" }),
  "settings.set-logo": about("settings", { logoFileId: "kept" }),
  "signing-key.rotate": about("signing-key", nothing),

  "settings.update": about("settings", {
    accreditorName: "text",
    memberIdLabel: "text",
    programLetter: "kept",
    providerPrefix: "kept",
    certificatePrefix: "kept",
    language: "kept",
    timeZone: "kept",
    reportingDays: "kept",
    closingDays: "kept",
    claimDays: "kept",
    creditRuleCode: "kept",
    signatoryName: "text",
    signatoryTitle: "text",
    claimsFromYear: "kept",
    presentersMayClaim: "kept",
    retentionYears: "kept",
    printProviderAddress: "kept",
    twoPersons: "kept",
    mailSenderName: "text",
    mailColour: "kept",
    mailAccentColour: "kept",
    mailSignOff: "text",
    mailFooter: "text",
    helpAddress: "text",
    reportingHelpAddress: "text",
    olderClaimsUrl: "text",
  }),

  "trusted-documents.register": about(["api-key", "installation"], { documents: "kept" }),
  "trusted-documents.remove": about(["api-key", "installation"], { documents: "kept" }),
  "webhook.create": about("webhook", { url: "text", types: "kept", providerId: "kept" }),
  "webhook.remove": about("webhook", { url: "text" }),
  "webhook.replay": about("webhook", { eventId: "kept" }),
  "webhook.rotate-secret": about("webhook", { previousUntil: "kept" }),
  "webhook.start": about("webhook", { because: "kept" }),
  "webhook.stop": about("webhook", { because: "kept" }),
};

type Actions = typeof auditActions;

export type AuditAction = keyof Actions;

/** What an action may be about. */
export type SubjectOf<A extends AuditAction> = Actions[A]["subjects"][number];

/** What an entry of an action may hold in `before` and `after`. */
export type FieldOf<A extends AuditAction> = A extends AuditAction ? keyof Actions[A]["fields"] : never;

/** `T`, if all that it may hold is decided for this action; else nothing fits. */
export type Decided<A extends AuditAction, T> = T & { [K in Exclude<keyof T, FieldOf<A>>]: never };

/** Actions by which a program changes. */
export type ProgramActionName = Extract<AuditAction, `program.${string}`>;
