import { ConferenceWorld } from "../conferences/conference-world.ts";
import { application, offering } from "../programs/applications.ts";
import { password } from "../support/factories.ts";

let conferences: ConferenceWorld;
beforeAll(async () => {
  conferences = await ConferenceWorld.start();
});
afterAll(() => conferences.stop());

/** In no font: a rune. */
const RUNE = "Ann ᚠ";
const NAMED = "has the character ᚠ (U+16A0), which certificates cannot show";

const registerAttendee = "mutation ($input: RegisterAttendeeInput!) { registerAttendee(input: $input) { token } }";
const registerProvider = "mutation ($input: RegisterProviderInput!) { registerProvider(input: $input) { token } }";
const createProgram = "mutation ($input: ProgramInput!) { createProgram(input: $input) { id } }";
const updateSettings =
  "mutation ($input: SettingsInput!) { updateSettings(version: 1, input: $input) { accreditorName signatoryName } }";
const createSession = `mutation ($id: ID!, $input: SessionInput!) { createSession(programId: $id, input: $input) { id } }`;

const attendee = { email: "ann@example.test", password, firstName: "Ann", lastName: "Lee" };
const provider = { email: "org@example.test", password, organization: "Harbor", contactName: "Pat" };
const session = { title: "One", startsAt: "2026-03-01T15:00:00Z", endsAt: "2026-03-01T16:00:00Z" };

describe("what certificates can't show is refused where it is typed, and named", () => {
  const refusedWith = async (token: string | null, document: string, variables: Record<string, unknown>) => {
    const { errors } = await conferences.world.graphql(token, document, variables);
    expect(errors).toHaveLength(1);
    expect(errors[0]?.extensions?.code).toBe("BAD_INPUT");
    return errors[0]?.message;
  };

  test.each(["firstName", "lastName"])("a guest's %s", async (field) => {
    const said = await refusedWith(null, registerAttendee, { input: { ...attendee, [field]: RUNE } });
    expect(said).toContain(`${field[0]?.toUpperCase()}${field.slice(1)}: ${NAMED}`);
    expect(await conferences.world.sql("SELECT count(*)::int AS n FROM sign_up")).toEqual([{ n: 0 }]);
  });

  test.each(["organization", "contactName"])("a provider's %s", async (field) => {
    const said = await refusedWith(null, registerProvider, { input: { ...provider, [field]: RUNE } });
    expect(said).toContain(`${field[0]?.toUpperCase()}${field.slice(1)}: ${NAMED}`);
  });

  test.each([
    ["name", { name: RUNE }],
    ["speakers.0.name", { speakers: [{ name: RUNE }] }],
    ["speakers.0.credentials", { speakers: [{ name: "Ann", credentials: RUNE }] }],
    ["offerings.0.place", { offerings: [offering({ place: RUNE })] }],
  ])("a program's %s", async (field, changes) => {
    const { world } = conferences;
    const input = await application(world, conferences.provider.id, changes);
    const said = await refusedWith(conferences.provider.token, createProgram, { input });
    expect(said).toContain(`${field[0]?.toUpperCase()}${field.slice(1)}: ${NAMED}`);
    expect(await world.sql("SELECT count(*)::int AS n FROM program WHERE name = $1", [RUNE])).toEqual([{ n: 0 }]);
  });

  test.each(["\u200b", "\u2028\u202e ", "\u2067\u180e"])(
    "a program's name of which nothing is seen: %j",
    async (name) => {
      const input = await application(conferences.world, conferences.provider.id, { name });
      const said = await refusedWith(conferences.provider.token, createProgram, { input });
      expect(said).toMatch(/^Name: (must not be blank|.*control characters)/);
    },
  );

  test.each(["accreditorName", "memberIdLabel", "signatoryName", "signatoryTitle"])(
    "the accreditor's %s",
    async (field) => {
      const said = await refusedWith(conferences.staff.token, updateSettings, { input: { [field]: RUNE } });
      expect(said).toContain(`${field[0]?.toUpperCase()}${field.slice(1)}: ${NAMED}`);
    },
  );

  test("a session's title, subtitle, room and speakers, by hand and from a file", async () => {
    const id = await conferences.conference({ startsOn: "2026-02-28", endsOn: "2026-03-01" });
    for (const changes of [{ title: RUNE }, { subtitle: RUNE }, { room: RUNE }]) {
      const said = await refusedWith(conferences.staff.token, createSession, { id, input: { ...session, ...changes } });
      expect(said).toContain(NAMED);
    }
    const several = { ...session, speakers: ["Bo", RUNE] };
    expect(await refusedWith(conferences.staff.token, createSession, { id, input: several })).toContain("ᚠ (U+16A0)");

    const file = [
      "Title,Subtitle,Date,Start,End,Speakers,Room",
      `${RUNE},,2026-03-01,10:00,11:00,,`,
      `Two,${RUNE},2026-03-01,11:00,12:00,,${RUNE}`,
      `தமிழ் 🙂,,2026-03-01,13:00,14:00,Bo; ${RUNE},`,
    ].join("\n");
    const answer = await conferences.importSchedule(id, file);
    const { errors } = answer.data!.importSchedule;
    const found = errors.nodes.map((each: { line: number; column: string }) => `${each.line} ${each.column}`);
    expect(found.sort()).toEqual(["2 Title", "3 Room", "3 Subtitle", "4 Speakers"]);
    for (const { code, message } of errors.nodes) {
      expect(code).toBe("INVALID_VALUE");
      expect(message).toContain("certificates cannot show the character ᚠ (U+16A0)");
    }
    expect(await conferences.sessions(id)).toEqual([]);
  });
});
