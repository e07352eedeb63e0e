import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { SMTPServer } from "smtp-server";
import { readConfig } from "../../server/core/config.ts";
import { programIn, today } from "../programs/applications.ts";
import { spawnServer } from "../support/server-process.ts";
import { World } from "../support/world.ts";

/** How many mails there are and how often the worker is killed, where that is set: ANNOUNCED=10000 KILLED_WORKERS=20. */
const { ANNOUNCED, KILLED_WORKERS } = process.env;

type Behaviour = "take" | "busy" | "broken" | "hang" | "reset before" | "reset after";

/** What both mail servers do with one mail after another: most are taken. */
const behaviours: Behaviour[] = [
  ...Array<Behaviour>(70).fill("take"),
  ...Array<Behaviour>(9).fill("busy"),
  ...Array<Behaviour>(9).fill("broken"),
  "hang",
  ...Array<Behaviour>(5).fill("reset before"),
  ...Array<Behaviour>(6).fill("reset after"),
];
const behaviour = (): Behaviour => behaviours[Math.floor(Math.random() * behaviours.length)] as Behaviour;

/** The judge: what a mail server took, whatever became of its answer. */
interface Taken {
  to: string;
  messageId: string;
  isAnswered: boolean;
}

interface MailServer {
  taken: Taken[];
  env: Record<string, string>;
  /** Tells what it took, where it is one that tells. */
  tell(world: World): Promise<void>;
  stop(): Promise<void>;
}

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });

