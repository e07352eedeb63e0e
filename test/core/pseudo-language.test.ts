import { pseudoTexts } from "../../messages/pseudo.ts";
import { offerLanguage } from "../../server/core/messages/sentence.ts";
import { messages as english } from "../../server/messages/en.ts";
import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { readPdf } from "../certificates/pdf-reader.ts";
import { create, operations, programIn, step } from "../programs/applications.ts";

/** A language that nobody speaks: every letter of every message is accented, so plain English did not come from the catalogue. */
const language = "en-XA";

let roster: RosterWorld;
beforeAll(async () => {
  offerLanguage(
    language,
    Object.fromEntries(Object.entries(english).map(([part, texts]) => [part, pseudoTexts(texts)])),
  );
  roster = await startRosterWorld();
  const { world } = roster;
  await world.sql("UPDATE account SET language = $1", [language]);
  await world.sql("UPDATE accreditor_settings SET language = $1", [language]);
  // What came before was in English.
  await world.runJobs();
  await world.sql("DELETE FROM mail");
  world.language = language;
  const plain = world.fetch.bind(world);
  world.fetch = (path, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set("Accept-Language", language);
    return plain(path, { ...init, headers });
  };
});
afterAll(() => roster?.world.stop());

const wordsOf = (text: string): string[] => text.match(/[A-Za-z]{3,}/g) ?? [];

/** Names, formats and months, which are the same in all languages here, and what people wrote themselves. */
const sameEverywhere = new Set(
  wordsOf(
    `CSV PDF ZIP UTC UTF XML JSON IANA RTF CECs CEC CMYK PNG JPEG Excel xls docx http https www com example org test America Chicago New York
     January February March April May June July August September October November December
     Idempotency Key GraphQL NUL frab pentabarf voc schedule xml json Member Program Accrue`,
  ),
);

/** Words of plain English in a text that the server made. @param data what people wrote, or a name of the schema */
function plainWords(text: string, ...data: string[]): string[] {
  const known = new Set([...sameEverywhere, ...data.flatMap(wordsOf)]);
  // A state is named by its value, and an address is one in all languages.
  const read = text
    .replace(/https?:\/\/\S+/g, "")
    .replace(/[A-Z0-9]{4}(-[A-Z0-9]{4}){3}/g, "")
    .replace(/\b[A-Z]+(?:_[A-Z]+)*\b/g, "");
  return wordsOf(read).filter((word) => !known.has(word));
}

const refusals = async (token: string | null, document: string, variables: Record<string, unknown> = {}) => {
  const { errors } = await roster.world.graphql(token, document, variables);
  expect(errors).not.toEqual([]);
  return errors.flatMap(({ message, extensions }) => [
    message,
    ...((extensions.problems as { message: string }[] | undefined) ?? []).map((problem) => problem.message),
  ]);
};

test("refusals are in the reader's language", async () => {
  const { world, provider, staff } = roster;
  const draft = await create(world, provider, {
    objectives: [],
    speakers: [],
    description: "",
    minutes: null,
    offerings: [],
  });
  const inReview = await programIn(world, { provider, staff }, "IN_REVIEW");
  const said = [
    await refusals(null, "{ mails { totalCount } }"),
    await refusals(provider.token, "{ mails { totalCount } }"),
    await refusals(provider.token, operations.submitProgram, { id: draft.id, version: draft.version }),
    await refusals(provider.token, operations.submitProgram, { id: draft.id, version: 7 }),
    await refusals(staff.token, operations.denyProgram, { id: inReview.id, version: inReview.version, reason: " " }),
    await refusals(staff.token, operations.approveProgram, {
      id: inReview.id,
      version: inReview.version,
      credits: "0.33",
    }),
    await refusals(staff.token, operations.startReview, { id: inReview.id, version: inReview.version }),
    await refusals(staff.token, operations.startReview, { id: "none", version: 1 }),
    await refusals(provider.token, operations.withdrawProgram, {
      id: inReview.id,
      version: inReview.version,
      reason: "x".repeat(5_000),
    }),
    await refusals(null, `mutation { signIn(email: "a@example.test", password: "wrong") { token } }`),
    await refusals(
      null,
      `mutation { registerAttendee(input: { firstName: "", lastName: "B", email: "none", password: "x" }) { token } }`,
    ),
    await refusals(
      staff.token,
      `mutation { updateSettings(version: 99, input: { programLetter: "ab", timeZone: "Mars" }) { version } }`,
    ),
    await refusals(staff.token, `mutation { revokeCertificate(id: "none", reason: "x") { id } }`),
    await refusals(staff.token, "{ programs(first: 1000) { totalCount } }"),
    await refusals(staff.token, `{ programs(after: "nothing") { totalCount } }`),
  ].flat();
  expect(
    said.filter(
      (message) =>
        plainWords(message, "programLetter ProgramLetter timeZone FirstName First email Mars Contact hour minutes")
          .length > 0,
    ),
  ).toEqual([]);
  const pages = await Promise.all(
    ["/nothing/here", "/transcript.pdf?from=x", "/exports/nothing.csv", "/exports/programs.csv?filter=x"].map(
      async (path) => {
        const { errors } = await (
          await world.fetch(path, { token: staff.token, headers: { Accept: "application/json" } })
        ).json();
        return errors[0].message as string;
      },
    ),
  );
  expect(pages.filter((message) => plainWords(message, "from From").length > 0)).toEqual([]);
});

