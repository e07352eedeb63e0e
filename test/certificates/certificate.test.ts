import { issueCertificate } from "../../server/certificates/issue-certificate.ts";
import { groupedCode, readVerificationCode } from "../../server/certificates/verification-code.ts";
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
  expect([none.status, await none.json()]).toEqual([404, { valid: false }]);

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
