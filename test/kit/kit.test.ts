import fc from "fast-check";
import { fillIn, kitBlanks } from "../../server/kit/fill-in.ts";
import { readPdf } from "../certificates/pdf-reader.ts";
import { ConferenceWorld } from "../conferences/conference-world.ts";
import { programIn } from "../programs/applications.ts";
import type { World } from "../support/world.ts";

let conference: ConferenceWorld;
let world: World;
let id: string;
beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
  id = await conference.conference({ startsOn: "2026-05-04", endsOn: "2026-05-05" });
  await world.sql("UPDATE program SET list_on_calendar = false WHERE id = $1", [id]);
});
afterAll(() => conference.stop());

const kit = `query ($id: ID!) { program(id: $id) { number kit { mailSubject mailText instructions calendarUrl waiting written maySend } } }`;
const send = "mutation ($id: ID!) { sendKit(programId: $id) }";
const save = `mutation ($language: String!, $input: KitWordsInput) {
  saveKitWords(language: $language, input: $input) { mailSubject mailText changedAt blanks } }`;
const get = (token: string, file: string, of = id) =>
  fetch(`${world.url}/programs/${of}/kit/${file}`, { headers: { Authorization: `Bearer ${token}` } });
const register = (emails: string[]) =>
  world.sql(
    `INSERT INTO registration (program_id, email, registration_type, created_at) SELECT $1, unnest($2::text[]), 'Full', now()`,
    [id, emails],
  );

test("the kit of an approved program is filled in with it, for its provider and staff alone", async () => {
  const { program } = await world.ok(conference.provider.token, kit, { id });
  expect(program.kit.mailSubject).toContain("Sleep Summit");
  for (const said of ["Sleep Summit", program.number, `${world.url}/register`, "May 4–5, 2026"])
    expect(program.kit.mailText).toContain(said);
  expect(program.kit.instructions).toContain("Lakeside Sleep Center");
  for (const text of Object.values(program.kit).filter((each) => typeof each === "string"))
    expect(text).not.toMatch(/\[[a-z-]+\]/);
  // It is not on the calendar, so the line about it is left out.
  expect(program.kit.calendarUrl).toBeNull();
  expect(program.kit.mailText).not.toContain("More about the program");
  const other = await world.provider();
  const person = await world.account();
  for (const { token } of [other, person]) {
    expect((await world.graphql(token, kit, { id })).data?.program?.kit ?? null).toBeNull();
    expect((await get(token, "mail.txt")).status).toBe(404);
    expect(await world.refused(token, send, { id })).not.toBeNull();
  }
  const draft = await programIn(world, conference, "DRAFT", { name: "Later" });
  expect((await world.ok(conference.provider.token, kit, { id: draft.id })).program.kit).toBeNull();
  expect((await get(conference.provider.token, "flyer.pdf", draft.id)).status).toBe(404);
  expect(await world.refused(conference.provider.token, send, { id: draft.id })).toBe("ILLEGAL_TRANSITION");
});

test("it is saved as text and as PDF, with the roster's template and a flyer whose code leads to the public page", async () => {
  const { token } = conference.provider;
  const listed = await programIn(world, conference, "APPROVED", {
    name: "Zuhören & Heilen محمد",
    // Its 299th place is the first half of a character.
    description: `${"lead ".repeat(59)}hav𠮷 and so on`,
    listOnCalendar: true,
  });
  const mail = await get(token, "mail.txt");
  expect(mail.headers.get("content-disposition")).toMatch(/^attachment; filename=\w+-mail\.txt$/);
  expect(await mail.text()).toContain("Sleep Summit");
  const { number } = (await world.ok(token, kit, { id: listed.id })).program;
  expect(await (await get(token, "roster.csv", listed.id)).text()).toMatch(
    new RegExp(`First Name,Last Name,Completion Date,CECs\\r\\n${number},,,,\\d{4}-\\d\\d-\\d\\d,`),
  );
  const flyer = await readPdf(new Uint8Array(await (await get(token, "flyer.pdf", listed.id)).arrayBuffer()));
  expect(JSON.stringify(flyer)).toContain(`${world.url}/calendar/${number}`);
  expect(JSON.stringify(flyer)).toContain("hav…");
  const instructions = await readPdf(new Uint8Array(await (await get(token, "instructions.pdf")).arrayBuffer()));
  expect(JSON.stringify(instructions)).toContain("Junk or Spam");
  expect((await get(token, "__proto__")).status).toBe(404);
});

