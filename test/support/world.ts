import { Agent, createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Express } from "express";
import pg from "pg";
import { createDataSource } from "../../ormconfig.ts";
import { systemViewer } from "../../server/core/audit.ts";
import { type Config, readConfig } from "../../server/core/config.ts";
import { type Context, createContext } from "../../server/core/context.ts";
import { rateLimits as everyRateLimit } from "../../server/core/define-rate-limit.ts";
import type { Sandbox } from "../../server/core/sandbox.ts";
import { everyStaffRole, type StaffRole } from "../../server/core/staff-roles.ts";
import type { ProviderStatus } from "../../server/core/viewer.ts";
import { createApp } from "../../server/http/app.ts";
import { connectionTimes } from "../../server/http/connections.ts";
import { runDueJobs } from "../../server/jobs/run-jobs.ts";
import type { MailKind } from "../../server/mail/mail.entity.ts";
import type { Member } from "../../server/members/member.entity.ts";
import type { Provider } from "../../server/providers/provider.entity.ts";
import { openSandbox } from "../../server/sandbox/open-sandbox.ts";
import { createSchema } from "../../server/schema.ts";
import { createTestDatabase, dropDatabase, type TestDatabase } from "./database.ts";
import { type MemberFacts, makeAccount, makeMember, makeProvider, password } from "./factories.ts";
import { countStatements } from "./statements.ts";
import { undecidedAudit } from "./undecided-audit.ts";

/** Tests send thousands of requests from one address. One that is about limits sets those it is about. */
const unlimited = Object.fromEntries(everyRateLimit().map(({ name }) => [name, 1_000_000_000]));

export { password };

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at answers of any shape
  data: any;
  errors: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> & { code: string } }[];
}

const schema = createSchema();

const connections = new Agent({ keepAlive: true });

/** As `fetch`, at a third of what that costs: most of what the tests do is to send operations, some 100,000 of them. */
const post = (
  url: URL,
  token: string | null,
  json: string,
  language: string | null,
): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const headers = {
      "Content-Type": "application/json",
      Accept: "*/*",
      "User-Agent": "node",
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(language && { "Accept-Language": language }),
    };
    const sent = request(url, { method: "POST", agent: connections, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => (text += chunk));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
      answer.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(json);
  });

/** For processes beside a world, which open what it sealed. */
export const testSecretsKey = "a key that nobody but the tests ever has";

/** A whole server on a database of its own, with a clock that the test sets. Talk to it as clients do. */
export class World {
  readonly base: Pick<Context, "db" | "config" | "now"> & { sandbox?: Sandbox };
  readonly config: Config;
  url = "";
  /** What answers, for tests that ask which addresses there are. */
  app!: Express;
  /** What everybody who asks by `graphql` reads; null: nothing is said of it. */
  language: string | null = null;
  /** For a test that writes to the audit log by itself what the server never would. */
  writesOwnAudit = false;
  #clock: Date | null = null;
  #server: Server | null = null;
  #made = 0;

