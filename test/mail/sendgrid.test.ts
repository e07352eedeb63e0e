import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { inTransaction } from "../../server/core/context.ts";
import { MailKind } from "../../server/mail/mail.entity.ts";
import { type NewMail, queueMails } from "../../server/mail/queue-mail.ts";
import { FakeSendGrid } from "../support/fake-sendgrid.ts";
import { World } from "../support/world.ts";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });

let sendgrid: FakeSendGrid;
let world: World;
beforeEach(async () => {
  sendgrid = new FakeSendGrid();
  await sendgrid.start();
  world = await World.start({
    sendgridApiKey: "SG.test-key",
    sendgridBaseUrl: sendgrid.url,
    sendgridEventKey: publicKey,
  });
});
afterEach(async () => {
  await world.stop();
  await sendgrid.stop();
});

const queue = (changes: Partial<NewMail> = {}) =>
  inTransaction(world.ctx, (tx) =>
    queueMails(tx, world.ctx, [
      {
        kind: MailKind.WELCOME,
        dedupeKey: "test:1",
        toAddress: "john@example.test",
        toName: "John Smith",
        recipientAccountId: null,
        subjectId: null,
        language: "en",
        subject: "Hello",
        text: "A mail.",
        attachments: [],
        ...changes,
      },
    ]),
  );

/** Runs jobs as if their time to be tried again had come. */
const runAgain = async () => {
  // A job that failed is given back a moment after the run has ended.
  while ((await world.sql("SELECT 1 FROM graphile_worker._private_jobs WHERE locked_at IS NOT NULL")).length > 0);
  await world.sql("UPDATE graphile_worker._private_jobs SET run_at = now()");
  await world.runJobs();
};

const mails = () => world.sql("SELECT status, attempts, provider_message_id, last_error FROM mail ORDER BY id");

test("a mail goes out once, with its ID, its key and its attachment, however often its cause and its job come", async () => {
  await world.sql(
    `INSERT INTO stored_file (media_type, byte_size, sha256, content, created_at)
     VALUES ('application/pdf', 4, '', '%PDF', now())`,
  );
  const [{ id: fileId }] = await world.sql("SELECT id FROM stored_file");
  const attachments = [{ fileName: "certificate.pdf", fileId }];
  await Promise.all([queue({ attachments }), queue({ attachments }), queue({ attachments })]);
  const [{ id }] = await world.sql("SELECT id FROM mail");
  await world.sql("SELECT graphile_worker.add_job('mail.send', json_build_object('mailId', $1::text))", [id]);
  await world.runJobs();
  expect(sendgrid.sent).toHaveLength(1);
  expect(sendgrid.sent[0]).toMatchObject({
    authorization: "Bearer SG.test-key",
    body: {
      from: { email: "no-reply@accrue.test" },
      personalizations: [{ to: [{ email: "john@example.test", name: "John Smith" }] }],
      custom_args: { mail_id: id },
      headers: { "Message-ID": `<${id}@accrue.test>` },
      subject: "Hello",
      content: [
        { type: "text/plain", value: "A mail." },
        { type: "text/html", value: expect.stringContaining(">A mail.</p>") },
      ],
      attachments: [
        { filename: "certificate.pdf", type: "application/pdf", content: Buffer.from("%PDF").toString("base64") },
      ],
    },
  });
  expect(await mails()).toEqual([{ status: "SENT", attempts: 1, provider_message_id: "message-1", last_error: null }]);
});

test("a busy SendGrid is asked again; a refusal for good is not", async () => {
  sendgrid.answers = [429, 500, 202];
  await queue();
  await world.runJobs();
  expect((await mails())[0]).toMatchObject({
    status: "QUEUED",
    attempts: 1,
    last_error: expect.stringContaining("429"),
  });
  await runAgain();
  await runAgain();
  expect((await mails())[0]).toMatchObject({ status: "SENT", attempts: 3, last_error: null });

  sendgrid.answers = [400];
  await queue({ dedupeKey: "test:2", toAddress: "no such address" });
  await world.runJobs();
  await runAgain();
  expect((await mails())[1]).toMatchObject({
    status: "FAILED",
    attempts: 1,
    last_error: expect.stringContaining("400"),
  });
  expect(sendgrid.sent).toHaveLength(4);
});

