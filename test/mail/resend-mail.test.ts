import { inTransaction } from "../../server/core/context.ts";
import { MailKind } from "../../server/mail/mail.entity.ts";
import { queueMails } from "../../server/mail/queue-mail.ts";
import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const resend =
  "mutation ($id: ID!, $toAddress: String) { resendMail(id: $id, toAddress: $toAddress) { id toAddress subject text status } }";

test("staff send a mail again, also to a corrected address; the first stays as it was", async () => {
  const { token } = await world.staff();
  await inTransaction(world.ctx, (tx) =>
    queueMails(tx, world.ctx, [
      {
        kind: MailKind.WELCOME,
        dedupeKey: "test:1",
        toAddress: "wrong@example.test",
        toName: "John",
        recipientAccountId: null,
        subjectId: null,
        language: "en",
        subject: "Hello",
        text: "Text",
        attachments: [],
      },
    ]),
  );
  await world.runJobs();
  const [{ id }] = await world.sql("SELECT id FROM mail");
  const again = (await world.ok(token, resend, { id, toAddress: " Right@Example.test " })).resendMail;
  expect(again).toMatchObject({ toAddress: "right@example.test", subject: "Hello", text: "Text", status: "QUEUED" });
  const both = await Promise.all([0, 1].map(() => world.ok(token, resend, { id })));
  expect(new Set(both.map((answer) => answer.resendMail.id)).size).toBe(2);
  await world.runJobs();
  expect(await world.sql("SELECT to_address, status FROM mail ORDER BY created_at, id")).toEqual(
    ["wrong@example.test", "right@example.test", "wrong@example.test", "wrong@example.test"].map((to_address) => ({
      to_address,
      status: "SENT",
    })),
  );
  expect(await world.refused(token, resend, { id, toAddress: "nobody" })).toBe("BAD_INPUT");
  expect(await world.refused(token, resend, { id: again.id.replace(/.$/, "z") })).toBe("NOT_FOUND");
  const provider = await world.provider();
  expect(await world.refused(provider.token, resend, { id })).toBe("FORBIDDEN");
});

test("whoever waits for a mail sees what became of theirs, of the address and when: no text, no code, and nobody else's", async () => {
  const [reader, other] = [await world.account(), await world.account()];
  const write = (recipientAccountId: string | null, toAddress: string, dedupeKey: string) =>
    inTransaction(world.ctx, (tx) =>
      queueMails(tx, world.ctx, [
        {
          kind: MailKind.CERTIFICATE,
          dedupeKey,
          toAddress,
          toName: "",
          recipientAccountId,
          subjectId: null,
          language: "en",
          subject: dedupeKey,
          text: "Text",
          attachments: [],
        },
      ]),
    );
  await write(reader.id, reader.email, "delivered");
  await write(reader.id, "old@example.test", "bounced");
  await write(other.id, other.email, "another's");
  // It went to somebody who had the address before.
  await write(other.id, reader.email, "before it was theirs");
  await write(null, reader.email, "to nobody known");
  await world.runJobs();
  await world.sql(
    `UPDATE mail SET status = CASE subject WHEN 'bounced' THEN 'BOUNCED' ELSE 'DELIVERED' END, settled_at = sent_at,
       last_error = 'said by the server' WHERE recipient_account_id = $1`,
    [reader.id],
  );
  const list = "{ viewer { mails { toAddress subject status settledAt } } }";
  const { mails } = (await world.ok(reader.token, list)).viewer;
  expect(mails.sort((a: { subject: string }, b: { subject: string }) => a.subject.localeCompare(b.subject))).toEqual([
    { toAddress: "old@example.test", subject: "bounced", status: "BOUNCED", settledAt: expect.any(String) },
    { toAddress: reader.email, subject: "delivered", status: "DELIVERED", settledAt: expect.any(String) },
  ]);
  for (const hidden of ["text", "lastError", "toName"])
    expect(await world.refused(reader.token, `{ viewer { mails { ${hidden} } } }`)).toBe("BAD_INPUT");
  const statements = () => world.statements(() => world.ok(other.token, list));
  await statements();
  const one = await statements();
  await Promise.all(Array.from({ length: 60 }, (_, n) => write(other.id, other.email, `one of many ${n}`)));
  expect(await statements()).toBe(one);
  expect((await world.ok(other.token, list)).viewer.mails).toHaveLength(50);
});
