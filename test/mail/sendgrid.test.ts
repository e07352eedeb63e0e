import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { inTransaction } from "../../server/core/context.ts";
import { MailKind } from "../../server/mail/mail.entity.ts";
import { type NewMail, queueMails } from "../../server/mail/queue-mail.ts";
import { World } from "../support/world.ts";

interface Sent {
  authorization: string | undefined;
  body: {
    from: { email: string };
    personalizations: { to: { email: string; name: string }[] }[];
    custom_args: Record<string, string>;
    subject: string;
    content: { type: string; value: string }[];
    attachments?: { filename: string; content: string; type: string }[];
  };
}

/** Speaks as much of SendGrid's API as sending takes, and answers what the test says. */
class FakeSendGrid {
  readonly sent: Sent[] = [];
  answers: number[] = [];
  #server: Server;
  url = "";

  constructor() {
    this.#server = createServer(async (req: IncomingMessage, res) => {
      let body = "";
      for await (const chunk of req) body += chunk;
      this.sent.push({ authorization: req.headers.authorization, body: JSON.parse(body) });
      const status = this.answers.shift() ?? 202;
      res.writeHead(status, { "X-Message-Id": `message-${this.sent.length}`, "Content-Type": "application/json" });
      res.end(status >= 400 ? JSON.stringify({ errors: [{ message: "no", field: null }] }) : "");
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

let sendgrid: FakeSendGrid;
let world: World;
beforeEach(async () => {
  sendgrid = new FakeSendGrid();
  await sendgrid.start();
  world = await World.start({ sendgridApiKey: "SG.test-key", sendgridBaseUrl: sendgrid.url });
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
      subject: "Hello",
      content: [
        { type: "text/plain", value: "A mail." },
        { type: "text/html", value: expect.stringContaining("<p>A mail.</p>") },
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
