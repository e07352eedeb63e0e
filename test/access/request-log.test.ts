import { startServerProcess } from "../support/server-process.ts";
import { World } from "../support/world.ts";

const secrets = {
  password: "a planted password",
  wrong: "planted wrong password",
  token: "planted-token-planted-token-planted-token-0",
  code: "73910482",
  name: "Plantedname",
  address: "planted@example.test",
  query: "planted-query-string",
  header: "planted-header",
  literal: "planted literal",
};

test("the log tells what was refused, each request in a line of JSON, and nothing that was typed", async () => {
  const world = await World.start();
  const server = await startServerProcess({
    DATABASE_URL: world.database.url,
    DATABASE_OWNER_URL: world.database.ownerUrl,
    LOG_LEVEL: "info",
  });
  let stopping: Promise<unknown> | undefined;
  const stop = () => (stopping ??= server.stop());
  try {
    world.url = server.url;
    const { password, wrong, token, code, name, address, query, header, literal } = secrets;
    const attendee = await world.account();
    const signIn = "mutation ($e: String!, $p: String!) { signIn(email: $e, password: $p) { token } }";
    await world.refused(null, signIn, { e: attendee.email, p: wrong });
    await world.refused(null, signIn, { e: `${address}\n{"level":30,"msg":"forged"}`, p: wrong });
    await world.refused(attendee.token, "{ mails { totalCount } }");
    await world.ok(null, "mutation ($i: RegisterAttendeeInput!) { registerAttendee(input: $i) { message } }", {
      i: { email: address, password, firstName: name, lastName: name },
    });
    await world.refused(
      null,
      "mutation ($t: String!, $c: String!) { confirmRegistration(token: $t, code: $c) { token } }",
      {
        t: token,
        c: code,
      },
    );
    await world.refused(null, "mutation ($t: String!, $p: String!) { resetPassword(token: $t, password: $p) }", {
      t: token,
      p: password,
    });
    await world.refused(attendee.token, "mutation ($c: String!) { verifyEmailAddress(token: $c) }", { c: code });
    await world.ok(null, `{ verifyCertificate(code: "${literal}") { number } }`);
    await world.fetch(`/verify/${query}?q=${query}`, {
      token,
      headers: { Cookie: `accrue_token=${token}`, "User-Agent": header },
    });
    for (let i = 0; i < 2; i++)
      await world.fetch(`/${query}?token=${token}`, { headers: { Referer: header, "X-Forwarded-For": header } });
    await world.fetch("/graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: `{"${literal}`,
    });
    await world.graphql(null, `{ ${literal.replace(" ", "_")} }`);
    const named = (headers: Record<string, string>) => world.fetch("/graphql?query={__typename}", { headers });
    const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    const shown = await named({
      "Apollo-Require-Preflight": "true",
      "X-Request-Id": "shop-42",
      Traceparent: `00-${trace}-00f067aa0ba902b7-01`,
    });
    expect(shown.headers.get("X-Request-Id")).toBe("shop-42");
    expect(shown.headers.get("Traceparent")).toMatch(new RegExp(`^00-${trace}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`));
    // What is no name and no trace is as if it had not been sent.
    for (const [requestId, traceparent] of [
      ["a b", `00-${trace}-00f067aa0ba902b7`],
      [address, `00-${trace}-0000000000000000-01`],
      ["x".repeat(129), `00-${"0".repeat(32)}-00f067aa0ba902b7-01`],
      ['"}', `ff-${trace}-00f067aa0ba902b7-01`],
      [literal, `00-${trace.toUpperCase()}-00f067aa0ba902b7-01`],
      [literal, `00-${trace}-00f067aa0ba902b7-01-more`],
    ] as const) {
      const ignored = await named({ "X-Request-Id": requestId, Traceparent: traceparent });
      expect(ignored.headers.get("X-Request-Id")).toMatch(/^[0-9a-f-]{36}$/);
      expect(ignored.headers.get("Traceparent")).toBeNull();
    }
    await stop();

    const output = server.output();
    for (const secret of [...Object.values(secrets), attendee.token, attendee.email])
      expect(output).not.toContain(secret);
    // Two requests came with forwarded addresses, and no proxy is trusted.
    expect(output.match(/TRUST_PROXY is not set/g)).toHaveLength(1);
    const lines = output
      .split("\n")
      .filter((line) => line.includes('"msg":"request"'))
      .map(
        (line) =>
          JSON.parse(line) as { operations?: string[]; refused?: string[]; accountId?: string; traceId?: string },
      );
    expect(lines.filter(({ traceId }) => traceId)).toMatchObject([{ clientRequestId: "shop-42", traceId: trace }]);
    const refusals = lines.flatMap(({ operations, refused }) => (operations ?? []).map((name) => [name, refused?.[0]]));
    expect(refusals).toEqual(
      expect.arrayContaining([
        ["signIn", undefined],
        ["signIn", "WRONG_CREDENTIALS"],
        ["mails", "FORBIDDEN"],
        ["registerAttendee", undefined],
        ["confirmRegistration", "CODE_EXPIRED"],
        ["resetPassword", "CODE_EXPIRED"],
        ["verifyEmailAddress", "CODE_EXPIRED"],
      ]),
    );
    expect(refusals.filter(([, refused]) => refused === "WRONG_CREDENTIALS")).toHaveLength(2);
    expect(lines.find(({ refused }) => refused?.[0] === "FORBIDDEN")?.accountId).toBe(attendee.id);
  } finally {
    await stop();
    await world.stop();
  }
});

// A failing statement carries its parameters, and a refused value stands in the database's own message.
test("whatever fails, the log tells where and never with which values", async () => {
  const world = await World.start();
  const server = await startServerProcess({
    DATABASE_URL: world.database.url,
    DATABASE_OWNER_URL: world.database.ownerUrl,
    SECRETS_KEY: "a key that nobody but the tests ever has",
    LOG_LEVEL: "info",
  });
  let stopping: Promise<unknown> | undefined;
  const stop = () => (stopping ??= server.stop());
  try {
    world.url = server.url;
    const { password, name, address, query, literal } = secrets;
    const provider = await world.provider();
    const member = await world.account();
    // Each kind of failure: no such column, a constraint with the whole row in its detail, a value that its type cannot have.
    await world.sqlAsOwner(
      "ALTER TABLE sign_up RENAME COLUMN password_hash TO gone",
      "ALTER TABLE program ADD CONSTRAINT planted CHECK (provider_id IS NULL) NOT VALID",
      `CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN PERFORM ('x' || to_jsonb(new)::text)::integer; RETURN new; END $$`,
      "CREATE TRIGGER planted BEFORE INSERT ON mail FOR EACH ROW EXECUTE FUNCTION planted()",
      "CREATE TRIGGER planted BEFORE INSERT ON email_code FOR EACH ROW EXECUTE FUNCTION planted()",
    );
    const failures = await Promise.all([
      world.graphql(null, "mutation ($i: RegisterAttendeeInput!) { registerAttendee(input: $i) { message } }", {
        i: { email: address, password, firstName: name, lastName: name },
      }),
      world.graphql(provider.token, "mutation ($i: ProgramInput!) { createProgram(input: $i) { id } }", {
        i: { providerId: provider.id, title: literal, description: query },
      }),
      world.graphql(member.token, "mutation ($e: String!) { addEmailAddress(email: $e) }", { e: `b${address}` }),
    ]);
    await stop();
    const output = server.output();
    const logged = output.split("\n").filter((line) => line.includes('"level":50'));
    expect(failures.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code))).toContain(
      "INTERNAL_ERROR",
    );
    expect(logged.length).toBeGreaterThanOrEqual(2);
    for (const secret of [...Object.values(secrets), provider.token, member.email, "argon2"])
      expect(output).not.toContain(secret);
  } finally {
    await stop();
    await world.stop();
  }
});
