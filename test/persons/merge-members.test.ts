import { MailKind } from "../../server/mail/mail.entity.ts";
import { csv, type RosterWorld, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { offering, programIn } from "../programs/applications.ts";
import { password } from "../support/world.ts";
import { merge, mergeDocuments, previewMerge } from "./merging.ts";

let scene: RosterWorld;
let world: RosterWorld["world"];
beforeEach(async () => {
  scene = await startRosterWorld();
  world = scene.world;
});
afterEach(() => world.stop());

const upload = async (...rows: string[][]) =>
  (await world.upload(scene.provider.token, uploadDocument, { providerId: scene.provider.id }, csv(rows))).data
    .uploadAttendance;
const memberId = async (number: string): Promise<string> =>
  (await world.sql("SELECT id FROM member WHERE member_number = $1", [number]))[0].id;
const row = (number: string, first: string, last: string, credits: string, program = "A09164", day = "4/10/2009") => [
  program,
  number,
  first,
  last,
  day,
  credits,
];
const verify = async (code: string) =>
  (
    await world.ok(
      null,
      "query ($c: String!) { verifyCertificate(code: $c) { status recipientName credits supersededByCode } }",
      { c: code },
    )
  ).verifyCertificate;
const certificateOf = async (number: string) =>
  (
    await world.sql(
      `SELECT c.id, c.number, c.verification_code AS code, f.content, c.status, c.revocation_reason AS reason
       FROM certificate c JOIN member m ON m.id = c.member_id JOIN stored_file f ON f.id = c.pdf_file_id
       WHERE m.member_number = $1 ORDER BY c.number`,
      [number],
    )
  )[0];
/** Nothing may name a member who is merged. */
const orphans = async () =>
  (
    await world.sql(`SELECT
      (SELECT count(*)::int FROM attendance_record JOIN member m ON m.id = member_id WHERE m.merged_into_id IS NOT NULL) +
      (SELECT count(*)::int FROM certificate JOIN member m ON m.id = member_id WHERE m.merged_into_id IS NOT NULL) +
      (SELECT count(*)::int FROM session_claim JOIN member m ON m.id = member_id WHERE m.merged_into_id IS NOT NULL) AS count`)
  )[0].count;

/** John Smith and Jane Jones are one person; both were reported for the same conference. */
async function reported() {
  expect((await upload(row("100100", "John", "Smith", "1"), row("100101", "Jane", "Jones", "3"))).status).toBe(
    "PROCESSED",
  );
  await world.runJobs();
  return { kept: await memberId("100100"), merged: await memberId("100101") };
}

test("both histories are kept, doubled credit is reversed, and the codes of both certificates say what holds", async () => {
  const { kept, merged } = await reported();
  const [mine, other] = [await certificateOf("100100"), await certificateOf("100101")];
  const preview = await previewMerge(world, scene.staff.token, kept, merged);
  expect(preview).toMatchObject({
    kept: { memberNumber: "100100", addresses: ["john.smith@example.test"] },
    merged: { memberNumber: "100101", addresses: ["jane.jones@example.test"] },
    moved: { addresses: 1, attendance: 1, certificates: 1, claims: 0, providers: 0, mails: 1 },
    doubled: [
      {
        dropped: { memberNumber: "100100", credits: "1.00", programNumber: "A09164", certificateNumber: mine.number },
        kept: { memberNumber: "100101", credits: "3.00", certificateNumber: other.number },
      },
    ],
    endedCertificates: [{ number: mine.number, status: "SUPERSEDED" }],
    newCertificates: [],
  });
  expect(await certificateOf("100101")).toEqual(other);

  const answer = await merge(world, scene.staff.token, kept, merged, "Changed her name");
  expect(answer).toMatchObject({ id: kept, memberNumber: "100100", formerNumbers: ["100101"] });
  expect(await verify(mine.code)).toMatchObject({ status: "SUPERSEDED", recipientName: "John Smith", credits: "1.00" });
  expect((await verify(mine.code)).supersededByCode.replaceAll("-", "")).toBe(other.code);
  expect(await verify(other.code)).toMatchObject({ status: "ISSUED", recipientName: "Jane Jones", credits: "3.00" });
  const [{ content }] = await world.sql(
    "SELECT f.content FROM certificate c JOIN stored_file f ON f.id = c.pdf_file_id WHERE c.id = $1",
    [other.id],
  );
  expect(content.equals(other.content)).toBe(true);
  for (const id of [kept, merged])
    expect(
      (
        await world.ok(
          scene.staff.token,
          "query ($id: ID!) { transcript(memberId: $id) { memberNumber totals { credits } } member(id: $id) { memberNumber } }",
          { id },
        )
      ).transcript,
    ).toEqual({ memberNumber: "100100", totals: [{ credits: "3.00" }] });
  // By either number too, also for the accreditor's own server: no search, and in no limit of searches.
  const key = async (token: string, scopes: string, providerId: string | null) =>
    (
      await world.ok(
        token,
        `mutation ($p: ID) { createApiKey(name: "Site", scopes: [${scopes}], providerId: $p) { key } }`,
        { p: providerId },
      )
    ).createApiKey.key as string;
  const own = await key(scene.staff.token, "MEMBERS_READ, CERTIFICATES_READ", null);
  const foreign = await key(scene.provider.token, "MEMBERS_READ, CERTIFICATES_READ", scene.provider.id);
  const byNumber = `query ($n: String!) {
    member(number: $n) { id memberNumber } transcript(memberNumber: $n) { memberNumber totals { credits } } }`;
  const searches = async () =>
    Number((await world.sql("SELECT count(*) AS n FROM audit_entry WHERE action = 'member.search'"))[0].n);
  world.config.rateLimits.memberSearchByViewer = 1;
  const logged = await searches();
  for (const token of [own, scene.staff.token])
    for (const id of [kept, merged]) {
      const [{ n }] = await world.sql("SELECT member_number AS n FROM member WHERE id = $1", [id]);
      expect(await world.ok(token, byNumber, { n: ` ${n} ` })).toEqual({
        member: { id: kept, memberNumber: "100100" },
        transcript: { memberNumber: "100100", totals: [{ credits: "3.00" }] },
      });
    }
  expect(await searches()).toBe(logged + 8);
  const askMember = "query ($id: ID, $n: String) { member(id: $id, number: $n) { id } }";
  for (const token of [foreign, scene.provider.token, scene.other.token])
    for (const n of ["100100", "no such number", "", "1001%"])
      expect([
        (await world.ok(token, askMember, { n })).member,
        await world.refused(token, "query ($n: String) { transcript(memberNumber: $n) { memberNumber } }", { n }),
      ]).toEqual([null, "NOT_FOUND"]);
  expect(await searches()).toBe(logged + 8);
  const herself = await world.signIn("jane.jones@example.test");
  expect((await world.ok(herself, askMember, { n: "100100" })).member).toEqual({ id: kept });
  expect((await world.ok(own, askMember, { n: "1001%" })).member).toBeNull();
  for (const both of [{}, { id: kept, n: "100100" }])
    expect(await world.refused(own, askMember, both)).toBe("BAD_INPUT");
  expect(
    await world.refused(own, 'query ($id: ID) { transcript(memberId: $id, memberNumber: "100100") { memberNumber } }', {
      id: kept,
    }),
  ).toBe("BAD_INPUT");
  expect(await world.refused(await key(scene.staff.token, "CERTIFICATES_READ", null), askMember, { n: "100100" })).toBe(
    "FORBIDDEN",
  );

  expect(
    await world.sql("SELECT credits, reversal_reason IS NULL AS holds FROM attendance_record ORDER BY credits"),
  ).toEqual([
    { credits: "1.00", holds: false },
    { credits: "3.00", holds: true },
  ]);
  expect(await orphans()).toBe(0);
  const log = await world.ok(
    scene.staff.token,
    "query ($id: ID!) { auditEntries(subjectId: $id, first: 1) { nodes { action reason changes { field } } } }",
    { id: kept },
  );
  expect(log.auditEntries.nodes[0]).toMatchObject({ action: "member.merge", reason: "Changed her name" });
  const mails = await world.mails(MailKind.MERGE);
  expect(mails.map(({ to }) => to).sort()).toEqual(["jane.jones@example.test", "john.smith@example.test"]);
});

test("a roster that names the old number and the old name reaches who is left, once", async () => {
  const { kept, merged } = await reported();
  await merge(world, scene.staff.token, kept, merged);
  const again = await upload(row("100101", "Jane", "Jones", "3"));
  expect(again.errors.nodes.map((error: { code: string }) => error.code)).toEqual(["ALREADY_RECORDED"]);
  world.setClock("2009-04-20T16:00:00Z");
  const next = await programIn(world, scene, "APPROVED", {
    offerings: [offering({ startsOn: "2009-05-10", endsOn: "2009-05-10" })],
  });
  world.setClock("2009-05-20T16:00:00Z");
  const both = [
    row("100101", "Jane", "Jones", "1", next.number ?? "", "5/10/2009"),
    row("100100", "John", "Smith", "1", next.number ?? "", "5/10/2009"),
  ];
  expect((await upload(...both)).errors.nodes.map((error: { code: string }) => error.code)).toEqual(["DUPLICATE_ROW"]);
  expect(
    (await upload(row("100101", "Sally", "Jones", "1", next.number ?? "", "5/10/2009"))).errors.nodes[0].code,
  ).toBe("NAME_MISMATCH");
  expect((await upload(both[0] ?? [])).status).toBe("PROCESSED");
  await world.runJobs();
  const [newest] = await world.sql("SELECT member_id, recipient_name FROM certificate ORDER BY number DESC LIMIT 1");
  expect(newest).toEqual({ member_id: kept, recipient_name: "John Smith" });
  const search = async (filter: object) =>
    (
      await world.ok(
        scene.staff.token,
        "query ($filter: MemberFilter!) { members(filter: $filter, first: 10) { nodes { memberNumber firstName } } }",
        { filter },
      )
    ).members.nodes;
  for (const filter of [{ memberNumber: "100101" }, { firstName: "Jane", lastName: "Jones" }, { lastName: "Smith" }])
    expect(await search(filter)).toEqual([{ memberNumber: "100100", firstName: "John" }]);
  for (const list of ["certificates", "attendance"])
    expect(
      (await world.ok(scene.staff.token, `{ ${list}(filter: { memberNumber: "100101" }, first: 10) { totalCount } }`))[
        list
      ].totalCount,
    ).toBe(3);
});

test("former names go over and find who is left by both numbers; what the merged one asked for is withdrawn, the other's waits", async () => {
  const { staff } = scene;
  const [kept, merged] = [await memberId("100100"), await memberId("100101")];
  const correct =
    'mutation ($id: ID!, $last: String!) { correctMember(id: $id, input: { lastName: $last }, reason: "Married") { id } }';
  await world.ok(staff.token, correct, { id: merged, last: "Weber" });
  await world.ok(staff.token, correct, { id: kept, last: "Smythe" });
  const png = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  );
  const ask = "mutation ($input: NameInput!, $file: Upload) { requestNameChange(input: $input, file: $file) { id } }";
  const [jane, john] = [await world.signIn("jane.jones@example.test"), await world.signIn("john.smith@example.test")];
  const asked = await world.upload(jane, ask, { input: { firstName: "Jane", lastName: "Webber" } }, png);
  expect(asked.errors).toEqual([]);
  await world.ok(john, ask, { input: { firstName: "Jack", lastName: "Smythe" }, file: null });
  world.setClock("2009-04-20T15:30:00Z");
  await merge(world, staff.token, kept, merged);

  const requests = await world.sql(
    "SELECT id, member_id, status, decided_at, document_file_id FROM name_request ORDER BY created_at, id",
  );
  expect(requests).toMatchObject([
    { member_id: merged, status: "WITHDRAWN", decided_at: new Date("2009-04-20T15:30:00Z"), document_file_id: null },
    { member_id: kept, status: "REQUESTED" },
  ]);
  expect(await world.sql("SELECT FROM stored_file WHERE media_type = 'image/png'")).toEqual([]);
  const decide =
    "mutation ($id: ID!) { decideNameChange(id: $id, approve: true, decision: null) { memberNumber name formerNames { name } } }";
  expect(await world.refused(staff.token, decide, { id: requests[0].id })).toBe("ILLEGAL_TRANSITION");
  expect((await world.ok(staff.token, decide, { id: requests[1].id })).decideNameChange).toEqual({
    memberNumber: "100100",
    name: "Jack Smythe",
    formerNames: [{ name: "John Smythe" }, { name: "John Smith" }, { name: "Jane Jones" }],
  });
  for (const number of ["100100", "100101"])
    for (const [first, last] of [
      ["Jack", "Smythe"],
      ["John", "Smith"],
      ["Jane", "Jones"],
    ] as const) {
      const preview = { providerId: scene.provider.id, preview: true };
      const { data } = await world.upload(
        scene.provider.token,
        uploadDocument,
        preview,
        csv([row(number, first, last, "1")]),
      );
      expect([number, first, data.uploadAttendance.status]).toEqual([number, first, "PREVIEWED"]);
    }
});