test("errors of rows are, in the answer, as a CSV, and of files that are no roster", async () => {
  const { world, provider } = roster;
  const wrong: string[][] = [
    ["A09999", "100100", "John", "Smith", "4/10/2009", "1"],
    ["A09164", "999999", "John", "Smith", "4/10/2009", "1"],
    ["A09164", "100100", "Wrong", "Name", "4/10/2009", "1"],
    ["A09164", "100100", "John", "Smith", "13/10/2009", "1"],
    ["A09164", "100100", "John", "Smith", "4/10/2009", "1,5"],
    ["A09164", "100100", "John", "Smith", "4/10/2009", "99"],
    ["A09164", "100100", "John", "Smith", "2/1/2010", "0"],
    ["A09164", "", "", "Smith", "4/10/2099", "0.333"],
    ["A09164", "100100", "John", "Smith", "4/10/2009", "1"],
    ["A09164", "100100", "John", "Smith", "4/10/2009", "1"],
  ];
  const sent = `mutation ($providerId: ID!, $file: Upload!) { uploadAttendance(providerId: $providerId, file: $file) {
    id message errors(first: 100) { nodes { message suggestions } } } }`;
  const upload = async (file: string) =>
    (await world.upload(provider.token, sent, { providerId: provider.id }, file)).data.uploadAttendance;
  const data = [
    ...wrong.flat(),
    ...sampleRows.flat(),
    "Program ID AAST Member First Name Last Completion Date",
    "Sally Johnson Jane Jones",
  ];
  const answers = [
    await upload(csv(wrong)),
    await upload("Program ID,Nothing\nA09164,1\n"),
    await upload("%PDF-1.7"),
    await upload(""),
    await upload('Program ID,AAST ID,First Name,Last Name,Completion Date,CECs\nA09164,"1,John\n'),
  ];
  const said = answers.flatMap(({ message, errors }) => [
    message,
    ...errors.nodes.map((each: { message: string }) => each.message),
  ]);
  expect(said.length).toBeGreaterThan(15);
  expect(said.filter((message) => plainWords(message, ...data, "Nothing").length > 0)).toEqual([]);
  const file = await (
    await world.fetch(`/attendance/uploads/${answers[0].id}/errors.csv`, { token: provider.token })
  ).text();
  const [heading, ...rows] = file.trim().split("\n");
  expect(rows.length).toBeGreaterThan(8);
  expect(rows.filter((row) => plainWords(row, ...data).length > 0)).toEqual([]);
  expect(plainWords(heading ?? "")).toEqual([]);
});

test("mails, certificates, transcripts and the page that verifies are", async () => {
  const { world, provider, staff } = roster;
  const program = await programIn(world, { provider, staff }, "CHANGES_REQUESTED");
  const again = await step(world, provider.token, "submitProgram", program);
  await step(world, staff.token, "denyProgram", await step(world, staff.token, "startReview", again), {
    reason: "Because.",
  });
  await world.upload(provider.token, uploadDocument, { providerId: provider.id }, csv(sampleRows));
  await world.runJobs();
  const { certificates } = await world.ok(staff.token, "{ certificates { nodes { id pdfUrl verificationCode } } }");
  const [first, second] = certificates.nodes;
  await world.ok(staff.token, `mutation ($id: ID!) { revokeCertificate(id: $id, reason: "Because.") { id } }`, {
    id: second.id,
  });
  await world.graphql(null, `mutation { requestPasswordReset(email: "${staff.email}") }`);
  await world.runJobs();
  const names = await world.sql(
    `SELECT concat_ws(' ', (SELECT string_agg(concat_ws(' ', first_name, last_name), ' ') FROM member),
       (SELECT string_agg(concat_ws(' ', p.name, v.name, t.name, r.name, r.unit), ' ') FROM program p JOIN provider v ON v.id = p.provider_id
          JOIN program_type t ON t.id = p.type_id JOIN credit_rule r ON r.id = p.credit_rule_id),
       (SELECT concat_ws(' ', accreditor_name, member_id_label, signatory_name, signatory_title) FROM accreditor_settings),
       (SELECT string_agg(place, ' ') FROM offering)) AS data`,
  );
  const data = [names[0].data, "Because", "localhost"];
  const mails = await world.mails();
  expect(new Set(mails.map(({ kind }) => kind)).size).toBeGreaterThan(5);
  expect(mails.flatMap(({ subject, text }) => plainWords(`${subject}\n${text}`, ...data))).toEqual([]);
  for (const { verificationCode } of [first, second]) {
    const page = await (await world.fetch(`/verify/${verificationCode}`)).text();
    expect(page).toContain(`lang="${language}"`);
    const read = page.replace(/<style>.*?<\/style>/s, "").replace(/<[^>]*>/g, " ");
    expect(plainWords(read, ...data)).toEqual([]);
  }
  const pdf = await readPdf(
    new Uint8Array(await (await world.fetch(new URL(first.pdfUrl).pathname, { token: staff.token })).arrayBuffer()),
  );
  expect(plainWords(pdf.pages.join(" "), ...data)).toEqual([]);
});

test("the page of a single sign-on that failed is", async () => {
  const page = await (await roster.world.fetch("/sso/callback?state=x&code=y", { redirect: "manual" })).text();
  const read = page.replace(/<style>.*?<\/style>/s, "").replace(/<[^>]*>/g, " ");
  expect(plainWords(read)).toEqual([]);
  expect(page).toContain(`lang="${language}"`);
});
