import { ConferenceWorld, csvSchedule } from "../conferences/conference-world.ts";

let conference: ConferenceWorld;
let world: ConferenceWorld["world"];
beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
});
afterAll(() => conference.stop());

test("fifty attendees who press twenty times each at once get fifty certificates", async () => {
  const id = await conference.conference({ startsOn: "2026-02-10", endsOn: "2026-02-11" });
  await conference.imported(id, csvSchedule("a,Morning,2026-02-10,09:00,10:00,no,"));
  const morning = (await conference.session(id, "Morning")).id;
  const emails = Array.from({ length: 50 }, (_, i) => `crowd${i}@example.test`);
  await conference.register(id, ...emails.map((email) => `${email},Full,,,no`));
  const crowd = [];
  for (const email of emails) crowd.push(await conference.attendee([email]));
  await world.sql(
    "INSERT INTO session_claim (member_id, session_id, attended_on, claimed_at) SELECT unnest($1::uuid[]), $2, '2026-02-10', now()",
    [crowd.map((attendee) => attendee.id), morning],
  );
  const answers = await Promise.all(
    crowd.flatMap(({ token }) => Array.from({ length: 20 }, () => conference.generate(token, id))),
  );
  const ids = new Set(answers.map((certificate) => certificate.id));
  expect(answers).toHaveLength(1_000);
  expect(ids.size).toBe(50);
  const [counts] = await world.sql(
    `SELECT count(*)::int AS certificates, count(DISTINCT number)::int AS numbers, count(DISTINCT member_id)::int AS members,
       count(DISTINCT verification_code)::int AS codes,
       (SELECT count(*)::int FROM attendance_record r WHERE r.program_id = $1) AS records
     FROM certificate WHERE program_id = $1`,
    [id],
  );
  expect(counts).toEqual({ certificates: 50, numbers: 50, members: 50, codes: 50, records: 50 });
});
