import { everyStaffRole, StaffRole } from "../../server/core/staff-roles.ts";
import { createSchema } from "../../server/schema.ts";
import { World } from "../support/world.ts";
import { callOf, operationsOf } from "./documents.ts";
import { queries } from "./policy-table.ts";

/** Which queries staff use, by role; each stands in one line. What they show beside is decided by the fields' own policies. */
const readers: [StaffRole[], string][] = [
  [
    [...everyStaffRole],
    "announcementQueue savedViews apiKey apiKeys connectedApps attendance attendanceTotals attendanceUpload attendanceUploads calendar calendarEntry certificate certificateReissues certificateTotals certificates colleagues conference conferenceAttendees conferenceImports conferences creditKinds creditRuleRows renewalRequirements sandbox dashboard evaluation evaluationByLink evaluations feePolicies events feePolicyOn feePromotions inboxPlace invoices learningCheck learningCheckByLink learningChecks ledger licenceKinds mailHold mailPreview needsAttention node nodes outstandingFees policyRows program programTypeRows programTypes programs providerCredit providerMergePreview providerProfile providers registrations reissuePreview retentionForecast reviewers room door badges sessionCredits sessions settings settingsPage trustedDocuments unmadeCertificates verifyCertificate viewer webhook webhooks waitingRequests kitWords previewKitWords",
  ],
  [[StaffRole.FINANCE, StaffRole.ADMINISTRATOR], "feePolicySimulation"],
  [[StaffRole.ADMINISTRATOR, StaffRole.AUDITOR], "staffAccounts"],
  [[StaffRole.ADMINISTRATOR], "apps bundleImport bundleImports tryCreditRule wholeExports"],
  [
    everyStaffRole.filter((role) => role !== StaffRole.FINANCE),
    "auditEntries mail mails members member memberImport memberImports mergePreview outsideCredits renewal transcript waitingNameRequests waitingOutsideCredits",
  ],
];

const schema = await createSchema();
const missingId = "01930000-0000-7000-8000-000000000000";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const mayRead = (name: string, role: StaffRole): boolean =>
  readers.some(([who, names]) => names.split(" ").includes(name) && who.includes(role));

const readsText = (role: StaffRole): boolean =>
  [StaffRole.REGISTRAR, StaffRole.ADMINISTRATOR, StaffRole.AUDITOR].includes(role);

test("every query is decided for each role, once", () => {
  expect(readers.flatMap(([, names]) => names.split(" ")).sort()).toEqual(Object.keys(queries).sort());
});

const reads = operationsOf(schema).filter(([kind]) => kind === "query");

test.each(everyStaffRole)("%s is turned away where the table says so, and nowhere else", async (role) => {
  const { token } = await world.staff(role);
  const wrong: string[] = [];
  for (const [, field] of reads) {
    // Alone what the query itself is for: its fields have policies of their own.
    const { document, variables } = callOf("query", field, missingId, 1);
    const { errors } = await world.graphql(token, document, variables);
    const refused = errors.some(({ path, extensions }) => extensions.code === "FORBIDDEN" && (path?.length ?? 0) <= 1);
    // A person's page answers as a missing one.
    if (["member", "transcript", "renewal", "outsideCredits"].includes(field.name)) continue;
    if (refused === mayRead(field.name, role)) wrong.push(field.name);
  }
  expect(wrong).toEqual([]);
});

test.each(everyStaffRole)("%s is given a mail's files where it is given its text", async (role) => {
  const { token } = await world.staff(role);
  const [{ id }] = await world.sql(
    `WITH file AS (INSERT INTO stored_file (media_type, byte_size, content, sha256, created_at)
       VALUES ('application/pdf', 4, '%PDF', sha256('%PDF'), now()) RETURNING id),
     written AS (INSERT INTO mail (dedupe_key, kind, to_address, to_name, subject, text, status, attempts, created_at)
       VALUES (gen_random_uuid()::text, 'CERTIFICATE', 'somebody@example.test', 'Somebody', 'Your certificate', 'Here it is.', 'SENT', 1, now())
       RETURNING id)
     INSERT INTO mail_attachment (mail_id, file_id, file_name) SELECT written.id, file.id, 'certificate.pdf' FROM written, file
     RETURNING mail_id AS id`,
  );
  const { errors, data } = await world.graphql(
    token,
    "query ($id: ID!) { mail(id: $id) { attachments { fileName } } }",
    {
      id,
    },
  );
  const given = readsText(role);
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(given ? [] : ["FORBIDDEN"]);
  if (given) expect(data.mail.attachments).toEqual([{ fileName: "certificate.pdf" }]);
  expect((await world.fetch(`/mail/${id}/certificate.pdf`, { token })).status).toBe(given ? 200 : 404);
});

test.each(everyStaffRole)("%s reads what its role is for", async (role) => {
  const { token } = await world.staff(role);
  const person = await world.account();
  const member = await world.member();
  await world.sql("UPDATE member SET account_id = $1 WHERE id = $2", [person.id, member.id]);
  const persons = mayRead("member", role);
  const ofMember = "query ($id: ID!) { member(id: $id) { memberNumber emailAddresses { address } account { id } } }";
  expect((await world.ok(token, ofMember, { id: member.id })).member).toEqual(
    persons
      ? {
          memberNumber: member.memberNumber,
          emailAddresses: [{ address: person.email }],
          account: { id: `MemberAccount_${person.id}` },
        }
      : null,
  );
  const transcript = "query ($id: ID!) { transcript(memberId: $id) { memberNumber } }";
  const read = await world.graphql(token, transcript, { id: member.id });
  expect(read.errors.map(({ extensions }) => extensions.code)).toEqual(persons ? [] : ["NOT_FOUND"]);
  await world.ok(null, "mutation ($email: String!) { requestPasswordReset(email: $email) }", { email: person.email });
  await world.runJobs();
  const mails = await world.graphql(token, "{ mails(first: 1) { nodes { subject text } } }");
  expect(mails.errors.map(({ extensions }) => extensions.code)).toEqual(readsText(role) ? [] : ["FORBIDDEN"]);
  // Who may take the file is told that it wants a filter.
  const file = await world.fetch("/exports/members.csv", { token });
  expect(file.status).toBe(persons ? 400 : 404);
  for (const list of ["mails", "audit-entries"])
    expect([list, (await world.fetch(`/exports/${list}.csv`, { token })).status]).toEqual([list, persons ? 200 : 404]);
});