async function likeSendGrid(): Promise<MailServer> {
  const taken: Taken[] = [];
  const untold: { mailId: string; email: string }[] = [];
  const server: Server = createServer(async (req, res) => {
    let body = "";
    for await (const chunk of req) body += chunk;
    const mail = JSON.parse(body);
    const to = mail.personalizations[0].to[0].email;
    const does = behaviour();
    if (does === "hang") return;
    if (does === "reset before") return void req.socket.destroy();
    if (does === "busy" || does === "broken")
      return void res.writeHead(does === "busy" ? 429 : 500, { "Content-Type": "application/json" }).end("{}");
    taken.push({ to, messageId: mail.headers["Message-ID"], isAnswered: does === "take" });
    untold.push({ mailId: mail.custom_args.mail_id, email: to });
    if (does === "reset after") return void req.socket.destroy();
    res.writeHead(202, { "X-Message-Id": `sg-${taken.length}` }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  let told = 0;
  return {
    taken,
    env: {
      SENDGRID_API_KEY: "SG.test",
      SENDGRID_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      SENDGRID_EVENT_PUBLIC_KEY: publicKey.export({ format: "der", type: "spki" }).toString("base64"),
    },
    tell: async (world) => {
      const events = untold.splice(0).map(({ mailId, email }) => ({
        event: "processed",
        mail_id: mailId,
        email,
        timestamp: Math.floor(Date.now() / 1_000),
        sg_event_id: `event-${told++}`,
      }));

      for (let at = 0; at < events.length; at += 500) {
        const body = JSON.stringify(events.slice(at, at + 500));
        const time = String(Math.floor(Date.now() / 1_000));
        const { status } = await fetch(`${world.url}/sendgrid/events`, {
          method: "POST",
          headers: {
            "Content-Type": "application/json",
            "X-Twilio-Email-Event-Webhook-Timestamp": time,
            "X-Twilio-Email-Event-Webhook-Signature": sign("sha256", Buffer.from(time + body), privateKey).toString(
              "base64",
            ),
          },
          body,
        });
        expect(status).toBe(204);
      }
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bySmtp(): Promise<MailServer> {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    authOptional: true,
    disableReverseLookup: true,
    onData: (stream, session, done) => {
      let raw = "";
      stream.on("data", (chunk) => {
        raw += chunk;
      });
      stream.on("end", () => {
        const does = behaviour();
        const hangUp = () => {
          for (const connection of server.connections) if (connection.session.id === session.id) connection.close();
        };
        if (does === "hang") return;
        if (does === "reset before") return void hangUp();
        if (does === "busy" || does === "broken")
          return void done(Object.assign(new Error("Later."), { responseCode: does === "busy" ? 451 : 421 }));
        taken.push({
          to: session.envelope.rcptTo[0]?.address ?? "",
          messageId: /^Message-ID: (.*)$/im.exec(raw)?.[1]?.trim() ?? "",
          isAnswered: does === "take",
        });
        if (does === "reset after") hangUp();
        else done();
      });
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    taken,
    env: { SMTP_URL: `smtp://127.0.0.1:${port}` },
    tell: async () => {},
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}

/** As many members as are asked for, by statements: signing them up takes a second for ten. */
const populate = (world: World, count: number) =>
  world.sql(
    `WITH a AS (INSERT INTO account (password_hash, created_at) SELECT NULL, now() FROM generate_series(1, $1) RETURNING id),
       e AS (INSERT INTO email_address (account_id, address, is_primary, verified_at)
         SELECT id, id || '@members.test', true, now() FROM a)
     INSERT INTO member (member_number, account_id, first_name, last_name, first_name_key, given_names_key, last_name_key, created_at, membership)
     SELECT 'T' || id, id, 'Kim', 'Lee', 'kim', 'kim', 'lee', now(), 'MEMBER' FROM a`,
    [count],
  );

const kinds = [
  { name: "SendGrid, which tells what it took", start: likeSendGrid, tells: true, few: 200, fewKills: 2 },
  { name: "a mail server, which tells nothing", start: bySmtp, tells: false, few: 80, fewKills: 1 },
];

test.each(kinds)(
  "announcements reach everybody by $name, while it is busy, breaks, hangs and hangs up, and workers are killed",
  async ({ start, tells, few, fewKills }) => {
    const announced = Number(ANNOUNCED ?? few);
    const kills = Number(KILLED_WORKERS ?? fewKills);
    const server = await start();
    const fromEnv = readConfig({ ...server.env });
    const world = await World.start({
      sendgridApiKey: fromEnv.sendgridApiKey,
      sendgridBaseUrl: fromEnv.sendgridBaseUrl,
      sendgridEventKey: fromEnv.sendgridEventKey,
      smtp: fromEnv.smtp,
      mailTimeoutSeconds: 0.5,
    });
    const begun = Date.now();
    try {
      world.setClock(today);
      const [provider, staff] = [await world.provider(), await world.staff()];
      const { id } = await programIn(world, { provider, staff }, "APPROVED");
      // Whatever it took to get here is no announcement.
      await world.sql("DELETE FROM graphile_worker._private_jobs");
      await populate(world, announced);
      const input = { subject: "Save the date", text: "Come to Chicago." };
      await world.ok(
        provider.token,
        "mutation ($id: ID!, $input: AnnouncementInput!) { proposeAnnouncement(programId: $id, input: $input) { status } }",
        { id, input },
      );
      await world.ok(staff.token, "mutation ($id: ID!) { sendAnnouncement(programId: $id) { status } }", { id });
      world.setClock(null);

      /** Mails that went out by a try whose end the sender cannot know: only these may come again where nobody tells. */
      const inDoubt = new Set<string>();
      const noticeDoubt = async () => {
        const rows = await world.sql("SELECT to_address FROM mail WHERE status = 'QUEUED' AND begun_at IS NOT NULL");
        for (const { to_address } of rows) inDoubt.add(to_address);
      };
      const mayHaveCome = () => server.taken.filter(({ to }) => to.endsWith("@members.test"));
      let unwilling: string[] = [];
      for (let kill = 0; kill < kills; kill++) {
        const worker = await spawnServer(
          {
            ...server.env,
            DATABASE_URL: world.database.url,
            DATABASE_OWNER_URL: world.database.ownerUrl,
            SECRETS_KEY: "a key that nobody but the tests ever has",
            MAIL_TIMEOUT_SECONDS: "1",
            PUBLIC_URL: world.url,
          },
          "worker",
        );
        const ended = once(worker, "exit");
        const enough = (announced * (kill + 1)) / (kills + 1);
        while (mayHaveCome().length < enough && worker.exitCode === null) await delay(5);
        expect(worker.exitCode).toBeNull();
        worker.kill("SIGKILL");
        await ended;
        await noticeDoubt();
        if (kill === 0) {
          // Three of those that wait press the link of the mail that they have not got.
          const waiting = await world.sql(
            `SELECT m.to_address, r.link FROM mail m JOIN announcement_recipient r ON r.account_id = m.recipient_account_id
             WHERE m.kind = 'ANNOUNCEMENT' AND m.status = 'QUEUED' AND m.begun_at IS NULL LIMIT 3`,
          );
          for (const { link } of waiting)
            expect((await fetch(`${world.url}/unsubscribe/${link}`, { method: "POST" })).status).toBe(200);
          unwilling = waiting.map(({ to_address }) => to_address);
          expect(unwilling).toHaveLength(3);
        }
        await server.tell(world);
      }
      // What killed workers held is given back by the next one; here nobody is left to hold anything.
      await world.sql("UPDATE graphile_worker._private_jobs SET locked_at = NULL, locked_by = NULL");
      for (let round = 0; round < 40; round++) {
        await noticeDoubt();
        await server.tell(world);
        // Half an hour goes by in which word would have come.
        await world.sql("UPDATE mail SET begun_at = begun_at - interval '31 minutes' WHERE status = 'QUEUED'");
        await world.sql("UPDATE graphile_worker._private_jobs SET run_at = now() WHERE locked_at IS NULL");
        await world.runJobs();
        const [{ waiting }] = await world.sql(
          `SELECT count(*)::int AS waiting FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
           WHERE t.identifier IN ('mail.send', 'announcements.sendBatch')`,
        );
        if (waiting === 0) break;
      }
      await server.tell(world);

      const copies = new Map<string, Taken[]>();
      for (const each of mayHaveCome()) copies.set(each.to, [...(copies.get(each.to) ?? []), each]);
      const statuses = await world.sql(
        "SELECT status, count(*)::int AS count FROM mail WHERE kind = 'ANNOUNCEMENT' GROUP BY status ORDER BY status",
      );
      const unsent = (
        await world.sql("SELECT to_address FROM mail WHERE kind = 'ANNOUNCEMENT' AND status = 'FAILED'")
      ).map(({ to_address }) => to_address);
      const lost = (await world.sql("SELECT address FROM email_address WHERE address LIKE '%@members.test'")).filter(
        ({ address }) => !copies.has(address) && !unwilling.includes(address) && !unsent.includes(address),
      );
      const doubled = [...copies].filter(([, got]) => got.length > 1);
      if (ANNOUNCED)
        console.info({
          mails: announced,
          kills,
          seconds: Math.round((Date.now() - begun) / 1_000),
          statuses,
          accepted: mayHaveCome().length,
          doubled: doubled.length,
          inDoubt: inDoubt.size,
        });
      expect(lost).toEqual([]);
      // Twelve tries, or five without an answer, in a row that all fail: on record as such, for staff to see.
      expect(unsent.length).toBeLessThanOrEqual(announced / 50);
      for (const address of unwilling) expect(copies.has(address)).toBe(false);
      // Where the mail server tells what it took, nothing comes twice; else only what nobody could know, with the same Message-ID.
      if (tells) expect(doubled).toEqual([]);
      for (const [address, got] of doubled) {
        expect(inDoubt.has(address) || got.some(({ isAnswered }) => !isAnswered)).toBe(true);
        expect(new Set(got.map(({ messageId }) => messageId)).size).toBe(1);
      }
    } finally {
      await world.stop();
      await server.stop();
    }
  },
  3_600_000,
);
