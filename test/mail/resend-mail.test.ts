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