test("addresses, providers, keys and mail go over, the OWNER wins, and the merged sign-in ends", async () => {
  const { kept, merged } = await reported();
  const [keptToken, mergedToken] = [
    await world.signIn("john.smith@example.test"),
    await world.signIn("jane.jones@example.test"),
  ];
  const accountOf = async (id: string) =>
    (await world.sql("SELECT account_id FROM member WHERE id = $1", [id]))[0].account_id;
  const [keptAccount, mergedAccount] = [await accountOf(kept), await accountOf(merged)];
  await world.actFor(scene.other.id, keptAccount);
  await world.sql("UPDATE provider_account SET role = 'EDITOR' WHERE account_id = $1", [keptAccount]);
  await world.actFor(scene.other.id, mergedAccount);
  await world.actFor(scene.provider.id, mergedAccount);
  const { createApiKey } = await world.ok(
    mergedToken,
    'mutation ($p: ID!) { createApiKey(name: "Front", scopes: [PROGRAMS_READ], providerId: $p) { key } }',
    { p: scene.provider.id },
  );
  // Both once added the same address, and neither verified it.
  for (const account of [keptAccount, mergedAccount])
    await world.sql("INSERT INTO email_address (account_id, address) VALUES ($1, 'shared@example.test')", [account]);
  const { emailAddresses } = await merge(world, scene.staff.token, kept, merged);
  expect(
    emailAddresses.map((email: { address: string; isPrimary: boolean }) => [email.address, email.isPrimary]),
  ).toEqual([
    ["john.smith@example.test", true],
    ["jane.jones@example.test", false],
    ["shared@example.test", false],
  ]);
  expect((await world.ok(mergedToken, "{ viewer { id } }")).viewer).toBeNull();
  expect((await world.ok(keptToken, "{ viewer { id } }")).viewer.id).toBe(keptAccount);
  const byOtherAddress = await world.signIn("jane.jones@example.test");
  expect((await world.ok(byOtherAddress, "{ viewer { id member { memberNumber } } }")).viewer).toEqual({
    id: keptAccount,
    member: { memberNumber: "100100" },
  });
  expect(
    await world.sql(
      "SELECT provider_id AS id, role FROM provider_account WHERE account_id = ANY($1) ORDER BY role, 1",
      [[keptAccount, mergedAccount]],
    ),
  ).toEqual([scene.other.id, scene.provider.id].sort().map((id) => ({ id, role: "OWNER" })));
  expect((await world.ok(createApiKey.key, "{ programs { totalCount } }")).programs.totalCount).toBe(1);
  expect(
    await world.sql("SELECT DISTINCT recipient_account_id AS id FROM mail WHERE subject LIKE 'Your certificate%'"),
  ).toEqual([{ id: keptAccount }]);
});

