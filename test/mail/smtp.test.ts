import { createServer, type Server, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { PNG } from "pngjs";
import { SMTPServer } from "smtp-server";
import { ConfigError, readConfig } from "../../server/core/config.ts";
import { inTransaction } from "../../server/core/context.ts";
import { writeLetter } from "../../server/mail/letter.ts";
import { MailKind } from "../../server/mail/mail.entity.ts";
import { AnswerLost } from "../../server/mail/outgoing-mail.ts";
import { queueMails } from "../../server/mail/queue-mail.ts";
import { sampleLetters } from "../../server/mail/sample-letters.ts";
import { sendBySmtp } from "../../server/mail/smtp.ts";
import { messages } from "../../server/messages/en.ts";
import { World } from "../support/world.ts";

interface Refusal {
  responseCode: number;
  message: string;
}

/** What the server says to its next recipients and mails; nothing: yes. */
let toRecipient: (Refusal | null)[] = [];
let toMail: (Refusal | null)[] = [];
let taken: { to: string[]; raw: string }[] = [];
let server: SMTPServer;
let world: World;

beforeEach(async () => {
  [toRecipient, toMail, taken] = [[], [], []];
  server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: false,
    onAuth: ({ username, password }, _session, done) =>
      username === "accrue" && password === "p@ss" ? done(null, { user: username }) : done(new Error("No.")),
    onRcptTo: (_address, _session, done) => done(toRecipient.shift() as Error | null),
    onData: (stream, session, done) => {
      let raw = "";
      stream.on("data", (chunk) => {
        raw += chunk;
      });
      stream.on("end", () => {
        const refusal = toMail.shift();
        if (!refusal) taken.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw });
        done(refusal as Error | null);
      });
    },
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as { port: number };
  world = await World.start({ smtp: readConfig({ SMTP_URL: `smtp://accrue:p%40ss@127.0.0.1:${port}` }).smtp });
});
afterEach(async () => {
  await world.stop();
  await new Promise<void>((resolve) => server.close(resolve));
});

const send = async (toAddress = "john@example.test", name = "John Smith") => {
  await inTransaction(world.ctx, (tx) =>
    queueMails(tx, world.ctx, [
      {
        kind: MailKind.WELCOME,
        dedupeKey: `${toAddress}:${Math.random()}`,
        toAddress,
        toName: name,
        recipientAccountId: null,
        subjectId: null,
        language: "en",
        subject: "Grüße",
        text: "A mail.",
        attachments: [],
      },
    ]),
  );
  await world.runJobs();
};
const runAgain = async () => {
  while ((await world.sql("SELECT 1 FROM graphile_worker._private_jobs WHERE locked_at IS NOT NULL")).length > 0);
  await world.sql("UPDATE graphile_worker._private_jobs SET run_at = now()");
  await world.runJobs();
};
const last = async () =>
  (
    await world.sql("SELECT id, status, attempts, last_error, provider_message_id FROM mail ORDER BY id DESC LIMIT 1")
  )[0];
const heldBack = async () => (await world.sql("SELECT address FROM mail_suppression")).map(({ address }) => address);

test("a mail goes by the mail server, with a Message-ID of its own; a no for now is asked again", async () => {
  toRecipient = [{ responseCode: 451, message: "4.7.1 Greylisted" }];
  toMail = [{ responseCode: 452, message: "4.3.1 Full" }];
  await send();
  expect(await last()).toMatchObject({
    status: "QUEUED",
    attempts: 1,
    last_error: expect.stringContaining("Greylisted"),
  });
  await runAgain();
  await runAgain();
  const mail = await last();
  expect(mail).toMatchObject({ status: "SENT", attempts: 3, last_error: null });
  expect(mail.provider_message_id).toBe(`<${mail.id}@accrue.test>`);
  expect(taken).toHaveLength(1);
  expect(taken[0]?.to).toEqual(["john@example.test"]);
  expect(taken[0]?.raw).toContain(`Message-ID: <${mail.id}@accrue.test>`);
  expect(taken[0]?.raw).toContain("Subject: =?UTF-8?");
  expect(taken[0]?.raw).toContain("To: John Smith <john@example.test>");
});