test("one address that fails holds up no other", async () => {
  sendgrid.answers = [400];
  for (let i = 0; i < 5; i++) await queue({ dedupeKey: `test:${i}`, toAddress: `person${i}@example.test` });
  await world.runJobs();
  expect((await mails()).map((mail) => mail.status).sort()).toEqual(["FAILED", "SENT", "SENT", "SENT", "SENT"]);
});

test("line breaks in a name or subject forge no header", async () => {
  await queue({ subject: "Hello\r\nBcc: all@example.test", toName: "John\u2028Smith\nX" });
  await world.runJobs();
  expect(sendgrid.sent[0]?.body.subject).toBe("Hello Bcc: all@example.test");
  expect(sendgrid.sent[0]?.body.personalizations[0]?.to).toEqual([
    { email: "john@example.test", name: "John Smith X" },
  ]);
});

test("a mail whose transaction fails was never written", async () => {
  await expect(
    inTransaction(world.ctx, async (tx) => {
      await queueMails(tx, world.ctx, [
        {
          kind: MailKind.WELCOME,
          dedupeKey: "test:lost",
          toAddress: "john@example.test",
          toName: "",
          recipientAccountId: null,
          subjectId: null,
          language: "en",
          subject: "",
          text: "",
          attachments: [],
        },
      ]);
      throw new Error("The cause failed.");
    }),
  ).rejects.toThrow("The cause failed.");
  await world.runJobs();
  expect(await mails()).toEqual([]);
  expect(sendgrid.sent).toEqual([]);
});

interface Signing {
  key?: typeof privateKey;
  at?: Date;
  /** What is signed, where it is not what is sent. */
  over?: string;
}

const tell = async (events: unknown, { key = privateKey, at = new Date(), over }: Signing = {}) => {
  const body = typeof events === "string" ? events : JSON.stringify(events);
  const time = String(Math.floor(at.getTime() / 1_000));
  const response = await fetch(`${world.url}/sendgrid/events`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-Twilio-Email-Event-Webhook-Timestamp": time,
      "X-Twilio-Email-Event-Webhook-Signature": sign("sha256", Buffer.from(time + (over ?? body)), key).toString(
        "base64",
      ),
    },
    body,
  });
  return response.status;
};

let told = 0;
const event = (mail_id: string, kind: string, more: object = {}) => ({
  event: kind,
  mail_id,
  email: "john@example.test",
  timestamp: 1_790_000_000 + told,
  sg_event_id: `event-${told++}`,
  ...more,
});

const sent = async (changes: Partial<NewMail> = {}): Promise<string> => {
  const dedupeKey = `test:${randomUUID()}`;
  await queue({ dedupeKey, ...changes });
  await world.runJobs();
  const [{ id }] = await world.sql("SELECT id FROM mail WHERE dedupe_key = $1", [dedupeKey]);
  return id;
};
const statusOf = async (id: string): Promise<string> =>
  (await world.sql("SELECT status FROM mail WHERE id = $1", [id]))[0].status;

