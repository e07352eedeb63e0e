import { MailKind } from "../../server/mail/mail.entity.ts";
import { World } from "../support/world.ts";
import { create, programIn, step, today } from "./applications.ts";

let world: World;
let provider: Awaited<ReturnType<World["provider"]>> & { email: string };
let editor: Awaited<ReturnType<World["account"]>>;
let staff: Awaited<ReturnType<World["staff"]>>;
let conflicted: Awaited<ReturnType<World["staff"]>>;
let other: Awaited<ReturnType<World["staff"]>>;

beforeEach(async () => {
  world = await World.start({ signInDays: 36_500 });
  world.setClock(today);
  const made = await world.provider({ name: "Lakeside Sleep Center" });
  const [{ email }] = await world.sql("SELECT address AS email FROM email_address WHERE account_id = $1", [
    made.accountId,
  ]);
  provider = { ...made, email };
  editor = await world.account();
  await world.sql("INSERT INTO provider_account (provider_id, account_id, role) VALUES ($1, $2, 'EDITOR')", [
    made.id,
    editor.id,
  ]);
  // Nobody of these is told: who cannot sign in any more, another provider. Staff who act for the provider are told as its people.
  const gone = await world.account();
  await world.actFor(made.id, gone.id);
  await world.sql("UPDATE account SET status = 'DISABLED', disabled_at = now() WHERE id = $1", [gone.id]);
  await world.provider();
  conflicted = await world.staff();
  await world.actFor(made.id, conflicted.id);
  staff = await world.staff();
  other = await world.staff();
});
afterEach(() => world.stop());

const people = () => [provider.email, editor.email, conflicted.email].sort();

/** What was mailed of a kind since it was last asked. */
let seen = 0;
beforeEach(() => {
  seen = 0;
});
async function told(kind: MailKind): Promise<{ to: string[]; subject: string; text: string }[]> {
  const mails = (await world.mails(kind)).slice(seen);
  seen += mails.length;
  const bySubject = new Map<string, { to: string[]; subject: string; text: string }>();
  for (const { to, subject, text } of mails) {
    const same = bySubject.get(subject) ?? { to: [], subject, text };
    expect(same.text).toBe(text);
    same.to.push(to);
    bySubject.set(subject, same);
  }
  return [...bySubject.values()].map((mail) => ({ ...mail, to: mail.to.sort() }));
}

const link = (id: string) => `${world.base.config.publicUrl}/admin/programs/${id}/show`;

test("the provider and the staff in charge are told of each step, once, with what comes next", async () => {
  let program = await step(world, provider.token, "submitProgram", await create(world, provider));
  const { number, id } = program;
  const title = `program ${number}, Scoring Respiratory Events`;
  const [received, waits] = await told(MailKind.PROGRAM_SUBMITTED);
  expect(received).toMatchObject({ to: people(), subject: `Received: ${title}` });
  expect(waits).toMatchObject({ to: [staff.email, other.email].sort(), subject: `New application: ${title}` });
  expect(waits?.text).toContain("Lakeside Sleep Center has submitted");
  expect(waits?.text).toContain(link(id));

  program = await step(world, staff.token, "startReview", program);
  seen = 0;
  expect(await told(MailKind.PROGRAM_TAKEN_UP)).toMatchObject([{ to: people(), subject: `Under review: ${title}` }]);

  program = await step(world, staff.token, "requestChanges", program, { reason: "Name the room." });
  seen = 0;
  const [changes] = await told(MailKind.CHANGES_REQUESTED);
  expect(changes).toMatchObject({ to: people(), subject: `Changes requested: ${title}` });
  expect(changes?.text).toContain("\n\nName the room.\n\n");

  program = await step(world, provider.token, "submitProgram", program);
  seen = 5;
  const [again, toReviewer] = await told(MailKind.PROGRAM_SUBMITTED);
  expect(again?.to).toEqual(people());
  // Who took it up has it; the others have no part in it.
  expect(toReviewer).toMatchObject({ to: [staff.email], subject: `Submitted again: ${title}` });

  program = await step(world, staff.token, "startReview", program);
  program = await step(world, staff.token, "approveProgram", program);
  seen = 0;
  const [approved] = await told(MailKind.PROGRAM_APPROVED);
  const [{ accreditor }] = await world.sql("SELECT accreditor_name AS accreditor FROM accreditor_settings");
  expect(approved).toEqual({
    to: people(),
    subject: `Approved: ${title}`,
    text: `Hello,

Program ${number}, “Scoring Respiratory Events”, was approved for 1.50 CEC.

After it has been held, report who attended:

April 10, 2026: report by May 25, 2026.

Open it here: ${link(id)}

${accreditor}
${world.base.config.publicUrl}
`,
  });

  await step(world, staff.token, "extendReporting", program, { until: "2026-06-30", reason: "The scanner broke." });
  seen = 0;
  const [extended] = await told(MailKind.DEADLINE_EXTENDED);
  expect(extended).toMatchObject({
    to: people(),
    subject: `More time to report attendance, until June 30, 2026: program ${number}`,
  });
  expect(extended?.text).toContain("It was due on May 25, 2026. The reason given:\n\nThe scanner broke.");
});

test("a refused step mails nothing; what was with somebody who reviews no more goes to all reviewers", async () => {
  const inReview = await programIn(world, { provider, staff }, "IN_REVIEW");
  await world.refused(
    staff.token,
    'mutation ($id: ID!, $v: Int!) { denyProgram(id: $id, version: $v, reason: " ") { id } }',
    { id: inReview.id, v: inReview.version },
  );
  expect(await world.mails(MailKind.PROGRAM_DENIED)).toEqual([]);
  const back = await step(world, staff.token, "requestChanges", inReview);
  await world.sql("UPDATE account SET staff_roles = '{FINANCE}' WHERE id = $1", [staff.id]);
  seen = (await world.mails(MailKind.PROGRAM_SUBMITTED)).length;
  await step(world, provider.token, "submitProgram", back);
  const [, waits] = await told(MailKind.PROGRAM_SUBMITTED);
  expect(waits?.to).toEqual([other.email]);
});

test("a denial says why", async () => {
  const inReview = await programIn(world, { provider, staff }, "IN_REVIEW");
  await step(world, staff.token, "denyProgram", inReview, { reason: "Not about sleep." });
  const [denied] = await told(MailKind.PROGRAM_DENIED);
  expect(denied?.to).toEqual(people());
  expect(denied?.text).toContain("The reason given:\n\nNot about sleep.\n\n");
});

test("telling of a step costs as many statements for ten colleagues as for one", async () => {
  const submit = async () => {
    const draft = await create(world, provider);
    return world.statements(() => step(world, provider.token, "submitProgram", draft));
  };
  const few = await submit();
  for (let i = 0; i < 10; i++) await world.actFor(provider.id, (await world.account()).id);
  expect(await submit()).toBe(few);
});
