import { type AuditHead, auditHead, verifyAuditChain } from "../../server/core/audit-chain.ts";
import { MailKind } from "../../server/mail/mail.entity.ts";
import { csv, type RosterWorld, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { offering, programIn } from "../programs/applications.ts";
import { password } from "../support/world.ts";
import { merge } from "./merging.ts";

let scene: RosterWorld;
let world: RosterWorld["world"];
beforeEach(async () => {
  scene = await startRosterWorld();
  world = scene.world;
});
afterEach(() => world.stop());

/** Unlike anything that stands in the database otherwise. */
const first = "Zorbalina";
const last = "Quixhaven";
const address = "zorbalina.quixhaven@example.test";
const second = "quix.second@example.test";
const erase = `mutation ($p: String!, $c: String!) { eraseMyData(password: $p, confirmation: $c) }`;

/** Every column of every table that can hold text, searched without regard to case: "table.column" of each that has the marker. */
async function scan(marker: string): Promise<string[]> {
  const columns: { schema: string; name: string; column: string; type: string }[] = await world.sql(
    `SELECT c.table_schema AS schema, c.table_name AS name, c.column_name AS column, c.data_type AS type
     FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema')
       AND c.data_type IN ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY', 'USER-DEFINED')
     ORDER BY 1, 2, 3`,
  );
  expect(columns.length).toBeGreaterThan(100);
  const found: string[] = [];
  for (const { schema, name, column, type } of columns) {
    const text =
      type === "bytea"
        ? `encode("${column}", 'escape')`
        : type === "ARRAY"
          ? `array_to_string("${column}", ' ')`
          : `"${column}"::text`;
    const [{ hit }] = await world.sql(
      `SELECT EXISTS (SELECT FROM "${schema}"."${name}" WHERE strpos(lower(${text}), lower($1)) > 0) AS hit`,
      [marker],
    );
    if (hit) found.push(`${name}.${column}`);
  }
  return found;
}

const verifyChain = (kept?: AuditHead) => verifyAuditChain(world.base.db.manager, kept);

/** Somebody who has left traces wherever one can, with two addresses and a number from before a merge. */
async function planted() {
  const { staff, provider } = scene;
  await world.ok(null, "mutation ($i: RegisterAttendeeInput!) { registerAttendee(input: $i) { token } }", {
    i: { email: "stranger@example.test", password, firstName: "Some", lastName: "Body" },
  });
  const person = await world.member({
    firstName: first,
    lastName: last,
    email: address,
    city: "Quixtown",
    role: "Quixer",
  });
  const before = await world.member({ firstName: first, lastName: "Oldquix", email: second });
  await world.runJobs();
  const token = await world.signIn(address);
  // An address that was never verified: it may be somebody else's.
  await world.ok(token, 'mutation { addEmailAddress(email: "quix.unverified@example.test") }');
  await world.ok(token, 'mutation { endDevice(id: "01930000-0000-7000-8000-000000000000") }').catch(() => {});
  await merge(world, staff.token, person.id, before.id, `${first} ${last} married`);
  // Names that the person had, and one that was asked for with a document.
  const correct =
    "mutation ($id: ID!, $l: String!, $r: String!) { correctMember(id: $id, input: { lastName: $l }, reason: $r) { id } }";
  for (const l of ["Quixborn", last])
    await world.ok(staff.token, correct, { id: person.id, l, r: `Not ${first} Quixborn after all` });
  const ask = `mutation ($i: NameInput!, $n: String!, $file: Upload) { requestNameChange(input: $i, note: $n, file: $file) { id } }`;
  const wanted = { i: { firstName: first, lastName: "Quixwed" }, n: "Quixwed since May" };
  expect((await world.upload(token, ask, wanted, Buffer.from("%PDF-1.7 Quixwed"))).errors).toEqual([]);
  const upload = (rows: string[][]) =>
    world.upload(provider.token, uploadDocument, { providerId: provider.id }, csv(rows), `${first}_${last}.csv`);
  // One row that is wrong, with the name as given, and one whose suggestion names the person.
  await upload([
    ["A09164", person.memberNumber, first, "Quixhavn", "4/10/2009", "1"],
    ["A09164", "999999", first, last, "4/10/2009", "1"],
    ["A09164", "100100", first, "Smith", "4/10/2009", "1"],
    ["A09164", "100100", first, "Quixborn", "4/10/2009", "1"],
  ]);
  expect(
    (await upload([["A09164", person.memberNumber, first, last, "4/10/2009", "2"]])).data.uploadAttendance.status,
  ).toBe("PROCESSED");
  await world.runJobs();
  const search = "query ($f: MemberFilter!) { members(filter: $f, first: 10) { totalCount } }";
  for (const f of [{ lastName: "quixh" }, { email: address }, { firstName: first, lastName: last }])
    expect((await world.ok(staff.token, search, { f })).members.totalCount).toBe(1);
  const conference = await programIn(world, scene, "APPROVED", {
    typeId: (await world.sql("SELECT id FROM program_type WHERE code = 'CONFERENCE'"))[0].id,
    contactName: `${first} ${last}`,
    contactEmail: address,
    offerings: [offering({ startsOn: "2009-06-10", endsOn: "2009-06-10" })],
  });
  await world.ok(
    provider.token,
    "mutation ($p: ID!, $input: RegistrationInput!) { saveRegistration(programId: $p, input: $input) { id } }",
    { p: conference.id, input: { email: address, registrationType: "Full" } },
  );
  await world.fetch("/graphql", {
    method: "POST",
    token: scene.other.token,
    headers: { "Content-Type": "application/json", "Idempotency-Key": "one" },
    body: JSON.stringify({
      query: `mutation { inviteColleague(providerId: "${scene.other.id}", email: "${second}", role: EDITOR) }`,
    }),
  });
  await world.graphql(null, "mutation ($e: String!) { requestPasswordReset(email: $e) }", { e: address });
  const [certificate] = await world.sql(
    "SELECT id, verification_code AS code, (SELECT content FROM stored_file WHERE id = pdf_file_id) AS pdf FROM certificate WHERE member_id = $1",
    [person.id],
  );
  await world.ok(staff.token, "mutation ($id: ID!) { resendCertificate(id: $id) { id } }", { id: certificate.id });
  await world.ok(token, "mutation { exportMyData { id } }");
  await world.runJobs();
  const everywhere = await scan("quix");
  expect(
    [
      "attendance_upload.file_name",
      "attendance_upload_error.suggestions",
      "attendance_upload_error.value",
      "audit_entry.actor_name",
      "audit_entry.after",
      "audit_entry.before",
      "audit_entry.reason",
      "certificate.recipient_name",
      "email_address.address",
      "former_name.last_name",
      "invitation.address",
      "mail.dedupe_key",
      "mail.text",
      "mail.to_address",
      "member.city",
      "member.last_name",
      "member.role",
      "name_request.last_name",
      "name_request.note",
      "program.contact_email",
      "program.contact_name",
      "registration.email",
    ].filter((place) => !everywhere.includes(place)),
  ).toEqual([]);
  return { person, before, token, certificate, conference };
}

/** Where a name may stand after its owner was erased: the certificate, its credential and the PDF that carries it, as they were issued. */
const reasoned = ["certificate.recipient_name", "certificate_credential.document", "stored_file.content"];

test("after an erasure nothing in any table says who it was, but certificates as they were issued", async () => {
  const { person, token, certificate, before } = await planted();
  const kept = await auditHead(world.base.db.manager);
  expect(await verifyChain()).toBeNull();
  expect((await world.ok(token, erase, { p: password, c: " Erase " })).eraseMyData).toBe(true);
  expect((await world.ok(token, "{ viewer { id } }")).viewer).toBeNull();
  await world.runJobs();

  for (const marker of ["quix", "zorba"]) expect(await scan(marker)).toEqual(reasoned);
  expect(await verifyChain(kept)).toBeNull();
  expect(await world.sql("SELECT 1 FROM erasure WHERE completed_at IS NULL")).toEqual([]);
  expect(
    (
      await world.ok(
        null,
        "query ($c: String!) { verifyCertificate(code: $c) { valid status recipientName credits } }",
        { c: certificate.code },
      )
    ).verifyCertificate,
  ).toEqual({ valid: true, status: "ISSUED", recipientName: `${first} ${last}`, credits: "2.00" });
  const [{ content }] = await world.sql(
    "SELECT f.content FROM certificate c JOIN stored_file f ON f.id = c.pdf_file_id WHERE c.id = $1",
    [certificate.id],
  );
  expect(content.equals(certificate.pdf)).toBe(true);
  expect(
    await world.ok(
      scene.staff.token,
      "query ($id: ID!) { member(id: $id) { firstName lastName memberNumber city active emailAddresses { id } } transcript(memberId: $id) { totals { credits } } }",
      { id: person.id },
    ),
  ).toEqual({
    member: {
      firstName: "Erased",
      lastName: "Person",
      memberNumber: person.memberNumber,
      city: null,
      active: false,
      emailAddresses: [],
    },
    transcript: { totals: [{ credits: "2.00" }] },
  });
  // Rosters don't reach the person any more, by either number.
  for (const number of [person.memberNumber, before.memberNumber]) {
    const { data } = await world.upload(
      scene.provider.token,
      uploadDocument,
      { providerId: scene.provider.id, preview: true },
      csv([["A09164", number, first, last, "4/10/2009", "1"]]),
    );
    expect(data.uploadAttendance.errors.nodes).toMatchObject([{ code: "UNKNOWN_MEMBER", suggestions: [] }]);
  }
  const signIn = "mutation ($e: String!, $p: String!) { signIn(email: $e, password: $p) { token } }";
  for (const e of [address, second])
    expect(await world.refused(null, signIn, { e, p: password })).toBe("WRONG_CREDENTIALS");
  // Everybody else is as before, also who has the same first name as somebody wrong in a roster.
  expect(await world.sql("SELECT first_name FROM member WHERE erased_at IS NULL ORDER BY member_number")).toEqual(
    ["John", "Jane", "Sally", "Suzie", "James"].map((first_name) => ({ first_name })),
  );
});

test("the mail that tells of it goes out and is then forgotten; the same address may register anew as somebody new", async () => {
  const person = await world.member({ firstName: first, lastName: last, email: address });
  const token = await world.signIn(address);
  await world.ok(token, erase, { p: password, c: "ERASE" });
  expect(await world.mails(MailKind.ERASURE)).toMatchObject([{ to: address, status: "QUEUED" }]);
  await world.runJobs();
  expect(await world.sql("SELECT status, text FROM mail WHERE kind = $1", [MailKind.ERASURE])).toEqual([
    { status: "SENT", text: "" },
  ]);
  const again = await world.member({ firstName: first, lastName: last, email: address });
  expect(again.memberNumber).not.toBe(person.memberNumber);
  expect((await world.ok(await world.signIn(address), "{ viewer { member { id } } }")).viewer.member.id).toBe(again.id);
});

test("somebody of the same name, and who owns an address that was only tried, lose nothing", async () => {
  const namesake = await world.member({ firstName: first, lastName: last, email: "namesake@example.test" });
  const namesakeToken = await world.signIn("namesake@example.test");
  await world.member({ firstName: first, lastName: last, email: address });
  const token = await world.signIn(address);
  await world.ok(token, 'mutation { addEmailAddress(email: "john.smith@example.test") }');
  await world.runJobs();
  const rows = [["A09164", namesake.memberNumber, first, last, "4/10/2009", "2"]];
  await world.upload(scene.provider.token, uploadDocument, { providerId: scene.provider.id }, csv(rows));
  await world.runJobs();
  const mailsOf = (to: string) => world.sql("SELECT subject, text FROM mail WHERE to_address = $1 ORDER BY id", [to]);
  const before = [await mailsOf("namesake@example.test"), await mailsOf("john.smith@example.test")];
  expect(before.map((mails) => mails.length)).toEqual([1, 1]);
  await world.ok(token, erase, { p: password, c: "ERASE" });
  await world.runJobs();
  expect([await mailsOf("namesake@example.test"), await mailsOf("john.smith@example.test")]).toEqual(before);
  expect((await world.ok(namesakeToken, "{ viewer { email member { lastName } } }")).viewer).toEqual({
    email: "namesake@example.test",
    member: { lastName: last },
  });
  expect(await verifyChain()).toBeNull();
});

test("an erasure needs the password and the word; the last owner of a provider and the last staff must see to it first", async () => {
  await world.member({ firstName: first, lastName: last, email: address });
  const token = await world.signIn(address);
  expect(await world.refused(token, erase, { p: "wrong", c: "ERASE" })).toBe("WRONG_CREDENTIALS");
  expect(await world.refused(token, erase, { p: password, c: "yes" })).toBe("BAD_INPUT");
  expect(await world.refused(null, erase, { p: password, c: "ERASE" })).toBe("UNAUTHENTICATED");
  const last1 = await world.graphql(scene.provider.token, erase, { p: password, c: "ERASE" });
  expect(last1.errors[0]).toMatchObject({ extensions: { code: "LAST_OWNER", providerName: "AAST" } });
  expect(await world.refused(scene.staff.token, erase, { p: password, c: "ERASE" })).toBe("LAST_ADMINISTRATOR");
  expect(await world.sql("SELECT 1 FROM erasure")).toEqual([]);
  expect((await world.ok(scene.provider.token, "{ viewer { providers { id } } }")).viewer.providers).toHaveLength(1);
  // With another owner it goes; the key that whoever goes has made ends.
  const key = (
    await world.ok(
      scene.provider.token,
      'mutation ($p: ID!) { createApiKey(name: "Front", scopes: [PROGRAMS_READ], providerId: $p) { key } }',
      { p: scene.provider.id },
    )
  ).createApiKey.key;
  const heir = await world.account();
  await world.actFor(scene.provider.id, heir.id);
  await world.ok(scene.provider.token, erase, { p: password, c: "ERASE" });
  await world.runJobs();
  expect(await world.refused(key, "{ programs { totalCount } }")).toBe("UNAUTHENTICATED");
  expect((await world.ok(heir.token, "{ viewer { providers { role: name } } }")).viewer.providers).toEqual([
    { role: "AAST" },
  ]);
});

test("two owners who ask at once don't leave their provider alone", async () => {
  const other = await world.account();
  await world.actFor(scene.provider.id, other.id);
  const answers = await Promise.all(
    [scene.provider.token, other.token].map((token) => world.graphql(token, erase, { p: password, c: "ERASE" })),
  );
  expect(answers.map(({ errors }) => errors[0]?.extensions.code ?? "done").sort()).toEqual(["LAST_OWNER", "done"]);
});

test("fields of the audit log that are a person's go whole, also where nothing in them looks like the person", async () => {
  const { staff, provider } = scene;
  const { id } = await world.member({ firstName: first, lastName: last, email: address });
  const token = await world.signIn(address);
  // A program's contact, by a nickname; then somebody else, and the nickname of that one stays.
  const program = await programIn(world, scene, "DRAFT", { contactName: "Zorb", contactEmail: address });
  const update = `mutation ($id: ID!, $version: Int!, $input: ProgramInput!) { updateProgram(id: $id, version: $version, input: $input) { version } }`;
  const contact = async (contactName: string, contactEmail: string) => {
    const [{ version, type_id: typeId, name }] = await world.sql("SELECT * FROM program WHERE id = $1", [program.id]);
    const input = { providerId: provider.id, typeId, name, contactName, contactEmail };
    await world.ok(provider.token, update, { id: program.id, version, input });
  };
  await contact("Zorbie", address);
  await contact("Bobby", "bob@example.test");
  await contact("Robert", "bob@example.test");
  // Where somebody signed in from, and a name that the person had once and a list was made by.
  await world.sql("UPDATE access_token SET user_agent = 'A tablet named Plix' WHERE account_id = $1", [
    (await world.sql("SELECT account_id FROM member WHERE id = $1", [id]))[0].account_id,
  ]);
  const device = (await world.ok(token, "{ viewer { devices { id } } }")).viewer.devices[0].id;
  await world.ok(token, "mutation ($id: ID!) { endDevice(id: $id) }", { id: device });
  world.writesOwnAudit = true;
  await world.sql(
    `INSERT INTO audit_entry (at, actor_as, actor_name, action, subject_type, subject_id, reason, before, after)
     VALUES (now(), 'STAFF', 'x', 'member.create', 'member', $1, 'Was Zorbalina Vexhollow', '{"lastName": "Vexhollow"}', '{"lastName": "Quixhaven"}')`,
    [id],
  );
  await world.fetch(`/exports/members.csv?filter=${encodeURIComponent('{"lastName":"quixh"}')}`, {
    token: staff.token,
  });
  expect(await scan("Plix")).toEqual(["audit_entry.before"]);
  expect(await scan("vexhollow")).toEqual(["audit_entry.before", "audit_entry.reason"]);
  expect(await scan("quixh")).toContain("audit_entry.after");
  await world.ok(staff.token, 'mutation ($id: ID!) { eraseMember(memberId: $id, reason: "asked") }', { id });
  await world.runJobs();
  for (const marker of ["zorb", "plix", "vexhollow", "quix"])
    expect([marker, await scan(marker)]).toEqual([marker, []]);
  const said = await world.sql(
    "SELECT before ->> 'contactName' AS before, after ->> 'contactName' AS after FROM audit_entry WHERE action = 'program.update' ORDER BY at, id",
  );
  expect(said).toEqual([
    { before: "[erased]", after: "[erased]" },
    { before: "[erased]", after: "Bobby" },
    { before: "Bobby", after: "Robert" },
  ]);
  expect(await verifyChain()).toBeNull();
});

test("staff erase a person with a reason, and nobody else's", async () => {
  const { id } = await world.member({ firstName: first, lastName: last, email: address });
  const document = "mutation ($id: ID!, $reason: String!) { eraseMember(memberId: $id, reason: $reason) }";
  expect(await world.refused(scene.provider.token, document, { id, reason: "x" })).toBe("FORBIDDEN");
  expect(await world.refused(scene.staff.token, document, { id, reason: " " })).toBe("REASON_REQUIRED");
  expect(await world.refused(scene.staff.token, document, { id: "no ID", reason: "x" })).toBe("NOT_FOUND");
  await world.ok(scene.staff.token, document, { id, reason: `${first} wrote on 19 April` });
  await world.runJobs();
  expect(await scan("quixhaven")).toEqual([]);
  expect(await scan("zorbalina")).toEqual([]);
  expect(await world.refused(scene.staff.token, document, { id, reason: "again" })).toBe("ILLEGAL_TRANSITION");
  const { auditEntries } = await world.ok(
    scene.staff.token,
    "query ($id: ID!) { auditEntries(subjectId: $id, first: 5) { nodes { action actor reason } } }",
    { id },
  );
  expect(auditEntries.nodes).toEqual(
    expect.arrayContaining([
      { action: "person.erase", actor: "system", reason: null },
      { action: "person.request-erasure", actor: scene.staff.email, reason: "[erased] wrote on 19 April" },
    ]),
  );
});

test("what is taken out of the audit log is said in it: nobody can do it in silence, or undo it", async () => {
  const { id } = await world.member({ firstName: first, lastName: last, email: address });
  await world.ok(scene.staff.token, 'mutation ($id: ID!) { eraseMember(memberId: $id, reason: "asked") }', { id });
  await world.runJobs();
  const [{ entry }] = await world.sql("SELECT entry_id AS entry FROM audit_redaction LIMIT 1");
  for (const statement of [
    "UPDATE audit_entry SET actor_name = 'x', salt = NULL",
    "DELETE FROM audit_redaction",
    "UPDATE audit_redaction SET after_digest = ''",
    "TRUNCATE audit_redaction",
  ])
    await expect(world.sql(statement)).rejects.toThrow();
  expect(await verifyChain()).toBeNull();
  await world.sql("INSERT INTO audit_redaction (entry_id, batch_id, pattern) VALUES ($1, uuid_v7(), NULL)", [entry]);
  expect(await verifyChain()).toMatchObject({ entryId: entry, what: expect.stringContaining("no entry says so") });
});