test.each([
  ["there is no such mailbox", { responseCode: 550, message: "5.1.1 No such user" }, null, true],
  ["a no without an enhanced code", { responseCode: 550, message: "No such user here" }, null, true],
  ["a full mailbox", { responseCode: 552, message: "5.2.2 Mailbox full" }, null, false],
  ["a rule of theirs", { responseCode: 550, message: "5.7.1 Not from you" }, null, false],
  ["the mail itself", null, { responseCode: 554, message: "5.7.1 Looks like spam" }, false],
])("a final no is a bounce: %s", async (_what, recipient, mail, isOfAddress) => {
  toRecipient = [recipient];
  toMail = [mail];
  await send("nobody@example.test");
  await runAgain();
  expect(await last()).toMatchObject({
    status: "BOUNCED",
    attempts: 1,
    last_error: expect.stringContaining((recipient ?? mail)?.message ?? ""),
  });
  expect(await heldBack()).toEqual(isOfAddress ? ["nobody@example.test"] : []);
});

test("a no to the sender that comes with a recipient blames no recipient, and is asked again", async () => {
  toRecipient = ["5.1.7 Bad sender", "5.1.8 Sender's domain not found"].map((message) => ({
    responseCode: 550,
    message,
  }));
  await send();
  expect(await last()).toMatchObject({ status: "QUEUED", attempts: 1 });
  await runAgain();
  expect(await last()).toMatchObject({ status: "QUEUED", attempts: 2 });
  expect(await heldBack()).toEqual([]);
  await runAgain();
  expect(await last()).toMatchObject({ status: "SENT" });
});

test("a password that the server does not take is mended by staff: mail waits, and nobody is blamed for it", async () => {
  if (world.config.smtp) world.config.smtp = { ...world.config.smtp, login: { user: "accrue", pass: "old" } };
  await send();
  expect(await last()).toMatchObject({ status: "QUEUED", attempts: 1 });
  if (world.config.smtp) world.config.smtp = { ...world.config.smtp, login: { user: "accrue", pass: "p@ss" } };
  await runAgain();
  expect(await last()).toMatchObject({ status: "SENT" });
});

test("another machine gets nothing that is not encrypted, and settings that cannot be used are named", () => {
  expect(readConfig({ SMTP_URL: "smtp://mail.example.org" }).smtp).toEqual({
    host: "mail.example.org",
    port: 587,
    secure: false,
    requireTls: true,
    login: null,
  });
  expect(readConfig({ SMTP_URL: "smtps://a:b@mail.example.org" }).smtp).toMatchObject({ port: 465, secure: true });
  for (const env of [
    { SMTP_URL: "http://mail.example.org" },
    { SMTP_URL: "smtp://user@mail.example.org" },
    { SMTP_URL: "smtp://mail.example.org", SENDGRID_API_KEY: "SG.x" },
    { SENDGRID_EVENT_PUBLIC_KEY: "AAAA" },
    { SENDGRID_API_KEY: "SG.x", SENDGRID_EVENT_PUBLIC_KEY: "AAAA" },
  ])
    expect(() => readConfig(env)).toThrow(ConfigError);
});