test("a member without an account gets that of the other, whose sign-in goes on", async () => {
  const kept = (await world.member({ firstName: "Ann", lastName: "Lee" })).id;
  const merged = (await world.member({ firstName: "Anna", lastName: "Lee", email: "anna@example.test" })).id;
  const token = await world.signIn("anna@example.test");
  await merge(world, scene.staff.token, kept, merged);
  expect((await world.ok(token, "{ viewer { member { id } } }")).viewer.member.id).toBe(kept);
  const third = (await world.member({ firstName: "A.", lastName: "Lee" })).id;
  expect((await merge(world, scene.staff.token, third, kept)).formerNumbers).toHaveLength(2);
  expect(await world.sql("SELECT DISTINCT merged_into_id AS id FROM member WHERE merged_into_id IS NOT NULL")).toEqual([
    { id: third },
  ]);
});

test("what cannot be merged is refused and changes nothing", async () => {
  const { kept, merged } = await reported();
  const { fingerprint } = await previewMerge(world, scene.staff.token, kept, merged);
  const refused = (given: object, token = scene.staff.token) =>
    world.refused(token, mergeDocuments.merge, { keepId: kept, mergeId: merged, fingerprint, reason: "One", ...given });
  const missing = "01930000-0000-7000-8000-000000000000";
  expect(await refused({ reason: "  " })).toBe("REASON_REQUIRED");
  expect(await refused({ mergeId: kept })).toBe("BAD_INPUT");
  expect(await refused({ mergeId: missing })).toBe("NOT_FOUND");
  expect(await refused({ keepId: "no ID" })).toBe("NOT_FOUND");
  expect(await refused({ fingerprint: "another" })).toBe("STALE_VERSION");
  expect(await refused({}, scene.provider.token)).toBe("FORBIDDEN");
  expect(await world.refused(scene.provider.token, mergeDocuments.preview, { keepId: kept, mergeId: merged })).toBe(
    "FORBIDDEN",
  );
  // Looked at before the other got more credit.
  expect(
    await world.sql(
      `INSERT INTO email_address (account_id, address) SELECT account_id, 'new@example.test' FROM member WHERE id = $1 RETURNING 1`,
      [merged],
    ),
  ).toHaveLength(1);
  expect(await refused({})).toBe("STALE_VERSION");
  await world.sql(
    "UPDATE account SET staff_roles = '{REGISTRAR}' WHERE id = (SELECT account_id FROM member WHERE id = $1)",
    [merged],
  );
  expect(await refused({})).toBe("ILLEGAL_TRANSITION");
  expect(await refused({}, await world.signIn("jane.jones@example.test"))).toBe("CONFLICT_OF_INTEREST");
  expect(await world.sql("SELECT 1 FROM member WHERE merged_into_id IS NOT NULL")).toEqual([]);
  expect(await world.sql("SELECT 1 FROM attendance_record WHERE reversed_at IS NOT NULL")).toEqual([]);
});

