import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { forgetExpiredJob } from "../../server/accounts/forget-expired.job.ts";
import { World } from "../support/world.ts";

/** Takes every mail, and keeps the plain text of each. */
async function fakeSendGrid(): Promise<{ server: Server; url: string; texts: string[] }> {
  const texts: string[] = [];
  const server = createServer(async (req, res) => {
    let body = "";
    for await (const chunk of req) body += chunk;
    texts.push(JSON.parse(body).content[0].value);
    res.writeHead(202).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, texts, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const ask = "mutation ($email: String!) { requestPasswordReset(email: $email) }";
const choose = `mutation ($token: String!) { resetPassword(token: $token, password: "a much longer one than before") }`;
const read = `{ mails(filter: { kind: [PASSWORD_RESET, INVITATION, SIGN_UP] }) { nodes { id text status } } }`;
const resend = `mutation ($id: ID!) { resendMail(id: $id, toAddress: "staff@example.test") { id } }`;
const invite = `mutation ($p: ID!) { inviteColleague(providerId: $p, email: "friend@example.test", role: OWNER) }`;
const register = `mutation { registerAttendee(input: { email: "new@example.test", password: "correct horse battery staple",
  firstName: "New", lastName: "Person" }) { token } }`;

test("a link goes to its recipient and to nobody else: staff read the mail without it, send it nowhere, and are seen reading", async () => {
  const { server, texts, url } = await fakeSendGrid();
  const world = await World.start({ sendgridApiKey: "SG.test", sendgridBaseUrl: url });
  try {
    const staff = await world.staff();
    const victim = await world.account();
    const provider = await world.provider();
    await world.ok(null, ask, { email: victim.email });
    await world.ok(provider.token, invite, { p: provider.id });
    await world.ok(null, register);
    await world.runJobs();
    expect(texts).toHaveLength(3);
    const tokens = texts.flatMap((text) => /token=([\w-]{43})/.exec(text)?.[1] ?? []);
    const codes = texts.flatMap((text) => /\b\d{8}\b/.exec(text)?.[0] ?? []);
    expect([tokens.length, codes.length]).toEqual([2, 1]);

    const { nodes } = (await world.ok(staff.token, read)).mails;
    expect(nodes.map(({ status }: { status: string }) => status)).toEqual(["SENT", "SENT", "SENT"]);
    for (const { id, text } of nodes) {
      expect(text).toMatch(/\[(link|code) removed\]/);
      expect(await world.refused(staff.token, resend, { id })).toBe("FORBIDDEN");
    }
    const kept = JSON.stringify(await world.sql("SELECT m::text, encode(coalesce(sealed, ''), 'escape') FROM mail m"));
    for (const secret of [...tokens, ...codes]) expect(kept).not.toContain(secret);
    expect(await world.sql("SELECT count(*)::int AS n FROM mail WHERE sealed IS NOT NULL")).toEqual([{ n: 0 }]);
    const [{ readings }] = await world.sql(
      "SELECT count(*)::int AS readings FROM audit_entry WHERE action = 'mail.read' AND actor_account_id = $1",
      [staff.id],
    );
    expect(readings).toBe(3);
    const link = texts.find((text) => text.includes("reset-password")) ?? "";
    await world.ok(null, choose, { token: /token=([\w-]{43})/.exec(link)?.[1] });
  } finally {
    await world.stop();
    server.close();
  }
});

test("until it is sent a secret is sealed; where it has run out it is gone, and the mail is not sent", async () => {
  const world = await World.start({ sendgridApiKey: "SG.test", sendgridBaseUrl: "http://127.0.0.1:9" });
  try {
    const staff = await world.staff();
    await world.ok(null, ask, { email: (await world.account()).email });
    await world.runJobs().catch(() => undefined);
    const [mail] = await world.sql("SELECT id, text, sealed FROM mail");
    expect(mail.text).toContain("[link removed]");
    expect(mail.sealed.toString("latin1")).not.toContain("token=");
    expect((await world.ok(staff.token, read)).mails.nodes).toEqual([
      { id: mail.id, text: mail.text, status: "QUEUED" },
    ]);

    world.setClock(new Date(Date.now() + 3_700_000).toISOString());
    await forgetExpiredJob.run(world.ctx, {});
    await world.sql("SELECT graphile_worker.add_job('mail.send', json_build_object('mailId', $1::text))", [mail.id]);
    await world.runJobs().catch(() => undefined);
    expect(await world.sql("SELECT status, sealed FROM mail")).toEqual([{ status: "FAILED", sealed: null }]);
  } finally {
    await world.stop();
  }
});

test.each([
  ["on one's own machine the local mailbox has it", {}, false],
  ["on a server that others reach nobody reads it", { publicUrl: "https://cec.example.org" }, true],
  ["nor in a public demo, whose staff is everybody", { publicUrl: "https://cec.example.org", publicDemo: true }, true],
])("without SendGrid: %s", async (_where, config, removed) => {
  const world = await World.start(config);
  try {
    const { email } = await world.account();
    await world.ok(null, ask, { email });
    await world.runJobs();
    const [{ text, status }] = await world.sql("SELECT text, status FROM mail");
    expect([status, text.includes("[link removed]"), text.includes("token=")]).toEqual(["SENT", removed, !removed]);
  } finally {
    await world.stop();
  }
});
