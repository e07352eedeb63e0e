import { contradictions, readTables, transcriptSums } from "../certificates/award-answer.ts";
import { ConferenceWorld, csvSchedule, documents } from "../conferences/conference-world.ts";
import { offering, programIn, typeId } from "../programs/applications.ts";
import { merge, mergeDocuments, previewMerge } from "./merging.ts";

let conference: ConferenceWorld;
let world: ConferenceWorld["world"];
beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
});
afterAll(() => conference.stop());
beforeEach(() => world.setClock("2026-03-02T15:00:00Z"));

let made = 0;

/** A conference of four sessions, of which the last two overlap, and two accounts of one person, both registered. */
async function scene() {
  const id = await conference.conference({ startsOn: "2026-02-10", endsOn: "2026-02-11", format: "HYBRID" });
  await conference.imported(
    id,
    csvSchedule(
      "a,Morning,2026-02-10,09:00,10:00,no,",
      "b,Noon,2026-02-10,12:00,13:15,no,",
      "c,Late,2026-02-10,15:00,16:00,no,",
      "d,Later,2026-02-10,15:30,17:00,no,",
    ),
  );
  const kept = await conference.attendee([`kept${++made}@example.test`]);
  const merged = await conference.attendee([`merged${made}@example.test`], { firstName: "Jon", lastName: "Smith" });
  await conference.register(id, `kept${made}@example.test,Full,,,no`, `merged${made}@example.test,Full,,,no`);
  const sessions = await conference.sessions(id);
  const claim = async (token: string, ...titles: string[]) => {
    for (const title of titles)
      await conference.claim(token, sessions.find((session) => session.title === title)?.id ?? "");
  };
  return { id, kept, merged, claim };
}

const certificates = (memberId: string) =>
  world.sql(
    `SELECT c.number, c.status, c.credits, n.number AS heir,
       (SELECT json_agg(l.title ORDER BY l.position) FROM certificate_line l WHERE l.certificate_id = c.id) AS titles
     FROM certificate c LEFT JOIN certificate n ON n.id = c.superseded_by_id WHERE c.member_id = $1 ORDER BY c.number`,
    [memberId],
  );
const staff = () => conference.staff.token;

test("two certificates of one conference become one of what both attended, each minute once", async () => {
  const { id, kept, merged, claim } = await scene();
  await claim(kept.token, "Morning", "Late");
  await claim(merged.token, "Morning", "Noon", "Later");
  const first = await conference.generate(kept.token, id);
  const second = await conference.generate(merged.token, id);
  const preview = await previewMerge(world, staff(), kept.id, merged.id);
  expect(
    preview.doubled.map(({ dropped, kept: stays }: Record<string, { sessionTitle: string; memberNumber: string }>) => [
      dropped?.memberNumber,
      dropped?.sessionTitle,
      stays?.sessionTitle,
    ]),
  ).toEqual([
    [merged.memberNumber, "Morning", "Morning"],
    [kept.memberNumber, "Late", "Later"],
  ]);
  expect(preview).toMatchObject({
    newCertificates: ["Sleep Summit"],
    endedCertificates: [
      { number: first.number, status: "SUPERSEDED" },
      { number: second.number, status: "SUPERSEDED" },
    ],
  });
  await merge(world, staff(), kept.id, merged.id);
  const [one, two, both] = await certificates(kept.id);
  // However it was issued, each has its credential.
  expect(
    await world.sql(
      "SELECT number FROM certificate c WHERE NOT EXISTS (SELECT FROM certificate_credential d WHERE d.certificate_id = c.id)",
    ),
  ).toEqual([]);
  expect([one, two].map((each) => [each.number, each.status, each.heir])).toEqual([
    [first.number, "SUPERSEDED", both.number],
    [second.number, "SUPERSEDED", both.number],
  ]);
  expect(both).toMatchObject({ status: "ISSUED", credits: "3.75", titles: ["Morning", "Noon", "Later"] });
  await world.runJobs();
  const mails = await world.sql("SELECT to_address FROM mail WHERE text LIKE '%' || $1 || '%' ORDER BY 1", [
    both.number,
  ]);
  expect(mails.map((mail) => mail.to_address)).toEqual([`kept${made}@example.test`, `merged${made}@example.test`]);
  // The choices are those of the certificate: the same choice again is the same certificate.
  expect((await conference.generate(kept.token, id)).number).toBe(both.number);
});

