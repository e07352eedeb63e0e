import { StaffRole } from "../../server/core/staff-roles.ts";
import { lookAroundJob } from "../../server/dashboard/look-around.job.ts";
import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";

let roster: RosterWorld;
beforeEach(async () => {
  roster = await startRosterWorld();
  const { world, provider } = roster;
  const { data } = await world.upload(provider.token, uploadDocument, { providerId: provider.id }, csv(sampleRows));
  expect(data.uploadAttendance.status).toBe("PROCESSED");
});
afterEach(() => roster.world.stop());

const unmade = async (token: string, programId: string | null = null) =>
  (
    await roster.world.ok(
      token,
      "query ($programId: ID) { unmadeCertificates(programId: $programId) { part message memberNumber programId programNumber } }",
      { programId },
    )
  ).unmadeCertificates;

const certificates = async () =>
  (await roster.world.sql("SELECT recipient_name AS name FROM certificate ORDER BY recipient_name")).map(
    ({ name }) => name,
  );

/** As from before names were asked whether they can be printed. */
const rename = (from: string, to: string) =>
  roster.world.sql("UPDATE member SET first_name = $2 WHERE first_name = $1 AND last_name = 'Smith'", [from, to]);

const retry = "mutation ($programId: ID!) { retryCertificates(programId: $programId) }";

test("a certificate that can't be printed is not made, says why, and is made once the name is mended", async () => {
  const { world, staff, provider, other } = roster;
  await rename("John", "Johᚠ");
  await world.runJobs();
  expect(await certificates()).toHaveLength(4);
  const [found, ...more] = await unmade(staff.token);
  expect(more).toEqual([]);
  expect(found).toMatchObject({
    part: "RECIPIENT",
    memberNumber: "100100",
    programNumber: "A09164",
    message: "The member’s name has the character ᚠ (U+16A0), which certificates cannot show. Correct the name.",
  });
  expect(await unmade(provider.token, found.programId)).toEqual([found]);
  expect(await unmade(other.token)).toEqual([]);
  expect(await world.refused(other.token, retry, { programId: found.programId })).toBe("FORBIDDEN");
  // No job goes on trying what only a person can mend.
  expect(await world.sql("SELECT count(*)::int AS n FROM graphile_worker.jobs")).toEqual([{ n: 0 }]);

  expect(await world.ok(staff.token, retry, { programId: found.programId })).toEqual({ retryCertificates: 1 });
  await world.runJobs();
  expect(await unmade(staff.token)).toHaveLength(1);

  await rename("Johᚠ", "John");
  await world.ok(staff.token, retry, { programId: found.programId });
  await world.runJobs();
  expect(await unmade(staff.token)).toEqual([]);
  expect(await certificates()).toContain("John Smith");
  expect(await world.ok(staff.token, retry, { programId: found.programId })).toEqual({ retryCertificates: 0 });
});

test("a license or a unit from before it was asked whether they can be printed is named as well", async () => {
  const { world, staff } = roster;
  const [{ kind_id: kindId }] = await world.sql(
    `WITH kind AS (INSERT INTO licence_kind (code, name, asks_jurisdiction, asks_profession, asks_expiry, is_unique, sensitive, on_rosters, printed)
       VALUES ('RN', 'RN', false, false, false, false, false, false, true) RETURNING id)
     INSERT INTO licence (id, member_id, kind_id, number, number_key, exclusive, created_at)
     SELECT gen_random_uuid(), m.id, kind.id, 'ᚠ1', 'ᚠ1', false, now() FROM kind, member m WHERE m.member_number = '100100' RETURNING kind_id`,
  );
  await world.runJobs();
  const [found, ...more] = await unmade(staff.token);
  expect(more).toEqual([]);
  expect(found).toMatchObject({
    part: "LICENCE",
    memberNumber: "100100",
    message:
      "A license of the member has the character ᚠ (U+16A0), which certificates cannot show. Correct the member’s license.",
  });
  await world.sql("UPDATE licence SET number = '1' WHERE kind_id = $1", [kindId]);
  await world.sql("UPDATE credit_rule SET unit = 'CEᚠ'");
  await world.ok(staff.token, retry, { programId: found.programId });
  await world.runJobs();
  expect(await unmade(staff.token)).toMatchObject([{ part: "CREDIT" }]);
  await world.sql("UPDATE credit_rule SET unit = 'CEC'");
  await world.ok(staff.token, retry, { programId: found.programId });
  await world.runJobs();
  expect(await unmade(staff.token)).toEqual([]);
});

test("a transcript shows the code of what it can't print, and is there", async () => {
  const { world, staff } = roster;
  await rename("John", "Johᚠ");
  await world.runJobs();
  const [{ id }] = await world.sql("SELECT id FROM member WHERE member_number = '100100'");
  const response = await world.fetch(`/transcript.pdf?memberId=${id}`, { token: staff.token });
  expect(response.status).toBe(200);
});

