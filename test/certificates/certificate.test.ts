import { issueCertificate } from "../../server/certificates/issue-certificate.ts";
import { readVerificationCode } from "../../server/certificates/verification-code.ts";
import { groupedCode } from "../../server/core/crockford.ts";
import {
  csv,
  type RosterWorld,
  sampleRows,
  startRosterWorld,
  traces,
  uploadDocument,
} from "../attendance/roster-world.ts";

let roster: RosterWorld;
beforeEach(async () => {
  roster = await startRosterWorld();
  const { data } = await roster.world.upload(
    roster.provider.token,
    uploadDocument,
    { providerId: roster.provider.id },
    csv(sampleRows),
  );
  expect(data.uploadAttendance.status).toBe("PROCESSED");
});
afterEach(() => roster.world.stop());

const listed = async (token: string, filter = "") =>
  (
    await roster.world.ok(
      token,
      `{ certificates${filter} { totalCount nodes { id number verificationCode recipientName status pdfUrl credits } } }`,
    )
  ).certificates;

const john = async () => {
  const { nodes } = await listed(roster.staff.token);
  return nodes.find((c: { recipientName: string }) => c.recipientName === "John Smith");
};

test("a job that runs twice, and several at once, issue one certificate and one mail", async () => {
  const records = await roster.world.sql("SELECT id FROM attendance_record");
  await Promise.all(records.flatMap(({ id }) => [1, 2, 3].map(() => issueCertificate(roster.world.ctx, id))));
  await roster.world.sql(
    "SELECT graphile_worker.add_job('attendance.released', json_build_object('uploadId', (SELECT id FROM attendance_upload)))",
  );
  expect(await traces(roster.world)).toMatchObject({ records: 5, certificates: 5, mails: 5, files: 5 });
  const { nodes } = await listed(roster.staff.token);
  expect(new Set(nodes.map((c: { number: string }) => c.number)).size).toBe(5);
  expect(new Set(nodes.map((c: { verificationCode: string }) => c.verificationCode)).size).toBe(5);
});

test("the issued bytes are served for good, whatever is renamed since", async () => {
  await roster.world.runJobs();
  const { pdfUrl } = await john();
  const read = async () =>
    Buffer.from(await (await roster.world.fetch(pdfUrl, { token: roster.staff.token })).arrayBuffer());
  const issued = await read();
  await roster.world.sql("UPDATE member SET first_name = 'Johanna'");
  await roster.world.sql("UPDATE provider SET name = 'Renamed'");
  await roster.world.sql("UPDATE accreditor_settings SET accreditor_name = 'Renamed'");
  await roster.world.sql("UPDATE program SET name = 'Renamed'");
  await roster.world.runJobs();
  expect((await read()).equals(issued)).toBe(true);
  expect((await john()).recipientName).toBe("John Smith");
});

test("staff, the provider and the member see it; for all others it is not there", async () => {
  await roster.world.runJobs();
  const { id, pdfUrl } = await john();
  const member = await roster.world.signIn("john.smith@example.test");
  const stranger = await roster.world.signIn("jane.jones@example.test");
  expect((await listed(roster.provider.token)).totalCount).toBe(5);
  expect((await listed(member)).totalCount).toBe(1);
  expect((await listed(stranger)).nodes[0].recipientName).toBe("Jane Jones");
  expect((await listed(roster.other.token)).totalCount).toBe(0);
  expect((await listed(roster.other.token, `(filter: { programNumber: "A09164" })`)).totalCount).toBe(0);
  expect((await listed(stranger, `(filter: { memberNumber: "100100" })`)).totalCount).toBe(0);

  for (const token of [roster.staff.token, roster.provider.token, member])
    expect((await roster.world.fetch(pdfUrl, { token })).status).toBe(200);
  for (const token of [roster.other.token, stranger, null]) {
    const foreign = await roster.world.fetch(pdfUrl, { token });
    const absent = await roster.world.fetch(pdfUrl.replace(id, "01900000-0000-7000-8000-000000000000"), { token });
    expect(foreign.status).toBe(token ? 404 : 401);
    expect(await foreign.text()).toBe(await absent.text());
  }
  const resend = "mutation ($id: ID!) { resendCertificate(id: $id) { id } }";
  expect(await roster.world.refused(stranger, resend, { id })).toBe("NOT_FOUND");
  expect(await roster.world.refused(roster.other.token, resend, { id })).toBe("NOT_FOUND");
  const revoke = `mutation ($id: ID!) { revokeCertificate(id: $id, reason: "No.") { id } }`;
  for (const token of [member, stranger, roster.provider.token, roster.other.token])
    expect(await roster.world.refused(token, revoke, { id })).toBe("FORBIDDEN");
});

