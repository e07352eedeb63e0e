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

test("a transcript shows the code of what it can't print, and is there", async () => {
  const { world, staff } = roster;
  await rename("John", "Johᚠ");
  await world.runJobs();
  const [{ id }] = await world.sql("SELECT id FROM member WHERE member_number = '100100'");
  const response = await world.fetch(`/transcript.pdf?memberId=${id}`, { token: staff.token });
  expect(response.status).toBe(200);
});