test("of a further kind of credit both together have no more than one person is awarded, and the credit stays", async () => {
  await world.ok(staff(), "mutation ($input: CreditKindInput!) { saveCreditKind(input: $input) { id } }", {
    input: {
      code: "ETHICS",
      name: "Ethics credit",
      unit: "Ethics",
      partOf: "CEC",
      position: 2,
      ruleCode: "CONTACT_HOUR_60",
      startsOn: "2026-01-01",
    },
  });
  const { id } = await programIn(world, conference, "APPROVED", {
    typeId: await typeId(world, "CONFERENCE"),
    minutes: 600,
    requestedCredits: "10.00",
    creditKinds: [{ kind: "ETHICS", credits: "0.75" }],
    offerings: [offering({ startsOn: "2026-02-10", endsOn: "2026-02-10" })],
  });
  await conference.imported(
    id,
    "ID,Title,Date,Start,End,ETHICS\na,Morning,2026-02-10,09:00,10:00,0.50\nb,Noon,2026-02-10,12:00,13:00,0.50",
  );
  const kept = await conference.attendee(["ethics@example.test"]);
  const merged = await conference.attendee(["ethical@example.test"], { firstName: "Jon", lastName: "Smith" });
  await conference.register(id, "ethics@example.test,Full,,,no", "ethical@example.test,Full,,,no");
  const [morning, noon] = await conference.sessions(id);
  await conference.claim(kept.token, noon?.id ?? "");
  await conference.claim(merged.token, morning?.id ?? "");
  for (const { token } of [kept, merged]) await conference.generate(token, id);
  world.setClock("2026-03-02T16:00:00Z");
  await merge(world, staff(), kept.id, merged.id);
  await world.runJobs();
  const { transcript } = await world.ok(
    staff(),
    "query ($id: ID!) { transcript(memberId: $id) { lines { credits kinds { name credits } } totals { credits } kindTotals { name credits } } }",
    { id: kept.id },
  );
  expect(transcriptSums(transcript)).toEqual(Array(2).fill({ credits: 200, kinds: { "Ethics credit": 75 } }));
  expect(contradictions(await readTables(world, [id]), world.ctx.now())).toEqual([]);
  // The same choice is the same certificate.
  const [{ number }] = (await certificates(kept.id)).filter(({ status }) => status === "ISSUED");
  expect((await conference.generate(kept.token, id)).number).toBe(number);
});

test("a certificate that already shows all that is left goes on", async () => {
  const { id, kept, merged, claim } = await scene();
  await claim(kept.token, "Morning", "Noon");
  await claim(merged.token, "Noon");
  const [first, second] = [await conference.generate(kept.token, id), await conference.generate(merged.token, id)];
  await merge(world, staff(), kept.id, merged.id);
  expect(await certificates(kept.id)).toMatchObject([
    { number: first.number, status: "ISSUED", credits: "2.25" },
    { number: second.number, status: "SUPERSEDED", heir: first.number },
  ]);
  expect((await conference.generate(kept.token, id)).number).toBe(first.number);
});

test("where one alone has a certificate, it goes over as it is, and choices in the same minutes are dropped", async () => {
  const { id, kept, merged, claim } = await scene();
  await claim(merged.token, "Later");
  const only = await conference.generate(merged.token, id);
  await claim(kept.token, "Late", "Morning");
  await merge(world, staff(), kept.id, merged.id);
  expect(await certificates(kept.id)).toMatchObject([{ number: only.number, status: "ISSUED" }]);
  const { conference: seen } = await world.ok(kept.token, documents.conference, { id });
  expect(seen.claims.map((each: { session: { title: string } }) => each.session.title)).toEqual(["Morning", "Later"]);
  expect((await conference.generate(kept.token, id)).credits).toBe("2.50");
});