const attention = async (token: string) => {
  const { needsAttention } = await roster.world.ok(
    token,
    `{ needsAttention { total kinds { kind count } items(first: 50) {
      totalCount nodes { id kind memberNumber otherMemberNumber programNumber message availableActions } } } }`,
  );
  const { total, kinds, items } = needsAttention;
  expect(items.totalCount).toBe(total);
  expect(kinds.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(total);
  return items.nodes as {
    id: string;
    kind: string;
    memberNumber: string;
    otherMemberNumber: string;
    programNumber: string;
    message: string;
    availableActions: string[];
  }[];
};
const kindsOf = async (token: string) => (await attention(token)).map(({ kind }) => kind);
const lookAround = () => lookAroundJob.run(roster.world.ctx, {});
const setAside = "mutation ($id: ID!, $reason: String!) { setAttentionAside(id: $id, reason: $reason) }";

test("what nobody would notice stands on one list, with what mends it, and leaves it when it is mended", async () => {
  const { world, staff, provider, other } = roster;
  await rename("John", "Johᚠ");
  await world.runJobs();
  expect(await attention(staff.token)).toMatchObject([
    {
      kind: "CERTIFICATE_UNMADE",
      memberNumber: "100100",
      programNumber: "A09164",
      availableActions: ["CORRECT_AND_RETRY", "SET_ASIDE"],
    },
  ]);
  expect((await attention(provider.token)).map(({ kind, availableActions }) => [kind, availableActions])).toEqual([
    ["CERTIFICATE_UNMADE", []],
  ]);
  expect(await attention(other.token)).toEqual([]);
  expect(await world.refused((await world.account()).token, "{ needsAttention { total } }")).toBe("FORBIDDEN");

  // A job that nobody answers is given up; one that was lost left no certificate.
  await world.sql("DELETE FROM unmade_certificate");
  await world.sql("SELECT graphile_worker.add_job('nobody.answers', max_attempts := 1)");
  await world.sql("UPDATE graphile_worker._private_jobs SET attempts = max_attempts");
  await lookAround();
  expect(await kindsOf(staff.token)).toEqual(["JOB_FAILED"]);
  world.setClock("2009-04-20T17:00:00Z");
  await lookAround();
  await lookAround();
  const [missing, job] = (await attention(staff.token)).sort((a, b) => a.kind.localeCompare(b.kind));
  expect([missing?.kind, missing?.memberNumber, job?.kind]).toEqual(["CERTIFICATE_MISSING", "100100", "JOB_FAILED"]);
  expect(await kindsOf(provider.token)).toEqual(["CERTIFICATE_MISSING"]);
  expect(job?.message).toContain("nobody.answers");

  const retryJob = "mutation ($id: ID!) { retryJob(id: $id) }";
  const registrar = await world.staff(StaffRole.REGISTRAR);
  expect(await world.refused(registrar.token, retryJob, { id: job?.id })).toBe("FORBIDDEN");
  expect(await world.refused(staff.token, retryJob, { id: missing?.id })).toBe("NOT_FOUND");
  expect(await world.refused(staff.token, retryJob, { id: "JOB_FAILED:1 OR true" })).toBe("NOT_FOUND");
  await world.ok(staff.token, retryJob, { id: job?.id });
  expect(await world.refused(staff.token, retryJob, { id: job?.id })).toBe("NOT_FOUND");
  await world.sql("DELETE FROM graphile_worker._private_jobs");

  // What fees hold, what was undone and whoever is gone wait rightly.
  const statements = [
    [
      "UPDATE attendance_record SET reversed_at = now(), reversal_reason = 'x' WHERE member_id = $1",
      "UPDATE attendance_record SET reversed_at = NULL, reversal_reason = NULL WHERE member_id = $1",
    ],
    ["UPDATE member SET erased_at = now() WHERE id = $1", "UPDATE member SET erased_at = NULL WHERE id = $1"],
  ] as const;
  const [{ id }] = await world.sql("SELECT id FROM member WHERE member_number = '100100'");
  for (const [away, back] of statements) {
    await world.sql(away, [id]);
    expect(await kindsOf(staff.token)).toEqual([]);
    await lookAround();
    expect(await world.sql("SELECT * FROM attention_found")).toEqual([]);
    await world.sql(back, [id]);
    await lookAround();
    expect(await kindsOf(staff.token)).toEqual(["CERTIFICATE_MISSING"]);
  }
  await rename("Johᚠ", "John");
  expect(await world.ok(staff.token, retry, { programId: roster.programId })).toEqual({ retryCertificates: 1 });
  await lookAround();
  expect(await kindsOf(staff.token)).toEqual([]);
  await world.runJobs();
  expect(await certificates()).toContain("John Smith");
  expect(await kindsOf(staff.token)).toEqual([]);
});

test("a report that is overdue, a mail that failed and a name that waits stand there by role", async () => {
  const { world, staff, provider } = roster;
  await world.runJobs();
  const [mail] = await world.sql("SELECT id FROM mail WHERE kind = 'CERTIFICATE' LIMIT 1");
  await world.putInState("mail", "UPDATE mail SET status = 'FAILED' WHERE id = $1", [mail.id]);
  const [code] = await world.sql(
    "INSERT INTO mail (dedupe_key, kind, to_address, to_name, subject, text, status, created_at) VALUES ('x', 'SIGN_UP', 'a@b.test', '', '', '', 'FAILED', now()) RETURNING id",
  );
  expect(code).toBeDefined();
  await world.sql(
    `INSERT INTO name_request (member_id, source, first_name, last_name, created_at)
     SELECT id, 'MEMBER', 'Joan', 'Smith', $1 FROM member WHERE member_number = '100100'`,
    [world.ctx.now()],
  );
  const finance = await world.staff(StaffRole.FINANCE);
  expect((await kindsOf(staff.token)).sort()).toEqual(["MAIL_FAILED", "NAME_WAITING"]);
  expect(await kindsOf(finance.token)).toEqual([]);
  expect(await kindsOf(provider.token)).toEqual([]);

  const nameEntry = (await attention(staff.token)).find(({ kind }) => kind === "NAME_WAITING")?.id ?? "";
  const aside = (id: string, reason = "Looked at.") => ({ id, reason });
  expect(await world.refused(staff.token, setAside, aside(nameEntry))).toBe("ILLEGAL_TRANSITION");
  expect(await world.refused(staff.token, setAside, aside(`MAIL_FAILED:${mail.id}`, " "))).toBe("REASON_REQUIRED");
  expect(await world.refused(staff.token, setAside, aside(`MAIL_FAILED:${code.id}`))).toBe("NOT_FOUND");
  expect(await world.refused(staff.token, setAside, aside("MAIL_FAILED"))).toBe("NOT_FOUND");
  expect(await world.refused(finance.token, setAside, aside(`MAIL_FAILED:${mail.id}`))).toBe("FORBIDDEN");

  // Sent again, it is another mail.
  await world.ok(staff.token, "mutation ($id: ID!) { resendMail(id: $id) { id } }", { id: mail.id });
  expect(await kindsOf(staff.token)).toEqual(["NAME_WAITING"]);

  await world.sql("UPDATE offering SET reported_at = NULL");
  await world.putInState("program", "UPDATE program SET status = 'AWAITING_ATTENDANCE'", []);
  expect(await kindsOf(provider.token)).toEqual([]);
  world.setClock("2009-05-26T15:00:00Z");
  const [overdue] = await attention(provider.token);
  expect(overdue).toMatchObject({ kind: "REPORT_OVERDUE", programNumber: "A09164", availableActions: [] });
  expect(overdue?.message).toContain("May 25, 2009");
});

test("members who may be one person stand once, lead to the merge, and are left alone once somebody has said so", async () => {
  const { world, staff } = roster;
  await world.runJobs();
  const numbers = async () =>
    (await attention(staff.token)).map(({ memberNumber, otherMemberNumber }) => [memberNumber, otherMemberNumber]);
  const place = (number: string, city: string | null, zip: string | null) =>
    world.sql("UPDATE member SET city = $2, zip = $3 WHERE member_number = $1", [number, city, zip]);
  const again = await world.member({ firstName: "Jöhn", lastName: "SMITH", email: "j.smith@example.test" });
  const third = await world.member({ firstName: "John", lastName: "Smith" });
  await lookAround();
  expect(await numbers()).toEqual([]);
  await place("100100", "Chicago", "60601-1234");
  await place(again.memberNumber, "Elsewhere", "60601");
  await place(third.memberNumber, " chicago", null);
  await lookAround();
  expect(await numbers()).toEqual([
    ["100100", again.memberNumber],
    ["100100", third.memberNumber],
  ]);
  await place(again.memberNumber, "Chicago", "60602");
  await lookAround();
  expect(await numbers()).toEqual([["100100", third.memberNumber]]);
  const [pair] = await attention(staff.token);
  expect(pair?.availableActions).toEqual(["MERGE_MEMBERS", "SET_ASIDE"]);
  await world.ok(staff.token, setAside, { id: pair?.id, reason: "Father and son." });
  await lookAround();
  expect(await numbers()).toEqual([]);

  // One mailbox in two spellings.
  for (const address of ["jo.jo@gmail.com", "jojo+cme@googlemail.com"])
    await world.member({ firstName: address, email: address });
  await lookAround();
  expect((await attention(staff.token)).map(({ message }) => message)).toEqual([
    "Their e-mail addresses reach the same mailbox. If they are one person, merge them.",
  ]);
});
