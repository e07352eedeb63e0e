import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { ConferenceWorld, csvSchedule } from "../conferences/conference-world.ts";

const explained = `creditExplanations {
  activity kind unit credits source minutes of reason rule { code startsOn } steps { outcome steps rounded credits } sentences }`;

describe("reported attendance", () => {
  let roster: RosterWorld;
  beforeAll(async () => {
    roster = await startRosterWorld();
    await roster.world.upload(
      roster.provider.token,
      uploadDocument,
      { providerId: roster.provider.id },
      csv(sampleRows),
    );
    await roster.world.runJobs();
  });
  afterAll(() => roster.world.stop());

  const certificates = async () =>
    (
      await roster.world.ok(
        roster.staff.token,
        `{ certificates(orderBy: [{ field: NUMBER, direction: ASC }]) { nodes { id recipientName credits ${explained} } } }`,
      )
    ).certificates.nodes;
  const program = async (token: string) =>
    (
      await roster.world.ok(
        token,
        `{ programs(filter: { number: "A09164" }) { nodes { id version credits ${explained} } } }`,
      )
    ).programs.nodes[0];

  const inWords = ({ creditExplanations }: { creditExplanations: { sentences: string[] }[] }) =>
    creditExplanations.map(({ sentences }) => sentences);
  const byRule = "600 min → 10.00 CEC by Contact hour, 60 minutes.";

  test("a program's says what its minutes earn, a certificate's how much of that was awarded", async () => {
    expect((await program(roster.provider.token)).creditExplanations).toEqual([
      {
        activity: null,
        kind: null,
        unit: "CEC",
        credits: "10.00",
        source: "MINUTES",
        minutes: 600,
        of: null,
        reason: null,
        rule: { code: "CONTACT_HOUR_60", startsOn: "1970-01-01" },
        steps: { outcome: "EXACT", steps: 40, rounded: "10.00", credits: "10.00" },
        sentences: [byRule],
      },
    ]);
    expect((await certificates()).map(inWords)).toEqual(
      expect.arrayContaining([[[byRule]], [[byRule, "1.00 CEC of the 10.00 that were approved were awarded."]]]),
    );
  });

  test("what staff set says so and why; certificates from before stay as they were issued", async () => {
    const before = await certificates();
    const { id, version } = await program(roster.staff.token);
    await roster.world.ok(
      roster.staff.token,
      'mutation ($id: ID!, $version: Int!) { correctCredits(id: $id, version: $version, credits: "9.00", reason: "The panel was cut.") { id } }',
      { id, version },
    );
    expect(await program(roster.provider.token)).toMatchObject({
      credits: "9.00",
      creditExplanations: [
        {
          credits: "9.00",
          source: "SET",
          reason: "The panel was cut.",
          sentences: [byRule, "9.00 CEC were set by hand: The panel was cut."],
        },
      ],
    });
    await roster.world.sql("UPDATE program SET minutes = 60 WHERE id = $1", [id]);
    expect(await certificates()).toEqual(before);
    // One from before this was kept is explained as things are now, and says that so much was awarded.
    await roster.world.sql("UPDATE certificate SET basis = NULL");
    const { id: one } = before.find(({ credits }: { credits: string }) => credits === "1.00");
    expect(inWords((await certificates()).find((certificate: { id: string }) => certificate.id === one))).toEqual([
      ["60 min → 1.00 CEC by Contact hour, 60 minutes.", "1.00 CEC of the 9.00 that were approved were awarded."],
    ]);
  });
});

describe("a conference", () => {
  let conference: ConferenceWorld;
  let world: ConferenceWorld["world"];
  beforeAll(async () => {
    conference = await ConferenceWorld.start();
    world = conference.world;
    world.setClock("2026-03-02T15:00:00Z");
  });
  afterAll(() => conference.stop());

  test("each line is explained as it was issued, whatever is corrected since; staff's reasons are not for its member", async () => {
    const id = await conference.conference({ startsOn: "2026-02-10", endsOn: "2026-02-11", format: "HYBRID" });
    await conference.imported(
      id,
      csvSchedule("a,Morning,2026-02-10,09:00,10:05,no,", "b,Noon,2026-02-10,12:00,13:15,no,"),
    );
    const attendee = await conference.attendee(["explained@example.test"]);
    await conference.register(id, "explained@example.test,Full,,,no");
    const sessions = await conference.sessions(id);
    for (const session of sessions) await conference.claim(attendee.token, session.id);
    const { id: certificate } = await conference.generate(attendee.token, id);
    const read = async () =>
      (
        await world.ok(
          attendee.token,
          `query ($id: ID!) { certificate(id: $id) { creditExplanations { activity credits source sentences } } }`,
          {
            id: certificate,
          },
        )
      ).certificate.creditExplanations;
    const issued = [
      { activity: null, credits: "2.25", source: "SUM", sentences: ["2.25 CEC are the sum of the sessions."] },
      {
        activity: "Morning",
        credits: "1.00",
        source: "MINUTES",
        sentences: ["65 min → 1.00 CEC by Contact hour, 60 minutes, rounded down to a step of 0.25."],
      },
      {
        activity: "Noon",
        credits: "1.25",
        source: "MINUTES",
        sentences: ["75 min → 1.25 CEC by Contact hour, 60 minutes."],
      },
    ];
    expect(await read()).toEqual(issued);

    const morning = sessions.find(({ title }) => title === "Morning")?.id ?? "";
    await conference.update([morning], { credits: "0.50" }, "Half of it was no instruction.");
    expect(await read()).toEqual(issued);
    const asked =
      "query ($id: ID!) { sessions(programId: $id) { nodes { title creditExplanations { source reason sentences } } } }";
    expect((await world.ok(conference.staff.token, asked, { id })).sessions.nodes[0]).toEqual({
      title: "Morning",
      creditExplanations: [
        {
          source: "SET",
          reason: "Half of it was no instruction.",
          sentences: [
            "65 min → 1.00 CEC by Contact hour, 60 minutes, rounded down to a step of 0.25.",
            "0.50 CEC were set by hand: Half of it was no instruction.",
          ],
        },
      ],
    });
    const theirs = await world.ok(
      attendee.token,
      "query ($id: ID!) { conference(id: $id) { days { sessions { title creditExplanations { reason sentences } } } } }",
      { id },
    );
    expect(theirs.conference.days[0].sessions[0].creditExplanations[0]).toEqual({
      reason: null,
      sentences: [expect.any(String), "0.50 CEC were set by hand."],
    });
  });
});