test("a signed link leads whoever has it to the same bytes for its minutes, and ends with the certificate", async () => {
  const { world, staff, provider, other } = roster;
  await world.runJobs();
  const started = Math.floor(world.base.now().getTime() / 1_000) * 1_000;
  world.setClock(new Date(started).toISOString());
  const { id, pdfUrl, verificationCode } = await john();
  const query =
    "query ($id: ID!, $minutes: Int!) { certificate(id: $id) { verifyUrl downloadUrl(minutes: $minutes) } }";
  const ask = async (token: string, minutes = 10) => (await world.ok(token, query, { id, minutes })).certificate;
  const get = (link: string) => world.fetch(link);
  const member = await world.signIn("john.smith@example.test");

  const { verifyUrl, downloadUrl } = await ask(member);
  expect(verifyUrl).toBe(`${world.config.publicUrl}/verify/${groupedCode(verificationCode)}`);
  expect(await ask(other.token)).toBeNull();
  const linked = await get(downloadUrl);
  expect([linked.status, linked.headers.get("Content-Type"), linked.headers.get("Cache-Control")]).toEqual([
    200,
    "application/pdf",
    "private, max-age=600, immutable",
  ]);
  const issued = Buffer.from(await (await world.fetch(pdfUrl, { token: provider.token })).arrayBuffer());
  expect(Buffer.from(await linked.arrayBuffer()).equals(issued)).toBe(true);

  // Of another certificate, for longer, with another signature, with none.
  const [another] = (await listed(staff.token)).nodes.filter((c: { id: string }) => c.id !== id);
  const until = Number(new URL(downloadUrl).searchParams.get("until"));
  const changed = [
    downloadUrl.replace(id, another.id),
    downloadUrl.replace(String(until), String(until + 60)),
    downloadUrl.replace(/signature=(.)/, (_all: string, first: string) => `signature=${first === "A" ? "B" : "A"}`),
    downloadUrl.replace(/&signature=.*/, ""),
    downloadUrl.replace(/\?.*/, ""),
    `${downloadUrl}&until=${until}`,
  ];
  for (const link of changed) expect((await get(link)).status).toBe(404);

  for (const minutes of [0, -1, 1_441]) {
    const { errors } = await world.graphql(member, query, { id, minutes });
    expect(errors[0]?.extensions).toMatchObject({ code: "BAD_INPUT", field: "minutes" });
  }
  const day = (await ask(provider.token, 1_440)).downloadUrl;
  world.setClock(new Date(started + 9 * 60_000).toISOString());
  expect((await get(downloadUrl)).headers.get("Cache-Control")).toBe("private, max-age=60, immutable");
  world.setClock(new Date(started + 10 * 60_000).toISOString());
  expect((await get(downloadUrl)).status).toBe(404);
  expect((await get(day)).status).toBe(200);

  await world.ok(staff.token, `mutation ($id: ID!) { revokeCertificate(id: $id, reason: "No.") { id } }`, { id });
  expect((await get(day)).status).toBe(404);
  expect((await ask(member)).downloadUrl).toBeNull();
  const erased = (await world.ok(staff.token, query, { id: another.id, minutes: 1_440 })).certificate.downloadUrl;
  expect((await get(erased)).status).toBe(200);
  await world.sql("UPDATE member SET erased_at = now() WHERE id = (SELECT member_id FROM certificate WHERE id = $1)", [
    another.id,
  ]);
  expect((await get(erased)).status).toBe(404);
});