test("who is registered gets the mail once, however often and by however many it is sent; who registers later, later", async () => {
  const { token } = conference.provider;
  await register(["one@kit.test", "two@kit.test"]);
  expect((await world.ok(token, kit, { id })).program.kit).toMatchObject({ waiting: 2, written: 0, maySend: true });
  const counts = await Promise.all([token, conference.staff.token].map((each) => world.ok(each, send, { id })));
  expect(counts.map(({ sendKit }) => sendKit)).toEqual([2, 2]);
  // Asked for again while it is under way it is the same: counted once, and once on record.
  const orders = "SELECT count(*)::int AS count FROM audit_entry WHERE action = 'program.send-kit'";
  expect(await world.sql(orders)).toEqual([{ count: 1 }]);
  await world.runJobs();
  await register(["three@kit.test"]);
  expect((await world.ok(token, send, { id })).sendKit).toBe(1);
  await world.runJobs();
  expect((await world.ok(token, send, { id })).sendKit).toBe(0);
  const mails = await world.sql("SELECT to_address, text FROM mail WHERE kind = 'ATTENDEE_KIT' ORDER BY 1");
  expect(mails.map(({ to_address }) => to_address)).toEqual(["one@kit.test", "three@kit.test", "two@kit.test"]);
  expect(mails[0].text).toContain("Sleep Summit");
  // Each has the number of their own badge.
  const badges = await world.sql(
    "SELECT upper(right(program_id::text, 4)) || badge_code AS badge FROM registration WHERE email = ANY($1) ORDER BY email",
    [mails.map(({ to_address }) => to_address)],
  );
  expect(mails.map(({ text }) => /yours is ([\w-]+)\./.exec(text)?.[1]?.replaceAll("-", ""))).toEqual(
    badges.map(({ badge }) => badge),
  );
  expect((await world.ok(token, kit, { id })).program.kit).toMatchObject({ waiting: 0, written: 3, maySend: false });
  await register(["late@kit.test"]);
  world.setClock("2026-05-06T12:00:00Z");
  expect((await world.ok(token, kit, { id })).program.kit).toMatchObject({ waiting: 1, maySend: false });
  expect(await world.refused(token, send, { id })).toBe("ILLEGAL_TRANSITION");
});

test("staff write other words, see them before, and go back; a blank that nothing fills in is refused by name", async () => {
  const { token } = conference.staff;
  const input = {
    mailSubject: "[program]!",
    mailText: "Come.\nSee [calendar]\n\nBring your [member-id].",
    instructions: "1.",
  };
  const preview =
    "query ($language: String!, $input: KitWordsInput!) { previewKitWords(language: $language, input: $input) { mailSubject mailText } }";
  expect((await world.ok(token, preview, { language: "en", input })).previewKitWords.mailText).toMatch(
    /^Come\.\nSee http.*\n\nBring your /,
  );
  const wrong = { ...input, mailText: "Dear [name]" };
  for (const operation of [preview, save]) {
    const { errors } = await world.graphql(token, operation, { language: "en", input: wrong });
    expect(errors[0]?.extensions).toMatchObject({ code: "BAD_INPUT" });
    expect(errors[0]?.message).toContain("[name]");
  }
  expect(await world.refused(token, save, { language: "xx", input })).toBe("BAD_INPUT");
  expect(await world.refused(conference.provider.token, save, { language: "en", input })).toBe("FORBIDDEN");
  await world.ok(token, save, { language: "en", input });
  const { program } = await world.ok(conference.provider.token, kit, { id });
  expect(program.kit).toMatchObject({
    mailSubject: "Sleep Summit!",
    mailText: expect.stringMatching(/^Come\.\n\nBring/),
  });
  await world.ok(token, save, { language: "en", input: null });
  expect((await world.ok(conference.provider.token, kit, { id })).program.kit.mailSubject).not.toBe("Sleep Summit!");
});

test("a subject whose blank has no value is the program's name: no mail goes without a subject", async () => {
  const input = { mailSubject: "See [calendar]", mailText: "Come.", instructions: "1." };
  await world.ok(conference.staff.token, save, { language: "en", input });
  const { program } = await world.ok(conference.provider.token, kit, { id });
  expect(program.kit).toMatchObject({ calendarUrl: null, mailSubject: "Sleep Summit" });
  await world.ok(conference.staff.token, save, { language: "en", input: null });
});

test("a list of programs reads their kits with as many statements as that of one", async () => {
  const list = `query ($first: Int!) { programs(first: $first) { nodes { id kit { mailSubject waiting maySend } } } }`;
  for (const name of ["First", "Second", "Third"]) await programIn(world, conference, "APPROVED", { name });
  const cost = (first: number) => world.statements(() => world.ok(conference.provider.token, list, { first }));
  await cost(1);
  const one = await cost(1);
  expect(await cost(4)).toBe(one);
});

test("what is filled in is not read again, whatever a program is called", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...kitBlanks.map((each) => `[${each}]`), "a", " ", "\n")),
      fc.string(),
      (parts, value) => {
        const values = Object.fromEntries(kitBlanks.map((each) => [each, `<[number]${value.replaceAll("\n", "")}>`]));
        const text = parts.join("");
        const expected = text.replace(/\[[a-z-]+\]/g, () => values.program ?? "");
        expect(fillIn(text, values as never)).toBe(expected.replace(/\n{3,}/g, "\n\n").trim());
      },
    ),
    { numRuns: 100 },
  );
});