test("what SendGrid says of mails is kept once each, however often and in whatever order it comes, and ends the same", async () => {
  const orders = [
    ["processed", "deferred", "delivered", "bounce"],
    ["bounce", "delivered", "deferred", "processed"],
    ["delivered", "bounce", "processed", "deferred"],
  ];
  for (const order of orders) {
    const id = await sent({ toAddress: `${randomUUID()}@example.test` });
    const events = order.map((kind) => event(id, kind, { type: "blocked", reason: `The box of ${kind}\u0000` }));
    expect(await tell(events)).toBe(204);
    expect(await Promise.all([...events, ...events].map((each) => tell([each])))).toEqual(Array(8).fill(204));
    expect(await world.sql("SELECT status, last_error FROM mail WHERE id = $1", [id])).toEqual([
      { status: "BOUNCED", last_error: "The box of bounce" },
    ]);
    expect(await world.sql("SELECT kind FROM mail_event WHERE mail_id = $1 ORDER BY at", [id])).toHaveLength(4);
  }
  // A no of today's holds nothing back.
  expect(await world.sql("SELECT * FROM mail_suppression")).toEqual([]);
});

test("what is not signed by SendGrid, is old or is no list changes nothing; what is about no mail of ours is passed over", async () => {
  const id = await sent();
  const bounce = event(id, "bounce", { type: "bounce", reason: "550 5.1.1 unknown" });
  const other = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  expect(await tell([bounce], { key: other })).toBe(401);
  expect(await tell([bounce], { over: "[]" })).toBe(401);
  expect(await tell([bounce], { at: new Date(Date.now() - 601_000) })).toBe(401);
  expect(await tell([bounce], { at: new Date(Date.now() + 601_000) })).toBe(401);
  expect((await fetch(`${world.url}/sendgrid/events`, { method: "POST", body: JSON.stringify([bounce]) })).status).toBe(
    401,
  );
  for (const nothing of ["", "{", "{}", "null", '"x"']) expect(await tell(nothing)).toBe(400);
  expect(await tell(`[${" ".repeat(1024 * 1024)}]`)).toBe(413);
  const strange = [
    null,
    1,
    [],
    {},
    { ...bounce, mail_id: 7 },
    { ...bounce, mail_id: randomUUID() },
    { ...bounce, event: "open" },
  ];
  const malformed = [
    { ...bounce, sg_event_id: "" },
    { ...bounce, timestamp: "now" },
    { ...bounce, event: "__proto__" },
  ];
  expect(await tell([...strange, ...malformed])).toBe(204);
  expect(await world.sql("SELECT * FROM mail_event")).toEqual([]);
  expect(await statusOf(id)).toBe("SENT");
});

test("an address that a mail came back from gets only what its owner asks for, until staff lift it", async () => {
  const { token } = await world.staff();
  const person = await world.account({ email: "gone@example.test" });
  const id = await sent({ toAddress: "gone@example.test", recipientAccountId: person.id });
  const bounce = event(id, "bounce", { type: "bounce", reason: "550 5.1.1 no such user" });
  await tell([bounce]);
  const read = "query ($id: ID!) { mail(id: $id) { status lastError suppression { reason } events { kind said } } }";
  expect((await world.ok(token, read, { id })).mail).toEqual({
    status: "BOUNCED",
    lastError: "550 5.1.1 no such user",
    suppression: { reason: "BOUNCED" },
    events: [{ kind: "BOUNCED", said: "550 5.1.1 no such user" }],
  });
  const addresses = "{ viewer { emailAddresses { address suppressedFor } } }";
  expect((await world.ok(person.token, addresses)).viewer.emailAddresses).toEqual([
    { address: "gone@example.test", suppressedFor: "BOUNCED" },
  ]);
  const before = sendgrid.sent.length;
  const held = await sent({ toAddress: "gone@example.test" });
  expect((await world.ok(token, read, { id: held })).mail).toMatchObject({
    status: "SUPPRESSED",
    lastError: expect.stringContaining("came back"),
  });
  expect(sendgrid.sent).toHaveLength(before);
  expect(
    await statusOf(await sent({ toAddress: "gone@example.test", kind: MailKind.EMAIL_CODE, sealed: Buffer.alloc(0) })),
  ).not.toBe("SUPPRESSED");
  const lift = 'mutation ($why: String!) { liftMailSuppression(address: " Gone@example.test", reason: $why) }';
  expect(await world.refused(token, lift, { why: " " })).toBe("REASON_REQUIRED");
  expect(await world.refused(person.token, lift, { why: "please" })).toBe("FORBIDDEN");
  await world.ok(token, lift, { why: "The box is there again." });
  expect(await world.refused(token, lift, { why: "Once more." })).toBe("NOT_FOUND");
  // The same word once more is no news.
  expect(await tell([bounce])).toBe(204);
  expect(await statusOf(await sent({ toAddress: "gone@example.test" }))).toBe("SENT");
});