test("what was revoked of one is not theirs by the other's certificate, which holds, until staff say so", async () => {
  const { id, kept, merged, claim } = await scene();
  await claim(kept.token, "Morning");
  const first = await conference.generate(kept.token, id);
  world.setClock("2026-03-02T16:00:00Z");
  await claim(merged.token, "Noon");
  const second = await conference.generate(merged.token, id);
  const revoke = 'mutation ($id: ID!) { revokeCertificate(id: $id, reason: "Was not there.") { id } }';
  await world.ok(staff(), revoke, { id: second.id });
  await merge(world, staff(), kept.id, merged.id);
  expect(await world.refused(kept.token, documents.generate, { conferenceId: id })).toBe("STAFF_DECIDES");
  expect(await certificates(kept.id)).toMatchObject([
    { number: first.number, status: "ISSUED" },
    { number: second.number, status: "REVOKED" },
  ]);
  // Without it, the one that holds is theirs as before, though it is the older one.
  const noon = (await conference.session(id, "Noon")).id;
  await world.ok(kept.token, documents.unclaim, { sessionId: noon });
  expect((await conference.generate(kept.token, id)).number).toBe(first.number);
  await conference.claim(kept.token, noon);
  const issue = `mutation ($id: ID!, $memberId: ID!) {
    generateCertificateFor(conferenceId: $id, memberId: $memberId, reason: "Was there after all.") { credits } }`;
  expect((await world.ok(staff(), issue, { id, memberId: kept.id })).generateCertificateFor.credits).toBe("2.25");
  expect((await conference.generate(kept.token, id)).credits).toBe("2.25");
});

test("of a conference reported as a whole, the sessions' certificate is superseded by the report's", async () => {
  const { id, kept, merged, claim } = await scene();
  await claim(kept.token, "Morning");
  const mine = await conference.generate(kept.token, id);
  const [{ number }] = await world.sql("SELECT number FROM program WHERE id = $1", [id]);
  await world.ok(
    conference.provider.token,
    `mutation ($input: EnterAttendanceInput!) { enterAttendance(input: $input) { id } }`,
    {
      input: {
        programNumber: number,
        memberNumber: merged.memberNumber,
        firstName: "Jon",
        lastName: "Smith",
        completionDate: "2026-02-11",
        credits: "1.50",
      },
    },
  );
  await world.runJobs();
  await merge(world, staff(), kept.id, merged.id);
  expect((await certificates(kept.id)).map((each) => [each.number === mine.number, each.status, each.credits])).toEqual(
    [
      [true, "SUPERSEDED", "1.00"],
      [false, "ISSUED", "1.50"],
    ],
  );
});

test("claims and certificates asked for while two are merged end with who is left, or are refused", async () => {
  const { id, kept, merged, claim } = await scene();
  await claim(kept.token, "Morning");
  await claim(merged.token, "Noon");
  const { fingerprint } = await previewMerge(world, staff(), kept.id, merged.id);
  const [done, ...others] = await Promise.all([
    world.graphql(staff(), mergeDocuments.merge, { keepId: kept.id, mergeId: merged.id, fingerprint, reason: "One" }),
    world.graphql(kept.token, documents.generate, { conferenceId: id }),
    world.graphql(merged.token, documents.generate, { conferenceId: id }),
    world.graphql(merged.token, documents.unclaim, { sessionId: "01930000-0000-7000-8000-000000000000" }),
  ]);
  for (const { errors } of others)
    for (const error of errors) expect(["UNAUTHENTICATED", "FORBIDDEN"]).toContain(error.extensions.code);
  if ((done?.errors.length ?? 0) > 0) {
    expect(done?.errors[0]?.extensions.code).toBe("STALE_VERSION");
    await merge(world, staff(), kept.id, merged.id);
  }
  const [left] = await world.sql(
    `SELECT (SELECT count(*)::int FROM session_claim WHERE member_id = $1) + (SELECT count(*)::int FROM certificate WHERE member_id = $1)
       + (SELECT count(*)::int FROM attendance_record WHERE member_id = $1) AS count`,
    [merged.id],
  );
  expect(left.count).toBe(0);
  const final = await conference.generate(kept.token, id);
  expect(final.lines.map((line: { title: string }) => line.title)).toEqual(["Morning", "Noon"]);
  expect((await certificates(kept.id)).filter((each) => each.status === "ISSUED")).toHaveLength(1);
});