/** A mail server that goes wrong at one step: `at` gets the connection in place of the answer to it. */
async function wrongServer(step: string, at: (socket: Socket) => void): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    let isMail = false;
    let rest = "";
    const answer = (name: string, said: string) => (name === step ? at(socket) : void socket.write(`${said}\r\n`));
    answer("greeting", "220 here");
    socket.on("data", (chunk) => {
      rest += chunk;
      for (;;) {
        const end = rest.indexOf(isMail ? "\r\n.\r\n" : "\r\n");
        if (end < 0) return;
        const line = rest.slice(0, end);
        rest = rest.slice(end + (isMail ? 5 : 2));
        if (isMail) answer("mail", "250 taken");
        else if (/^EHLO/i.test(line)) answer("EHLO", "250 here");
        else if (/^DATA/i.test(line)) answer("DATA", "354 go on");
        else answer(line.slice(0, 4), "250 yes");
        isMail = /^DATA/i.test(line) && !isMail;
      }
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return { server, port: (server.address() as { port: number }).port };
}

/** One byte of an answer that has no end now and then: never silent for long. */
async function drip(socket: Socket): Promise<void> {
  for (; !socket.destroyed; await delay(30)) socket.write("2");
}

const outgoing = {
  id: "01930000-0000-7000-8000-000000000000",
  fromName: "Accreditor",
  toAddress: "john@example.test",
  toName: "John Smith",
  pictures: [],
  subject: "A mail",
  text: "A mail.",
  html: "<p>A mail.</p>",
  attachments: [],
  isAwaited: false,
  unsubscribeUrl: null,
};

test.each(["greeting", "EHLO", "MAIL", "RCPT", "DATA", "mail"])(
  "a server that is silent, speaks without an end or hangs up at %s is left in time; only one that had the whole mail may have sent it",
  async (step) => {
    for (const at of [() => {}, (socket: Socket) => void drip(socket), (socket: Socket) => void socket.destroy()]) {
      const { server: wrong, port } = await wrongServer(step, at);
      const begun = Date.now();
      const smtp = readConfig({ SMTP_URL: `smtp://127.0.0.1:${port}` }).smtp;
      // On a busy machine, too, the whole mail has to be there before the time is up.
      const mailTimeoutSeconds = step === "mail" ? 2 : 0.3;
      const failure = await sendBySmtp({ ...world.config, mailTimeoutSeconds }, smtp as never, outgoing).catch(
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(Error);
      expect(failure instanceof AnswerLost).toBe(step === "mail");
      // Less than what Nodemailer itself waits for the first word.
      expect(Date.now() - begun).toBeLessThan(25_000);
      await new Promise<void>((resolve) => void wrong.close(() => resolve()));
    }
  },
);

test("a server that takes mails and answers none gets one five times at most; then staff say whether it goes again", async () => {
  const { server: wrong, port } = await wrongServer("mail", (socket) => void socket.destroy());
  world.config.smtp = readConfig({ SMTP_URL: `smtp://127.0.0.1:${port}` }).smtp;
  await send();
  for (let attempts = 1; attempts < 5; attempts++) {
    expect(await last()).toMatchObject({ status: "QUEUED", attempts });
    await runAgain();
  }
  await runAgain();
  expect(await last()).toMatchObject({
    status: "FAILED",
    attempts: 5,
    last_error: expect.stringContaining("took this mail 5 times and never answered"),
  });
  await new Promise<void>((resolve) => void wrong.close(() => resolve()));
});

/** A part of a mail as it is read, by its type. */
function partOf(raw: string, type: string): string {
  const at = raw.indexOf(`Content-Type: ${type}`);
  const [head = "", ...body] = raw.slice(at).split("\r\n\r\n");
  // A line of the text itself may begin with two dashes, as what ends the part does: that goes on with two more, and a name.
  const text = body.join("\r\n\r\n").split(/\r\n----/)[0] ?? "";
  if (/base64/i.test(head)) return Buffer.from(text, "base64").toString("utf8");
  if (!/quoted-printable/i.test(head)) return text;
  const bytes = text
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

const unescaped = (html: string) =>
  html
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

test("a mail of every kind is the accreditor's: its name, colours, words and logo, in both parts, whatever people are called", async () => {
  const png = PNG.sync.write(new PNG({ width: 60, height: 20 }));
  const { token } = await world.staff();
  const upload = "mutation ($file: Upload!) { uploadLogo(version: 1, file: $file) { version } }";
  const kept = await world.upload(token, upload, {}, png, "logo.png");
  expect(kept.errors).toEqual([]);
  await world.ok(token, "mutation ($input: SettingsInput!) { updateSettings(version: 2, input: $input) { version } }", {
    input: {
      accreditorName: 'Schlaf & "Söhne"',
      mailSenderName: "Söhne, CE office",
      mailColour: "#0b6e4f",
      mailAccentColour: "#8a1c4a",
      mailSignOff: "Kind regards,",
      mailFooter: "1 Main Street\n\nSpringfield",
    },
  });
  const hostile = {
    name: `<img src=x onerror=alert(1)> "O'Brien" & ${"Lang".repeat(50)}`,
    title: '</td><script>alert("x")</script>',
    provider: 'https://evil.example/"><b>P</b>',
    reason: `<a href="javascript:alert(1)">x</a> ${"words ".repeat(300)}\r\nBcc: all@example.test`,
  };
  const letters = sampleLetters(world.ctx, hostile);
  for (const kind of Object.values(MailKind)) {
    const { closing, ...letter } = letters[kind];
    await inTransaction(world.ctx, (tx) =>
      writeLetter(tx, world.ctx, { kind, cause: `look:${kind}`, subjectId: null, ...letter }, [
        {
          address: `${kind.toLowerCase()}@example.test`,
          name: hostile.name,
          accountId: null,
          ...(closing && { closing }),
        },
      ]),
    );
  }
  await world.runJobs();
  expect(taken.map(({ to: [to] }) => to).sort()).toEqual(
    Object.values(MailKind)
      .map((kind) => `${kind.toLowerCase()}@example.test`)
      .sort(),
  );
  const { publicUrl } = world.config;
  for (const { raw, to } of taken) {
    expect(Math.max(...raw.split("\r\n").map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(998);
    expect(raw.split("\r\n\r\n")[0]).not.toMatch(/^Bcc:/m);
    expect(raw).toMatch(/^From: =\?UTF-8\?.*<no-reply@accrue\.test>/m);
    const text = partOf(raw, "text/plain").replaceAll("\r\n", "\n");
    const html = partOf(raw, "text/html");
    expect(text.endsWith(`\n\nKind regards,\nSchlaf & "Söhne"\n${publicUrl}\n1 Main Street\nSpringfield\n`)).toBe(true);
    expect(html).toContain("Schlaf &amp; &quot;Söhne&quot;");
    for (const part of [text, html]) expect(part.replaceAll("accrue.test", "")).not.toMatch(/accrue/i);
    // Tags of the frame alone: what people wrote is words.
    expect(new Set([...html.matchAll(/<([a-z!]+)/g)].map(([, tag]) => tag))).toEqual(
      new Set([
        "!doctype",
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "table",
        "tr",
        "td",
        "img",
        "p",
        "a",
        "br",
      ]),
    );
    const links = (part: string) =>
      new Set(part.match(new RegExp(`${publicUrl}[^\\s"<]*`, "g"))?.map((each) => each.replace(/[.,]$/, "")));
    expect(links(unescaped(html))).toEqual(links(text));
    for (const [, href] of html.matchAll(/href="([^"]*)"/g)) expect(href?.startsWith(publicUrl)).toBe(true);
    // Nothing is fetched: pictures come along.
    const pictures = to.includes("attendee_kit@example.test") ? ["logo", "badge"] : ["logo"];
    expect([...html.matchAll(/src="([^"]*)"/g)].map(([, src]) => src)).toEqual(pictures.map((name) => `cid:${name}`));
    for (const name of pictures) expect(raw).toContain(`Content-ID: <${name}>`);
    expect(html).not.toMatch(/url\(|@import/);
    expect(html).toContain("background:#0b6e4f");
  }
  const mails = Object.entries(messages).filter(([part]) => /mail|change|reminder|announcement/i.test(part));
  expect(mails.length).toBeGreaterThan(5);
  expect(JSON.stringify(mails)).not.toContain("Accrue");
});
