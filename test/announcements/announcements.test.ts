import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type ProgramAnswer, programIn, today } from "../programs/applications.ts";
import { World } from "../support/world.ts";

interface Got {
  to: string;
  headers: Record<string, string>;
  text: string;
}

/** What the mail server does with the next mails; nothing left: it takes them. */
let answers: (number | "hang up before")[] = [];
let got: Got[] = [];
let server: Server;
let world: World;
let provider: Awaited<ReturnType<World["provider"]>>;
let staff: { token: string };
let program: ProgramAnswer;

beforeEach(async () => {
  [answers, got] = [[], []];
  server = createServer(async (req, res) => {
    let body = "";
    for await (const chunk of req) body += chunk;
    const answer = answers.shift() ?? 202;
    if (answer === "hang up before") return void req.socket.destroy();
    const mail = JSON.parse(body);
    if (answer === 202)
      got.push({ to: mail.personalizations[0].to[0].email, headers: mail.headers, text: mail.content[0].value });
    res.writeHead(answer, { "Content-Type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  world = await World.start({ sendgridApiKey: "SG.test", sendgridBaseUrl: `http://127.0.0.1:${port}` });
  world.setClock(today);
  [provider, staff] = [await world.provider({ name: "Sleep Society" }), await world.staff()];
  program = await programIn(world, { provider, staff }, "APPROVED");
  await world.runJobs();
  got = [];
});
afterEach(async () => {
  await world.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const fields = "status subject text roles states reason mails { status count }";
const propose = `mutation ($id: ID!, $input: AnnouncementInput!) { proposeAnnouncement(programId: $id, input: $input) { ${fields} } }`;
const send = `mutation ($id: ID!) { sendAnnouncement(programId: $id) { ${fields} } }`;
const stop = `mutation ($id: ID!) { stopAnnouncement(programId: $id) { ${fields} } }`;
const decline = `mutation ($id: ID!, $why: String!) { declineAnnouncement(programId: $id, reason: $why) { ${fields} } }`;
const read = `query ($id: ID!) { program(id: $id) { announcementActions announcement { ${fields} } } }`;
const words = { subject: "Save the date", text: "Come to Chicago.\n\nIt is worth it." };

/** Members with accounts, as many as are asked for, by statements: signing them up takes a second for ten. */
const populate = (count: number, facts = "'MEMBER', NULL, NULL") =>
  world.sql(
    `WITH a AS (INSERT INTO account (password_hash, created_at) SELECT NULL, now() FROM generate_series(1, $1) RETURNING id),
       e AS (INSERT INTO email_address (account_id, address, is_primary, verified_at)
         SELECT id, id || '@members.test', true, now() FROM a)
     INSERT INTO member (member_number, account_id, first_name, last_name, first_name_key, given_names_key, last_name_key, created_at, membership, role, state)
     SELECT 'T' || id, id, 'Kim', 'Lee', 'kim', 'kim', 'lee', now(), ${facts} FROM a`,
    [count],
  );

const toMembers = () => got.filter(({ to }) => to.endsWith("@members.test"));
const runAgain = async () => {
  while ((await world.sql("SELECT 1 FROM graphile_worker._private_jobs WHERE locked_at IS NOT NULL")).length > 0);
  await world.sql("UPDATE graphile_worker._private_jobs SET run_at = now()");
  await world.runJobs();
};

test("a provider writes it, staff look at it and let it go, and each of its audience gets it once, with a way out", async () => {
  await populate(3, "'MEMBER', 'Practitioner', 'IL'");
  await populate(1, "'MEMBER', 'Practitioner', 'WI'");
  await populate(1, "'MEMBER', 'Physician', 'IL'");
  expect(await world.ok(staff.token, "{ announcementQueue { programId status } }")).toEqual({
    announcementQueue: [{ programId: program.id, status: null }],
  });
  const input = { ...words, roles: [" practitioner "], states: ["il", "IL"] };
  const proposed = (await world.ok(provider.token, propose, { id: program.id, input })).proposeAnnouncement;
  expect(proposed).toEqual({
    ...words,
    status: "PROPOSED",
    roles: ["practitioner"],
    states: ["il"],
    reason: null,
    mails: [],
  });
  const look =
    "query ($id: ID!) { program(id: $id) { announcementActions announcement { audience preview { subject text } } } }";
  const seen = (await world.ok(staff.token, look, { id: program.id })).program;
  expect(seen.announcementActions).toEqual(["PROPOSE", "SEND", "DECLINE"]);
  expect(seen.announcement.audience).toBe(3);
  expect(seen.announcement.preview).toEqual({ subject: words.subject, text: expect.stringContaining(words.text) });
  await world.ok(staff.token, send, { id: program.id });
  await world.runJobs();
  expect(toMembers()).toHaveLength(3);
  expect(new Set(toMembers().map(({ to }) => to)).size).toBe(3);
  const [first] = toMembers();
  const link = /^<(.*)>$/.exec(first?.headers["List-Unsubscribe"] ?? "")?.[1];
  expect(first?.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
  expect(first?.text).toContain(`press here: ${link}`);
  expect((await world.ok(provider.token, read, { id: program.id })).program).toMatchObject({
    announcementActions: [],
    announcement: { status: "SENT", mails: [{ status: "SENT", count: 3 }] },
  });
  expect(await world.refused(provider.token, propose, { id: program.id, input })).toBe("ILLEGAL_TRANSITION");
  expect(await world.refused(staff.token, send, { id: program.id })).toBe("ILLEGAL_TRANSITION");
});

test("who may not, may not: others' programs, drafts, a provider that would let its own go, staff who act for it", async () => {
  const { id } = program;
  const other = await world.provider();
  expect(await world.refused(other.token, propose, { id, input: words })).toBe("NOT_FOUND");
  expect(await world.refused(provider.token, send, { id })).toBe("FORBIDDEN");
  expect(await world.refused(staff.token, send, { id })).toBe("NOT_FOUND");
  const draft = await programIn(world, { provider, staff }, "DRAFT", { name: "Another" });
  expect(await world.refused(provider.token, propose, { id: draft.id, input: words })).toBe("ILLEGAL_TRANSITION");
  expect(await world.refused(provider.token, propose, { id, input: { ...words, text: " " } })).toBe("BAD_INPUT");
  await world.ok(provider.token, propose, { id, input: words });
  const both = await world.account({ staffRoles: ["REGISTRAR"] as never });
  await world.actFor(provider.id, both.id);
  expect(await world.refused(await world.signIn(both.email), send, { id })).toBe("CONFLICT_OF_INTEREST");
  expect(await world.refused(staff.token, decline, { id, why: "" })).toBe("REASON_REQUIRED");
  expect((await world.ok(staff.token, decline, { id, why: "Too long." })).declineAnnouncement).toMatchObject({
    status: "DECLINED",
    reason: "Too long.",
  });
  expect((await world.ok(provider.token, propose, { id, input: words })).proposeAnnouncement.status).toBe("PROPOSED");
});

test("GET of the link changes nothing, POST without a sign-in ends it, also for what still waits; the account page turns it on again", async () => {
  const { id } = program;
  const person = await world.account({ email: "kim@members.test" });
  await world.sql(
    `INSERT INTO member (member_number, account_id, first_name, last_name, first_name_key, given_names_key, last_name_key, created_at)
     VALUES ('T1', $1, 'Kim', 'Lee', 'kim', 'kim', 'lee', now())`,
    [person.id],
  );
  await world.ok(provider.token, propose, { id, input: words });
  await world.ok(staff.token, send, { id });
  answers = [500];
  await world.runJobs();
  const [{ link }] = await world.sql("SELECT link FROM announcement_recipient");
  const choices = async () =>
    (await world.ok(person.token, "{ viewer { mailChoices { kind wanted } } }")).viewer.mailChoices[0];
  const ask = (method: string, path = link) => fetch(`${world.url}/unsubscribe/${path}`, { method });
  const page = await ask("GET");
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<form method="post">')]);
  expect(await choices()).toEqual({ kind: "ANNOUNCEMENT", wanted: true });
  const press = await fetch(`${world.url}/unsubscribe/${link}`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: "List-Unsubscribe=One-Click",
  });
  expect(press.status).toBe(200);
  expect((await ask("POST")).status).toBe(200);
  expect(await choices()).toEqual({ kind: "ANNOUNCEMENT", wanted: false });
  for (const nothing of ["nobody", "01930000-0000-4000-8000-000000000000"])
    for (const method of ["GET", "POST"]) expect((await ask(method, nothing)).status).toBe(404);
  await runAgain();
  expect(toMembers()).toEqual([]);
  expect(await world.sql("SELECT status, last_error FROM mail WHERE kind = 'ANNOUNCEMENT'")).toEqual([
    { status: "SUPPRESSED", last_error: expect.stringContaining("turned such mails off") },
  ]);
  const want =
    "mutation ($kind: MailKind!, $wanted: Boolean!) { setMailWanted(kind: $kind, wanted: $wanted) { kind wanted } }";
  await world.ok(person.token, want, { kind: "ANNOUNCEMENT", wanted: true });
  expect(await choices()).toEqual({ kind: "ANNOUNCEMENT", wanted: true });
  expect(await world.refused(person.token, want, { kind: "CERTIFICATE", wanted: false })).toBe("BAD_INPUT");
});

test("stopped, nothing more goes out; let go on, everybody has it once, whatever the mail server says on the way", async () => {
  const { id } = program;
  await populate(230);
  await world.ok(provider.token, propose, { id, input: words });
  await world.ok(staff.token, send, { id });
  await world.ok(staff.token, stop, { id });
  await world.runJobs();
  expect(toMembers()).toEqual([]);
  await world.ok(staff.token, send, { id });
  answers = Array.from({ length: 120 }, (_, i) => ([429, 500, "hang up before", 202, 503, 202] as const)[i % 6] ?? 202);
  await world.runJobs();
  await world.ok(staff.token, stop, { id });
  const before = toMembers().length;
  await runAgain();
  expect(toMembers()).toHaveLength(before);
  await world.ok(staff.token, send, { id });
  await runAgain();
  await runAgain();
  expect(toMembers()).toHaveLength(230);
  expect(new Set(toMembers().map(({ to }) => to)).size).toBe(230);
});