  private constructor(readonly database: TestDatabase) {
    this.config = readConfig({
      NODE_ENV: "test",
      LOG_LEVEL: "silent",
      SECRETS_KEY: testSecretsKey,
    });
    this.base = { db: createDataSource(database.url, 30), config: this.config, now: () => this.#clock ?? new Date() };
  }

  static async start({
    rateLimits = {},
    stalledMs,
    liveTimes,
    leaving,
    database,
    withSandbox = false,
    ...config
  }: Partial<
    Config &
      Pick<Parameters<typeof createApp>[2] & object, "stalledMs" | "liveTimes" | "leaving"> & {
        database: TestDatabase;
        /** Whether test keys lead anywhere. */
        withSandbox: boolean;
      }
  > = {}): Promise<World> {
    const world = new World(database ?? (await createTestDatabase()));
    for (const name of Object.keys(rateLimits)) if (!(name in unlimited)) throw new Error(`There is no limit ${name}.`);
    // Tests move the clock by months within one sign-in; one that is about proofs sets how long they count.
    const proofMinutes = 100_000_000;
    Object.assign(world.config, { proofMinutes }, config, { rateLimits: { ...unlimited, ...rateLimits } });
    await world.base.db.initialize();
    if (withSandbox) {
      const beside = (url: string) => `${url}_sandbox`;
      const urls = { url: beside(world.database.url), ownerUrl: beside(world.database.ownerUrl) };
      world.base.sandbox = openSandbox(world.base, urls, { runsJobs: false, lookMs: 600_000 });
    }
    world.app = await createApp(world.base, await schema, { stalledMs, liveTimes, leaving });
    world.#server = createServer(connectionTimes, world.app);
    await world.#listen(0);
    world.url = `http://127.0.0.1:${(world.#server.address() as AddressInfo).port}`;
    if (!config.publicUrl) world.config.publicUrl = world.url;
    return world;
  }

  /** Takes the server off the network. A browser's own switch doesn't reach a page's first requests after it is loaded. */
  async unplug(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    this.#server?.closeAllConnections();
    await closed;
  }

  /** Puts it back, at the same address. */
  plugIn(): Promise<void> {
    return this.#listen(Number(new URL(this.url).port));
  }

  #listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server?.once("error", reject).listen({ port, host: "127.0.0.1", backlog: 4_096 }, resolve);
    });
  }

  async stop(): Promise<void> {
    await this.unplug();
    const undecided = this.writesOwnAudit ? [] : await undecidedAudit((statement) => this.sql(statement));
    await this.base.sandbox?.stop();
    await this.base.db.destroy();
    await this.database.drop();
    if (this.base.sandbox) await dropDatabase(`${this.database.name}_sandbox`);
    if (undecided.length > 0)
      throw new Error(`The audit log has what server/audit/actions.ts does not: ${undecided.join(", ")}`);
  }

  /** Sets the clock, for requests and jobs alike: an ISO instant with offset. Null: real time. */
  setClock(instant: string | null): void {
    this.#clock = instant === null ? null : new Date(instant);
  }

  /** The system's own context, for factories. */
  get ctx(): Context {
    return createContext(this.base, systemViewer);
  }

  // biome-ignore lint/suspicious/noExplicitAny: rows of any shape
  sql(statement: string, values: unknown[] = []): Promise<any[]> {
    return this.base.db.query(statement, values);
  }

  /** Where the tally of attendance is not what there is on record. */
  wrongTallies(): Promise<unknown[]> {
    return this.sql(`
      SELECT program_id, completed_on, t.records AS tallied, r.records AS recorded
      FROM (SELECT * FROM attendance_tally WHERE records <> 0) t
      FULL JOIN (SELECT program_id, completed_on, count(*)::int AS records FROM attendance_record GROUP BY 1, 2) r
        USING (program_id, completed_on)
      WHERE t.records IS DISTINCT FROM r.records`);
  }

  /** As `sql`, by the role that owns the tables: what the server itself must not be able to do. */
  async sqlAsOwner(...statements: (string | [string, unknown[]])[]): Promise<void> {
    const owner = new pg.Client({ connectionString: this.database.ownerUrl });
    await owner.connect();
    try {
      await owner.query("BEGIN");
      for (const statement of statements)
        await (typeof statement === "string" ? owner.query(statement) : owner.query(...statement));
      await owner.query("COMMIT");
    } finally {
      await owner.end();
    }
  }

  /** Puts rows into states that no move leads to from where they are, so that a test need not live through all of them. */
  async putInState(table: string, statement: string, values: unknown[]): Promise<void> {
    await this.sqlAsOwner(
      `ALTER TABLE ${table} DISABLE TRIGGER ${table}_moves`,
      [statement, values],
      `ALTER TABLE ${table} ENABLE TRIGGER ${table}_moves`,
    );
  }

  /** Runs every job that is due, and those that they leave. */
  runJobs(): Promise<void> {
    return runDueJobs(this.base);
  }

  /** How many SQL statements `work` makes the server send. */
  statements(work: () => Promise<unknown>): Promise<number> {
    return countStatements(this.base.db, work);
  }

  fetch(path: string, init: RequestInit & { token?: string | null } = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (init.token) headers.set("Authorization", `Bearer ${init.token}`);
    return fetch(new URL(path, this.url), { ...init, headers });
  }

  /** Sends an operation as `token`'s viewer; null is nobody. */
  async graphql(token: string | null, query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const { status, text } = await post(
      new URL("/graphql", this.url),
      token,
      JSON.stringify({ query, variables }),
      this.language,
    );
    const body = JSON.parse(text) as Partial<Answer>;
    return { status, data: body.data ?? null, errors: body.errors ?? [] };
  }

  /** As `graphql`, for what must succeed: throws the errors, answers with the data. */
  // biome-ignore lint/suspicious/noExplicitAny: answers of any shape
  async ok(token: string | null, query: string, variables: Record<string, unknown> = {}): Promise<any> {
    const { data, errors } = await this.graphql(token, query, variables);
    if (errors.length > 0) throw new Error(JSON.stringify(errors, null, 2));
    return data;
  }

  /** As `graphql`, for what must be refused: answers with the one error's code. */
  async refused(token: string | null, query: string, variables: Record<string, unknown> = {}): Promise<string> {
    const { data, errors } = await this.graphql(token, query, variables);
    if (errors.length !== 1) throw new Error(`Expected one refusal, got ${JSON.stringify({ data, errors })}`);
    return errors[0]?.extensions.code ?? "";
  }

  /** Sends a file by the GraphQL multipart request specification; the file is the variable `file`. */
  async upload(
    token: string | null,
    query: string,
    variables: Record<string, unknown>,
    file: string | Buffer,
    fileName = "roster.csv",
    headers: Record<string, string> = { "Apollo-Require-Preflight": "true" },
  ): Promise<Answer> {
    const form = new FormData();
    form.set("operations", JSON.stringify({ query, variables: { ...variables, file: null } }));
    form.set("map", JSON.stringify({ 0: ["variables.file"] }));
    form.set("0", new File([new Uint8Array(Buffer.from(file))], fileName, { type: "text/csv" }));
    const response = await this.fetch("/graphql", { method: "POST", token, headers, body: form });
    const body = (await response.json()) as Partial<Answer>;
    return { status: response.status, data: body.data ?? null, errors: body.errors ?? [] };
  }

  /** An account with a sign-in, signed in. */
  async account(
    given: { email?: string; staffRoles?: readonly StaffRole[] } = {},
  ): Promise<{ id: string; email: string; token: string }> {
    const email = given.email ?? `person${++this.#made}@example.test`;
    const id = await makeAccount(this.ctx, [email], given);
    return { id, email, token: await this.signIn(email) };
  }

  async signIn(email: string): Promise<string> {
    const data = await this.ok(
      null,
      "mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { token } }",
      { email, password },
    );
    return data.signIn.token;
  }

  /** Somebody of the staff, who may do everything where no roles are given. */
  async staff(...staffRoles: StaffRole[]): Promise<{ id: string; email: string; token: string }> {
    return this.account({ staffRoles: staffRoles.length > 0 ? staffRoles : everyStaffRole });
  }

  /** A provider with an account that acts for it. */
  async provider(
    given: { name?: string; status?: ProviderStatus } = {},
  ): Promise<Provider & { token: string; accountId: string }> {
    const provider = await makeProvider(this.ctx, given.name ?? `Provider ${++this.#made}`, given.status);
    const account = await this.account();
    await this.actFor(provider.id, account.id);
    return { ...provider, token: account.token, accountId: account.id };
  }

  async actFor(providerId: string, accountId: string): Promise<void> {
    await this.sql("INSERT INTO provider_account (provider_id, account_id, role) VALUES ($1, $2, 'OWNER')", [
      providerId,
      accountId,
    ]);
  }

  /** A member; with an e-mail address it has an account too. Numbers begin at 100100. */
  async member({ email, ...facts }: MemberFacts & { email?: string | null } = {}): Promise<Member> {
    const { ctx } = this;
    return makeMember(ctx, email ? { ...facts, accountId: await makeAccount(ctx, [email]) } : facts);
  }

  /** The mails to anybody, or those of a kind: tests count what they are about, and others write mails, too. */
  mails(kind?: MailKind): Promise<{ kind: MailKind; to: string; subject: string; text: string; status: string }[]> {
    return this.sql(
      `SELECT kind, to_address AS "to", subject, text, status FROM mail WHERE $1::text IS NULL OR kind = $1 ORDER BY created_at, id`,
      [kind ?? null],
    );
  }
}