test("each merged into the other at once: one wins, the other learns why", async () => {
  const { kept, merged } = await reported();
  const ways = [
    [kept, merged],
    [merged, kept],
  ] as const;
  const fingerprints = await Promise.all(
    ways.map(async ([keepId, mergeId]) => (await previewMerge(world, scene.staff.token, keepId, mergeId)).fingerprint),
  );
  const answers = await Promise.all(
    ways.map(([keepId, mergeId], i) =>
      world.graphql(scene.staff.token, mergeDocuments.merge, {
        keepId,
        mergeId,
        fingerprint: fingerprints[i],
        reason: "One person",
      }),
    ),
  );
  expect(answers.map(({ errors }) => errors[0]?.extensions.code ?? "done").sort()).toEqual([
    "ILLEGAL_TRANSITION",
    "done",
  ]);
  expect(await orphans()).toBe(0);
});

test("against a roster, certificates being issued and a sign-in at once, nothing is left with the merged member", async () => {
  const kept = await memberId("100102");
  const merged = await memberId("100103");
  await upload(row("100103", "Suzie", "Garcia", "2"));
  world.setClock("2009-04-20T16:00:00Z");
  const next = await programIn(world, scene, "APPROVED", {
    offerings: [offering({ startsOn: "2009-05-10", endsOn: "2009-05-10" })],
  });
  world.setClock("2009-05-20T16:00:00Z");
  const { fingerprint } = await previewMerge(world, scene.staff.token, kept, merged);
  const [answer, roster] = await Promise.all([
    world.graphql(scene.staff.token, mergeDocuments.merge, {
      keepId: kept,
      mergeId: merged,
      fingerprint,
      reason: "One",
    }),
    upload(row("100103", "Suzie", "Garcia", "1", next.number ?? "", "5/10/2009")),
    world.runJobs(),
    world.runJobs(),
    world.graphql(null, "mutation ($e: String!, $p: String!) { signIn(email: $e, password: $p) { token } }", {
      e: "suzie.garcia@example.test",
      p: password,
    }),
  ]);
  expect(roster.status).toBe("PROCESSED");
  // Where the roster or a certificate came first, staff are told to look again.
  if (answer.errors.length > 0) {
    expect(answer.errors[0]?.extensions.code).toBe("STALE_VERSION");
    await merge(world, scene.staff.token, kept, merged);
  }
  await world.runJobs();
  expect(await orphans()).toBe(0);
  expect(
    await world.sql(
      `SELECT count(*)::int AS records, count(c.id)::int AS certificates FROM attendance_record r
       LEFT JOIN certificate c ON c.attendance_record_id = r.id AND c.member_id = r.member_id WHERE r.member_id = $1`,
      [kept],
    ),
  ).toEqual([{ records: 2, certificates: 2 }]);
});
