import { ConferenceWorld, csvSchedule, documents } from "../conferences/conference-world.ts";
import { operations } from "../programs/applications.ts";
import { blocked, holding } from "../support/blocked.ts";

let conference: ConferenceWorld;
let world: ConferenceWorld["world"];
beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
});
afterAll(() => conference.stop());

let made = 0;
const repetitions = 15;

/** An attendee who has claimed one session of a conference with two. */
async function claimant(programId: string) {
  const email = `racer${++made}@example.test`;
  const attendee = await conference.attendee([email]);
  await conference.register(programId, `${email},Full,,,no`);
  await conference.claim(attendee.token, (await conference.session(programId, "Morning")).id);
  return attendee;
}

async function summit(): Promise<string> {
  const id = await conference.conference({ startsOn: "2026-02-10", endsOn: "2026-02-11" });
  await conference.imported(
    id,
    csvSchedule("a,Morning,2026-02-10,09:00,10:00,no,", "b,Noon,2026-02-10,12:00,13:00,no,"),
  );
  return id;
}

const revoke = (id: string) =>
  world.graphql(
    conference.staff.token,
    'mutation ($id: ID!) { revokeCertificate(id: $id, reason: "Was not there.") { status } }',
    { id },
  );
const generate = (token: string, conferenceId: string) => world.graphql(token, documents.generate, { conferenceId });

/** A certificate, and a choice that would supersede it. */
async function changedChoice(programId: string) {
  const attendee = await claimant(programId);
  const first = await conference.generate(attendee.token, programId);
  await conference.claim(attendee.token, (await conference.session(programId, "Noon")).id);
  return { attendee, first };
}

const statuses = async (memberId: string): Promise<string[]> =>
  (await world.sql("SELECT status FROM certificate WHERE member_id = $1 ORDER BY number", [memberId])).map(
    (row) => row.status,
  );
const standing = async (memberId: string): Promise<number> =>
  (
    await world.sql("SELECT count(*)::int AS n FROM attendance_record WHERE member_id = $1 AND reversed_at IS NULL", [
      memberId,
    ])
  )[0].n;

test("revoked while its successor is made: one of both happens, and what counts agrees with it", async () => {
  const programId = await summit();
  const racers = [];
  for (let i = 0; i < repetitions; i++) racers.push(await changedChoice(programId));
  await Promise.all(
    racers.map(async ({ attendee, first }, i) => {
      const both = [() => revoke(first.id), () => generate(attendee.token, programId)];
      const [a, b] = await Promise.all((i % 2 ? both : both.reverse()).map((start) => start()));
      const refused = [a, b].flatMap((answer) => answer?.errors ?? []);
      expect(refused.map((error) => error.extensions.code)).toEqual(["CERTIFICATE_NOT_VALID"]);
    }),
  );
  for (const { attendee } of racers) {
    const found = await statuses(attendee.id);
    const records = await standing(attendee.id);
    expect([
      { found: ["REVOKED"], records: 0 },
      { found: ["SUPERSEDED", "ISSUED"], records: 2 },
    ]).toContainEqual({ found, records });
  }
});

test("whoever comes first to the certificate wins: revoking, then generating", async () => {
  const programId = await summit();
  const { attendee, first } = await changedChoice(programId);
  const held = await holding(world, "SELECT FROM certificate WHERE id = $1 FOR UPDATE", [first.id]);
  const revoking = revoke(first.id);
  await blocked(world, 1);
  const generating = generate(attendee.token, programId);
  await blocked(world, 2);
  await held.release();
  expect((await revoking).data.revokeCertificate).toEqual({ status: "REVOKED" });
  expect((await generating).errors[0]?.extensions.code).toBe("CERTIFICATE_NOT_VALID");
  expect(await statuses(attendee.id)).toEqual(["REVOKED"]);
  expect(await standing(attendee.id)).toBe(0);
});

test("generating, then revoking", async () => {
  const programId = await summit();
  const { attendee, first } = await changedChoice(programId);
  const held = await holding(world, "SELECT FROM certificate WHERE id = $1 FOR UPDATE", [first.id]);
  const generating = generate(attendee.token, programId);
  await blocked(world, 1);
  const revoking = revoke(first.id);
  await blocked(world, 2);
  await held.release();
  expect((await generating).data.generateCertificate.status).toBe("ISSUED");
  expect((await revoking).errors[0]?.extensions.code).toBe("CERTIFICATE_NOT_VALID");
  expect(await statuses(attendee.id)).toEqual(["SUPERSEDED", "ISSUED"]);
  expect(await standing(attendee.id)).toBe(2);
});

async function cancel(id: string) {
  const [{ version }] = await world.sql("SELECT version FROM program WHERE id = $1", [id]);
  return world.graphql(conference.staff.token, operations.cancelProgram, { id, version, reason: "Called off." });
}

test("called off while certificates are made: none is issued after it was called off", async () => {
  for (let i = 0; i < repetitions; i++) {
    const programId = await summit();
    const attendee = await claimant(programId);
    const both = [() => cancel(programId), () => generate(attendee.token, programId)];
    await Promise.all((i % 2 ? both : both.reverse()).map((start) => start()));
    const log = await world.sql(
      `SELECT e.action FROM audit_entry e JOIN audit_link l ON l.entry_id = e.id LEFT JOIN certificate c ON c.id = e.subject_id
       WHERE e.action IN ('program.cancel', 'certificate.issue') AND $1 IN (e.subject_id, c.program_id) ORDER BY l.seq`,
      [programId],
    );
    expect(log.at(-1)?.action).toBe("program.cancel");
    expect(await statuses(attendee.id)).toHaveLength(log.length - 1);
  }
});

test("a certificate waits for the cancellation that came first, and is refused", async () => {
  const programId = await summit();
  const attendee = await claimant(programId);
  const held = await holding(world, "SELECT FROM program WHERE id = $1 FOR UPDATE", [programId]);
  const cancelling = cancel(programId);
  await blocked(world, 1);
  const generating = generate(attendee.token, programId);
  await blocked(world, 2);
  await held.release();
  expect((await cancelling).data.cancelProgram.status).toBe("CANCELLED");
  expect((await generating).errors[0]?.extensions.code).toBe("SESSION_NOT_CLAIMABLE");
  expect(await statuses(attendee.id)).toEqual([]);
});

test("a cancellation waits for the certificate that came first, which stays", async () => {
  const programId = await summit();
  const attendee = await claimant(programId);
  // The certificate's line needs its session: this holds it up after it has looked at the conference.
  const held = await holding(world, "SELECT FROM session WHERE program_id = $1 FOR UPDATE", [programId]);
  const generating = generate(attendee.token, programId);
  await blocked(world, 1);
  const cancelling = cancel(programId);
  await blocked(world, 2);
  await held.release();
  expect((await generating).data.generateCertificate.status).toBe("ISSUED");
  expect((await cancelling).data.cancelProgram.status).toBe("CANCELLED");
  expect(await statuses(attendee.id)).toEqual(["ISSUED"]);
});
