import { readdirSync, readFileSync } from "node:fs";
import {
  buildSchema,
  getNamedType,
  isInputObjectType,
  isLeafType,
  isObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";

/** What the console has no use for, by type: everything else that a type has is asked for by one of its documents. */
const notAsked: Record<string, string> = {
  // What the attendee's client shows: the console has pages for staff and providers.
  Viewer: "dataExport emailAddresses language mails member",
  Session: "asInstructor attendedFrom attendedUntil claim minutes presence recordingOfId",
  // Who claims for somebody sees the table again, which says it.
  SessionClaim: "attendedOnEditable conference session",
  SessionCreditKind: "yours",
  SessionInstructor: "setByStaff",
  SessionProposal: "decidedAt proposedAt",
  // Addresses of files, which the console writes by itself, and what partners' systems look for.
  AttendanceUpload: "clientReference errorsUrl phase preview undoReason",
  MemberImport: "errorsUrl phase undoReason",
  BundleImport: "errorsUrl",
  Certificate: "changedAt credentialUrl downloadUrl pdfUrl verifyUrl",
  // Its sentences say all of it.
  CreditExplanation: "credits minutes of reason rule source steps unit",
  CreditNote: "issuedAt reason url",
  Invoice: "providerId tax url",
  // What the CSV of the ledger shows.
  LedgerLine:
    "actorAs amount at creditAccount currency debitAccount fee kind programNumber providerName providerNumber reason reference",
  LedgerEntry: "through",
  InvoiceLine: "programName",
  KindAward: "isPart",
  // Asked for by it.
  KitWords: "language",
  MailAttachment: "mediaType url",
  // It is asked for on the member's page.
  OutsideCredit: "memberId memberName memberNumber",
  PresenceImport: "preview",
  PresenceRecord: "source",
  ProgramDocument: "mediaType url",
  // Whose webhooks are asked for.
  Webhook: "createdAt providerId",
  WebhookDelivery: "subjectId",
  // The console knows the address of the file by its ID.
  WholeExport: "programId url",
  // Said by something else on the same page.
  AddedPasskey: "passkey viewer",
  // Its actions say whether it can still be replaced.
  ApiKey: "provider providerId replacedById",
  AttendanceRecord: "uploadId",
  Attention: "at",
  AttentionItem: "otherMemberId",
  Dashboard: "at",
  Device: "createdAt",
  Mail: "kind",
  Member: "changedAt mergedInto",
  MergeHolding: "certificateNumber",
  MergeMember: "addresses firstName id lastName",
  NameRequest: "decidedAt firstName lastName suffix",
  Offering: "hasEnded reportingOpen",
  Program: "certificates changedAt createdAt",
  ProgramType: "code datesRequired",
  ProviderEvent: "actorAs",
  ProviderProfile: "number",
  RecoveryCodes: "viewer",
  Registration: "badge createdAt",
  RegistrationImport: "preview",
  ReportDue: "endsOn",
  // Its comments say the title of the session.
  ReviewComment: "sessionId",
  RowError: "suggestions",
  SavedView: "list savedAt",
  ScheduleImport: "preview",
  Settings: "claimDays claimsFromYear olderClaimsUrl programLetter reportingDays",
  SettingsPage: "help publicDemo singleSignOn",
  SignInPayload: "viewer",
  TimelineEntry: "actorAs",
  // Of a transcript the member's page has the certificates of other systems; the rest is on its PDF.
  Transcript:
    "addedSince asOf elsewhere elsewhereKindTotals elsewhereTotals from kindTotals licences memberName memberNumber pdfUrl to totals",
  TranscriptLine: "holds jointProviders kinds outsideCreditId programNumber providerName sessionTitle",
  UnmadeCertificate: "part programId programName programNumber triedAt",
};

/** What is asked for and is on no page, by type: the code goes by it. */
const notShown: Record<string, string> = {
  ConferenceImport: "flagged",
  Member: "erasedAt",
  ScheduleImport: "flagged",
  Viewer: "identityProofs provedUntil",
};

/** What no form of the console has a field for. */
const notSent = [
  // By what partners' systems find what they sent.
  "AttendanceUploadFilter.clientReference",
  // The console's own lists: those of one person are on that person's page.
  "CertificateFilter.mine",
  // A rule is tried in its own place.
  "CreditRuleTrialInput.insteadOf",
  "InvoiceFilter.isOpen",
  // What the browser says of a passkey.
  "NewPasskeyInput.attestationObject",
  "NewPasskeyInput.clientDataJSON",
  "NewPasskeyInput.credentialId",
  "NewPasskeyInput.transports",
  "PasskeyAnswerInput.authenticatorData",
  "PasskeyAnswerInput.clientDataJSON",
  "PasskeyAnswerInput.credentialId",
  "PasskeyAnswerInput.signature",
  "PasskeyAnswerInput.userHandle",
  // Schedule files and the API say what a session is a recording of.
  "SessionInput.recordingOfId",
];

const schema = buildSchema(readFileSync("schema.graphql", "utf8"));
const document = /graphql\(\s*`([^`]*)`/g;
const sources = readdirSync("admin", { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(`admin/${file}`, "utf8") }));

/** Each field that the console asks for, by type. */
const asked = new Map<string, Set<string>>();
const info = new TypeInfo(schema);
const documents = sources.flatMap(({ text }) => [...text.matchAll(document)].map(([, body]) => body)).join("\n");
visit(
  parse(documents),
  visitWithTypeInfo(info, {
    Field() {
      const type = info.getParentType()?.name;
      const field = info.getFieldDef()?.name;
      if (!type || !field || /^(Query|Mutation|PageInfo|\w*Connection|\w*Edge)$/.test(type)) return;
      asked.set(type, (asked.get(type) ?? new Set()).add(field));
    },
  }),
);

const fieldsOf = (name: string) => {
  const type = schema.getType(name);
  return isObjectType(type) ? Object.values(type.getFields()) : [];
};

const listed = (fields: (type: string) => string[]): Record<string, string> =>
  Object.fromEntries(
    [...asked.keys()].map((type) => [type, fields(type).sort().join(" ")] as const).filter(([, names]) => names !== ""),
  );

test("the console asks for each field of what it shows, or has no use for it on purpose", () => {
  const missing = (type: string) =>
    fieldsOf(type)
      .filter(({ name }) => !asked.get(type)?.has(name))
      .map(({ name }) => name);
  expect(listed(missing)).toEqual(notAsked);
});

test("what the console asks for is on a page", () => {
  // Of a field of the application, types want a decision whether the page of the program shows it.
  const pages = sources.filter(({ file }) => file.endsWith(".tsx"));
  const words = new Set(pages.flatMap(({ text }) => text.replace(document, "").match(/\w+/g) ?? []));
  const unseen = (type: string) =>
    fieldsOf(type)
      .filter(({ name, type: of }) => asked.get(type)?.has(name) && isLeafType(getNamedType(of)) && !words.has(name))
      .map(({ name }) => name);
  expect(listed(unseen)).toEqual(notShown);
});

test("each field of an application has an input in the form", () => {
  const input = schema.getType("ProgramInput");
  if (!isInputObjectType(input)) throw new Error("There is no ProgramInput.");
  const form = sources.filter(({ file }) => /programs.*-(fields|input)\.tsx$/.test(file)).map(({ text }) => text);
  const inputs = new Set(form.flatMap((text) => [...text.matchAll(/source="(\w+)"/g)].map(([, source]) => source)));
  expect(Object.keys(input.getFields()).filter((field) => !inputs.has(field))).toEqual([]);
});

test("what the console can send, some form of it asks for", () => {
  const sent = new Set<string>();
  const send = (name: string): void => {
    const type = schema.getType(name);
    if (!isInputObjectType(type) || sent.has(name)) return;
    sent.add(name);
    for (const field of Object.values(type.getFields())) send(getNamedType(field.type).name);
  };
  visit(parse(documents), { NamedType: ({ name }) => send(name.value) });
  const words = new Set(sources.flatMap(({ text }) => text.replaceAll(document, "").match(/\w+/g) ?? []));
  const unasked = [...sent].flatMap((name) => {
    const type = schema.getType(name);
    return isInputObjectType(type)
      ? Object.keys(type.getFields()).flatMap((field) => (words.has(field) ? [] : [`${name}.${field}`]))
      : [];
  });
  expect(unasked.sort()).toEqual(notSent);
});