test("whoever types the code that was mailed to an address that bounced gets mail there again", async () => {
  const toAddress = "back@example.test";
  const person = await world.account({ email: toAddress });
  await tell([event(await sent({ toAddress }), "bounce", { type: "bounce" })]);
  await world.ok(person.token, "mutation ($email: String!) { addEmailAddress(email: $email) }", { email: toAddress });
  await world.runJobs();
  const mailed = sendgrid.sent.at(-1)?.body;
  expect(mailed?.mail_settings).toEqual({ bypass_list_management: { enable: true } });
  const token = /\b\d{8}\b/.exec(mailed?.content[0]?.value ?? "")?.[0];
  await world.ok(person.token, "mutation ($token: String!) { verifyEmailAddress(token: $token) }", { token });
  expect(await world.sql("SELECT * FROM mail_suppression")).toEqual([]);
  expect(await statusOf(await sent({ toAddress }))).toBe("SENT");
});

test("a complaint outweighs a bounce, and what SendGrid itself holds back is known as well", async () => {
  const ways: [object[], string | undefined][] = [
    [[{ event: "spamreport" }, { event: "bounce", type: "bounce" }], "COMPLAINED"],
    [[{ event: "bounce", type: "bounce" }, { event: "spamreport" }], "COMPLAINED"],
    [[{ event: "dropped", reason: "Bounced Address" }], "BOUNCED"],
    [[{ event: "dropped", reason: "Spam Reporting Address" }], "COMPLAINED"],
    [[{ event: "dropped", reason: "Recipient List over Package Quota" }], undefined],
  ];
  for (const [events, reason] of ways) {
    const toAddress = `${randomUUID()}@example.test`;
    const id = await sent({ toAddress });
    for (const each of events) await tell([event(id, "", each)]);
    const [row] = await world.sql("SELECT reason FROM mail_suppression WHERE address = $1", [toAddress]);
    expect(row?.reason).toBe(reason);
  }
});

test("where an answer was lost the mail waits for word of it: it is not sent twice, and sent again where none comes", async () => {
  sendgrid.answers = ["lost", "lost"];
  const [told, untold] = [await sent(), await sent({ toAddress: "jane@example.test" })];
  expect(await statusOf(told)).toBe("QUEUED");
  await runAgain();
  expect(sendgrid.sent).toHaveLength(2);
  await tell([event(told, "processed")]);
  expect(await statusOf(told)).toBe("SENT");
  world.setClock(new Date(Date.now() + 31 * 60_000).toISOString());
  await runAgain();
  expect(sendgrid.sent.map(({ body }) => body.custom_args.mail_id)).toEqual([told, untold, untold]);
  expect(new Set(sendgrid.sent.slice(1).map(({ body }) => body.headers["Message-ID"])).size).toBe(1);
  expect(await statusOf(untold)).toBe("SENT");
});

test("an answer without an end is left in time, and the mail may have gone out", async () => {
  world.config.mailTimeoutSeconds = 1;
  sendgrid.answers = ["drip"];
  const begun = Date.now();
  const id = await sent();
  expect(Date.now() - begun).toBeLessThan(25_000);
  expect((await world.sql("SELECT status, attempts, begun_at FROM mail WHERE id = $1", [id]))[0]).toEqual({
    status: "QUEUED",
    attempts: 1,
    begun_at: expect.any(Date),
  });
  await tell([event(id, "processed")]);
  expect(await statusOf(id)).toBe("SENT");
});