test("a program's certificates go on where a page ended, also in the whole list", async () => {
  const { world, provider, other } = roster;
  await world.runJobs();
  const [{ id }] = await world.sql("SELECT program_id AS id FROM certificate LIMIT 1");
  const ofProgram = `query ($id: ID!, $first: Int, $after: String) { program(id: $id) {
    certificates(first: $first, after: $after) { totalCount nodes { id } edges { cursor }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`;
  const page = async (variables: object) =>
    (await world.ok(provider.token, ofProgram, { id, ...variables })).program.certificates;
  const whole = (
    await world.ok(
      provider.token,
      '{ certificates(filter: { programNumber: "A09164" }) { nodes { id } edges { cursor } } }',
    )
  ).certificates;
  const seen: unknown[] = [];
  let after: string | null = null;
  for (;;) {
    const found: Awaited<ReturnType<typeof page>> = await page({ first: 2, after });
    expect(found.pageInfo.hasPreviousPage).toBe(after !== null);
    seen.push(...found.nodes.map((node: { id: string }, i: number) => [node.id, found.edges[i].cursor]));
    after = found.pageInfo.endCursor;
    if (!found.pageInfo.hasNextPage) break;
  }
  expect(seen).toEqual(whole.nodes.map((node: { id: string }, i: number) => [node.id, whole.edges[i].cursor]));
  expect(seen.length).toBeGreaterThan(2);

  // Of an empty page the end is where it began; of this list and of the whole one.
  const info = { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: after };
  expect((await page({ after })).pageInfo).toEqual(info);
  const { certificates } = await world.ok(
    provider.token,
    `query ($after: String) { certificates(filter: { programNumber: "A09164" }, after: $after) {
      nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
    { after },
  );
  expect(certificates).toEqual({ nodes: [], pageInfo: info });
  const encoded = (values: unknown) => Buffer.from(JSON.stringify(values)).toString("base64url");
  for (const foreign of [
    id,
    "",
    "x",
    encoded(["2026-01-01", id]),
    encoded(["2026-02-30 10:00:00+00", "x"]),
    encoded([id]),
  ].filter(Boolean))
    expect(await world.refused(provider.token, ofProgram, { id, after: foreign })).toBe("BAD_INPUT");
  expect((await world.ok(other.token, ofProgram, { id })).program).toBeNull();
});

test("anyone with the code verifies it, as typed; a revoked one says so", async () => {
  await roster.world.runJobs();
  const { id, number, verificationCode } = await john();
  const query = `query ($code: String!) { verifyCertificate(code: $code) {
    valid status number recipientName title providerName credits creditUnit completedOn revokedAt } }`;
  const verify = async (code: string) => (await roster.world.ok(null, query, { code })).verifyCertificate;
  const valid = {
    valid: true,
    status: "ISSUED",
    number,
    recipientName: "John Smith",
    title: "13th Annual Sleep Disorders Conference",
    providerName: "AAST",
    credits: "1.00",
    creditUnit: "CEC",
    completedOn: "2009-04-10",
    revokedAt: null,
  };
  for (const typed of [
    verificationCode,
    groupedCode(verificationCode),
    ` ${groupedCode(verificationCode).toLowerCase()} `,
  ])
    expect(await verify(typed)).toEqual(valid);
  for (const wrong of ["", "0000-0000-0000-0000", `${verificationCode}0`, "' OR 1=1 --"])
    expect(await verify(wrong)).toMatchObject({ valid: false, status: null, recipientName: null });

  const machine = (code: string) => roster.world.fetch(`/verify/${code}`, { headers: { accept: "application/json" } });
  const answer = await machine(groupedCode(verificationCode));
  expect([answer.status, await answer.json()]).toEqual([
    200,
    expect.objectContaining({ valid: true, status: "ISSUED", number, recipientName: "John Smith", credits: "1.00" }),
  ]);
  const none = await machine("0000-0000-0000-0000");
  expect([none.status, await none.json()]).toEqual([404, { valid: false, issuedElsewhere: false }]);

  const revoke = "mutation ($id: ID!, $reason: String!) { revokeCertificate(id: $id, reason: $reason) { status } }";
  expect(await roster.world.refused(roster.staff.token, revoke, { id, reason: "  " })).toBe("REASON_REQUIRED");
  await roster.world.ok(roster.staff.token, revoke, { id, reason: "Did not attend." });
  expect(await roster.world.refused(roster.staff.token, revoke, { id, reason: "Again." })).toBe(
    "CERTIFICATE_NOT_VALID",
  );
  expect(await verify(verificationCode)).toEqual({
    ...valid,
    valid: false,
    status: "REVOKED",
    revokedAt: "2009-04-20T15:00:00.000Z",
  });
});

test("sent again goes to the address on record; pressed twice, once", async () => {
  await roster.world.runJobs();
  const { id } = await john();
  const member = await roster.world.signIn("john.smith@example.test");
  const resend = "mutation ($id: ID!) { resendCertificate(id: $id) { id } }";
  await Promise.all([roster.world.ok(member, resend, { id }), roster.world.ok(member, resend, { id })]);
  await roster.world.runJobs();
  expect(
    await roster.world.sql("SELECT to_address, status FROM mail WHERE subject_id = $1 ORDER BY created_at", [id]),
  ).toEqual([
    { to_address: "john.smith@example.test", status: "SENT" },
    { to_address: "john.smith@example.test", status: "SENT" },
  ]);
});

test("programs with provider, offerings and certificates take as many statements for 20 as for 1", async () => {
  await roster.world.runJobs();
  const { world, provider } = roster;
  const query = `query ($first: Int!) { programs(first: $first) { totalCount nodes {
    number provider { name } type { name } offerings { startsOn reportingDueOn } timeline { action }
    certificates(first: 3) { totalCount nodes { number recipientName pdfUrl } } } } }`;
  const ask = (first: number) => world.statements(() => world.ok(provider.token, query, { first }));
  await world.sql(
    `INSERT INTO program (provider_id, type_id, credit_rule_id, name, name_key, created_at)
     SELECT provider_id, type_id, credit_rule_id, 'Copy ' || n, 'copy' || n, now() FROM program, generate_series(1, 25) n`,
  );
  await world.sql(
    `INSERT INTO offering (program_id, starts_on, ends_on, time_zone, format)
     SELECT id, '2026-05-01', '2026-05-02', 'America/Chicago', 'VIRTUAL' FROM program WHERE name LIKE 'Copy%'`,
  );
  const one = await ask(1);
  expect(await ask(20)).toBe(one);
  expect(one).toBeLessThanOrEqual(8);
});

describe("a verification code", () => {
  test("is read back however people type it", () => {
    expect(readVerificationCode("abcd-efgh-jkmn-pqrs")).toBe("ABCDEFGHJKMNPQRS");
    expect(readVerificationCode("oIlO 0000–0000-0000")).toBe("0110000000000000");
    expect(readVerificationCode("ABCD-EFGH-JKMN-PQR")).toBeNull();
    expect(readVerificationCode("ABCD-EFGH-JKMN-PQRU")).toBeNull();
  });
});
