import { type GraphQLField, type GraphQLObjectType, getNamedType, isObjectType, parse } from "graphql";
import { ApiScope } from "../../server/core/api-scopes.ts";
import { keysOfType } from "../../server/core/key-access.ts";
import { documentLimits, measureDocument } from "../../server/core/measure-document.ts";
import { MemberScope, type Scope } from "../../server/core/member-scopes.ts";
import type { Keys } from "../../server/core/policy.ts";
import { createSchema } from "../../server/schema.ts";
import { enrol } from "../accounts/authenticator.ts";
import { offering, programIn } from "../programs/applications.ts";
import { type Answer, World } from "../support/world.ts";
import { type Call, callOf, holdsId, operationsOf, subscriptionsOf } from "./documents.ts";
import {
  fields,
  guards,
  mutations,
  proofs,
  queries,
  scopes,
  shownTo,
  subscriptions,
  type ViewerKind,
  viewerKinds,
  withObject,
} from "./policy-table.ts";

const schema = await createSchema();
const structural = /(Connection|Edge|^PageInfo)$/;
const missingId = "01930000-0000-7000-8000-000000000000";

test("every query, mutation and subscription has the policy of the table", () => {
  const declared = (type = schema.getQueryType()) =>
    Object.fromEntries(
      Object.values(type?.getFields() ?? {}).map(({ name, extensions }) => [name, extensions.policy ?? "none at all"]),
    );
  expect(declared()).toEqual(queries);
  expect(declared(schema.getMutationType())).toEqual(mutations);
  expect(declared(schema.getSubscriptionType())).toEqual(subscriptions);
});

test("every mutation says whether it wants a fresh proof of who is there, as the table does", () => {
  const declared = Object.values(schema.getMutationType()?.getFields() ?? {});
  expect(Object.fromEntries(declared.map(({ name, extensions }) => [name, extensions.proof ?? "unstated"]))).toEqual(
    Object.fromEntries(Object.entries(proofs).flatMap(([term, names]) => names.split(" ").map((name) => [name, term]))),
  );
});

test("every field of every object has the policy of the table", () => {
  const declared = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type))
    .filter(
      ({ name }) =>
        !name.startsWith("__") && !["Query", "Mutation", "Subscription"].includes(name) && !structural.test(name),
    )
    .map((type) => [
      type.name,
      Object.fromEntries(
        Object.values(type.getFields()).map(({ name, extensions }) => [name, extensions.policy ?? withObject]),
      ),
    ]);
  expect(Object.fromEntries(declared)).toEqual(fields);
});

const objects = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type))
  .filter(
    ({ name }) =>
      !name.startsWith("__") && !["Query", "Mutation", "Subscription"].includes(name) && !structural.test(name),
  );

test("every operation, type and field is open to the API keys of the table, and to no other", () => {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
    Object.values(type?.getFields() ?? {}),
  );
  expect(Object.fromEntries(roots.map(({ name, extensions }) => [name, extensions.keys as unknown]))).toEqual(
    Object.fromEntries(
      roots.map(({ name }) => {
        const of = Object.entries(scopes).filter(([, names]) => names.split(" ").includes(name));
        const [every] = of[0] ?? [];
        if (every === "all") return [name, "EVERY_PROGRAM"];
        return [name, every === "any" ? "EVERY_KEY" : of.map(([scope]) => scope)];
      }),
    ),
  );
  const declared = objects.flatMap((type): [string, Keys | undefined][] => [
    [type.name, keysOfType(type)],
    ...Object.values(type.getFields()).map((field): [string, Keys | undefined] => [
      `${type.name}.${field.name}`,
      field.extensions.keys as Keys | undefined,
    ]),
  ]);
  expect(
    Object.fromEntries(declared.filter(([name, keys]) => keys && (name.includes(".") || keys.length > 0))),
  ).toEqual(shownTo);
});

/** What a program may with one scope, or with none. */
const allowedWith = (scope: Scope | null): string[] =>
  [scopes.all, scope && scope in MemberScope ? "" : scopes.any, scope ? scopes[scope] : ""].join(" ").split(" ");

/** Selections that lead from an operation to each field of each type, the shortest of each that only what `scope` may see stands on. */
function waysTo(scope: Scope): Map<string, [way: string[], open: boolean]> {
  const ofMember = scope in MemberScope;
  const may = (keys: Scope[] | "EVERY_KEY" = []) => (keys === "EVERY_KEY" ? !ofMember : keys.includes(scope));
  const ways = new Map<string, [string[], boolean]>();
  const seen = new Set<string>();
  let edge: [GraphQLObjectType, string[]][] = [];
  const reach = (field: GraphQLField<unknown, unknown>, way: string[]): void => {
    const reached = getNamedType(field.type);
    if (isObjectType(reached) && !seen.has(reached.name)) {
      const held = structural.test(reached.name) ? undefined : reached.name;
      if (held && !may(shownTo[held])) return;
      seen.add(reached.name);
      edge.push([reached, way]);
    }
  };
  // What a list of conferences leads to costs too much to be asked for, and one of them leads to the same.
  for (const [, field] of operationsOf(schema))
    if (allowedWith(scope).includes(field.name) && field.name !== "conferences") reach(field, [field.name]);
  while (edge.length > 0) {
    const from = edge;
    edge = [];
    for (const [type, way] of from)
      for (const field of Object.values(type.getFields())) {
        const name = `${type.name}.${field.name}`;
        const reached = getNamedType(field.type);
        const typed = isObjectType(reached) && !structural.test(reached.name) ? may(shownTo[reached.name]) : true;
        const open = structural.test(type.name) ? typed : may(shownTo[name] ?? shownTo[type.name]) && typed;
        ways.set(name, [[...way, field.name], open]);
        if (open) reach(field, [...way, field.name]);
      }
  }
  return ways;
}

let world: World;
/** Everything of the first tenant has this in its texts. */
const marker = "Zebrafish";
const tokens = {} as Record<ViewerKind, string | null>;
let attendee: { email: string };
/** Keys of the second tenant and of the accreditor, and tokens for its attendee, by scope. */
const keys: Record<string, Record<string, string>> = {};
/** Things of the first tenant that are not public, by kind. */
const foreign: Record<string, string> = {};
/** The second tenant's viewers. */
let strangers: Record<"owner" | "editor" | "attendee" | "nobody", string | null>;

const memberAccount = async (name: string): Promise<{ email: string; token: string; id: string }> => {
  const email = `${name}@example.test`;
  const { id } = await world.member({ firstName: name, lastName: name, email });
  return { id, email, token: await world.signIn(email) };
};

async function tenant(name: string) {
  const owner = await world.provider({ name });
  const editor = await world.account();
  await world.actFor(owner.id, editor.id);
  await world.sql("UPDATE provider_account SET role = 'EDITOR' WHERE account_id = $1", [editor.id]);
  return { owner, editor };
}

beforeAll(async () => {
  world = await World.start({ signInDays: 365 });
  world.setClock("2026-03-02T15:00:00Z");
  const staff = await world.staff();
  const first = await tenant(marker);
  const person = await memberAccount(`${marker}Person`);
  const named = (rest: Record<string, unknown>) => ({
    name: marker,
    description: marker,
    contactName: marker,
    ...rest,
  });
  const actors = { provider: first.owner, staff };
  const draft = await programIn(world, actors, "DRAFT", named({}));
  const submitted = await programIn(world, actors, "SUBMITTED", named({}));
  const typeId = (await world.sql("SELECT id FROM program_type WHERE code = 'CONFERENCE'"))[0].id;
  const conference = await programIn(world, actors, "DRAFT", named({ typeId }));
  const approved = await programIn(
    world,
    actors,
    "APPROVED",
    named({ listOnCalendar: false, offerings: [offering({ startsOn: "2026-03-05", endsOn: "2026-03-05" })] }),
  );
  world.setClock("2026-03-20T15:00:00Z");
  const [{ memberNumber }] = await world.sql('SELECT member_number AS "memberNumber" FROM member WHERE id = $1', [
    person.id,
  ]);
  const row = `${approved.number},${memberNumber},${person.email.split("@")[0]},${person.email.split("@")[0]},2026-03-05,1.50`;
  const upload = await world.upload(
    first.owner.token,
    "mutation ($p: ID!, $file: Upload!) { uploadAttendance(providerId: $p, file: $file) { id status } }",
    { p: first.owner.id },
    `Program ID,Member ID,First Name,Last Name,Completion Date,CECs\n${row}\n`,
  );
  expect(upload.data?.uploadAttendance.status).toBe("PROCESSED");
  await world.runJobs();
  const [{ id: certificate }] = await world.sql("SELECT id FROM certificate");
  const session = await world.ok(
    first.owner.token,
    `mutation ($p: ID!, $input: SessionInput!) { createSession(programId: $p, input: $input) { id } }`,
    {
      p: conference.id,
      input: { title: marker, startsAt: "2026-04-10T15:00:00Z", endsAt: "2026-04-10T16:00:00Z", eligible: true },
    },
  );
  const registration = await world.ok(
    first.owner.token,
    "mutation ($p: ID!, $input: RegistrationInput!) { saveRegistration(programId: $p, input: $input) { id } }",
    { p: conference.id, input: { email: `${marker}@example.test`, registrationType: marker } },
  );
  const mine = await world.ok(first.owner.token, "{ viewer { id emailAddresses { id } devices { id } } }");
  const [{ id: attendance }] = await world.sql("SELECT id FROM attendance_record");
  const [{ id: mail }] = await world.sql("SELECT id FROM mail LIMIT 1");
  Object.assign(foreign, {
    provider: first.owner.id,
    draft: draft.id,
    submitted: submitted.id,
    offering: submitted.offerings[0]?.id,
    conference: conference.id,
    session: session.createSession.id,
    registration: registration.saveRegistration.id,
    upload: upload.data?.uploadAttendance.id,
    attendance,
    certificate,
    member: person.id,
    mail,
    account: mine.viewer.id,
    emailAddress: mine.viewer.emailAddresses[0].id,
    device: mine.viewer.devices[0].id,
  });
  const second = await tenant("Other");
  attendee = await memberAccount("stranger");
  strangers = {
    owner: second.owner.token,
    editor: second.editor.token,
    attendee: await world.signIn(attendee.email),
    nobody: null,
  };
  Object.assign(tokens, { ...strangers, staff: staff.token, unenrolled: (await world.staff()).token });
  await enrol(world, staff.token);
  world.config.staffNeedSecondFactor = true;
  const make = async (token: string, scope: ApiScope, providerId: string | null): Promise<string> =>
    (
      await world.ok(
        token,
        'mutation ($s: [ApiScope!]!, $p: ID) { createApiKey(name: "Partner", scopes: $s, providerId: $p) { key } }',
        { s: [scope], p: providerId },
      )
    ).createApiKey.key;
  for (const scope of Object.values(ApiScope))
    keys[scope] = {
      provider: await make(second.owner.token, scope, second.owner.id),
      accreditor: await make(staff.token, scope, null),
    };
  const acting = await make(staff.token, ApiScope.MEMBERS_ACT, null);
  const forMember =
    "mutation ($n: String!, $s: [MemberScope!]!) { createMemberToken(memberNumber: $n, scopes: $s) { token } }";
  const [{ number }] = await world.sql(
    "SELECT m.member_number AS number FROM member m JOIN email_address e ON e.account_id = m.account_id WHERE e.address = $1",
    [attendee.email],
  );
  for (const scope of Object.values(MemberScope)) {
    const { createMemberToken } = await world.ok(acting, forMember, { n: number, s: [scope] });
    keys[scope] = { member: createMemberToken.token };
  }
  // As every other stranger, with everything that such a token may.
  const all = await world.ok(acting, forMember, { n: number, s: Object.values(MemberScope) });
  Object.assign(strangers, { forMember: all.createMemberToken.token });
  // A key always has a scope; one whose scope no longer exists has none.
  keys.none = { provider: await make(second.owner.token, ApiScope.MEMBERS_READ, second.owner.id) };
  await world.sql("UPDATE api_key SET scopes = '{GONE}' WHERE key_hash = sha256($1)", [
    Buffer.from(keys.none.provider ?? ""),
  ]);
});
afterAll(() => world.stop());

/** The first that a subscription tells, or why it tells nothing. */
async function follow(token: string | null, { document: query, variables }: Call): Promise<Answer> {
  const leave = new AbortController();
  const { status, headers, body } = await world.fetch("/graphql", {
    method: "POST",
    token,
    signal: leave.signal,
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify({ query, variables }),
  });
  const isStream = headers.get("Content-Type")?.startsWith("text/event-stream");
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  let told: string | undefined;
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    text += read.value;
    told = /^event: next\n(?:id: .*\n)?data: (.*)\n\n/m.exec(text)?.[1];
    if (isStream && told !== undefined) break;
  }
  leave.abort();
  const { data = null, errors = [] } = JSON.parse((isStream ? told : text) ?? "{}");
  return { status, data, errors };
}

async function send(token: string | null, call: Call): Promise<Answer> {
  const { document, variables, files } = call;
  if (document.startsWith("subscription")) return follow(token, call);
  if (files.length === 0) return world.graphql(token, document, variables);
  expect(files).toEqual(["file"]);
  return world.upload(token, document, variables, "a,b\n1,2\n");
}

/** As much of what a query can show as the limits of a document let through. */
function deepest(field: Parameters<typeof callOf>[1]): Call {
  for (let depth = 5; ; depth--) {
    const call = callOf("query", field, missingId, depth);
    try {
      measureDocument(schema, parse(call.document, { maxTokens: documentLimits.tokens }));
      return call;
    } catch (error) {
      if (depth === 1) throw error;
    }
  }
}

const codes = (answer: Answer): string[] => answer.errors.map(({ extensions }) => extensions.code);
const turnedAway = ({ errors }: Answer): boolean =>
  errors.some(({ message }) =>
    [
      "Sign in first.",
      "Your account does not have access to this.",
      "Set up your second factor first, then continue.",
    ].includes(message),
  );

const operations = [...operationsOf(schema), ...subscriptionsOf(schema)];

describe.each(viewerKinds)("%s", (kind) => {
  test.each(operations.map(([type, field]) => [field.name, type, field] as const))(
    "%s (%s) is for whom the table says",
    async (name, type, field) => {
      // What ends or changes a sign-in gets one of its own.
      const spare = kind !== "nobody" && name === "signOut" ? await world.signIn(attendee.email) : tokens[kind];
      const answer = await send(spare, callOf(type, field, missingId, 1));
      const policy = { query: queries, mutation: mutations, subscription: subscriptions }[type][name] ?? "staff";
      expect({ turnedAway: turnedAway(answer), codes: codes(answer) }).toEqual({
        turnedAway: !(guards[policy] as ViewerKind[]).includes(kind),
        codes: expect.not.arrayContaining(["INTERNAL_ERROR"]),
      });
      expect(answer.status).toBeLessThan(500);
    },
  );
});

/** Whether something was refused because a key asked for it. */
const isOfKeys = ({ extensions: { reason } }: Answer["errors"][number]): boolean =>
  reason === "SCOPE_MISSING" || reason === "PEOPLE_ONLY";

describe.each([...Object.values(ApiScope), ...Object.values(MemberScope), null])(
  "a program with the scope %s",
  (scope) => {
    test("may do what the table says, for its provider, for the accreditor or for its member, and nothing else", async () => {
      const allowed = allowedWith(scope);
      const holders = Object.entries(keys[scope ?? "none"] ?? {});
      const at = scope === null ? 0 : Object.values<Scope>(ApiScope).indexOf(scope);
      // Of what a member's scope names, staff's fields are no part.
      const depth = scope && scope in MemberScope ? 0 : 1;
      const wrong: string[] = [];
      for (const [place, [holder, key]] of holders.entries())
        for (const [number, [type, field]] of operations.entries()) {
          // What a scope opens is tried by each of its holders, what it does not by one of them: with the next scope by the other.
          if (!allowed.includes(field.name) && holders.length > 1 && (number + at) % holders.length !== place) continue;
          const answer = await send(key, callOf(type, field, missingId, depth, true));
          const byScope = answer.errors.some(isOfKeys);
          const [needsBoth] = scope === MemberScope.CLAIMS ? ["generateCertificate"] : [];
          if (
            byScope === (allowed.includes(field.name) && field.name !== needsBoth) ||
            (byScope && answer.status !== 403)
          )
            wrong.push(`${holder} ${field.name}: ${JSON.stringify(answer)}`);
        }
      expect(wrong).toEqual([]);
    });
  },
);

test.each([...Object.values(ApiScope), ...Object.values(MemberScope)])(
  "a program with %s is shown each field that its scope names, and no other",
  async (scope) => {
    const wrong: string[] = [];
    const ways = waysTo(scope);
    for (const [name, [way, open]] of ways) {
      const [operation = "", ...rest] = way;
      const [type, root] = operations.find(([, field]) => field.name === operation) ?? [];
      if (!type || !root) throw new Error(`There is no ${operation}.`);
      const [parent = "", last = ""] = name.split(".");
      const holder = schema.getType(parent);
      const reached = isObjectType(holder) && getNamedType(holder.getFields()[last]?.type);
      const inner = `${rest.join(" { ")} ${isObjectType(reached) ? "{ __typename }" : ""}${" }".repeat(rest.length)}`;
      const call = callOf(type, root, missingId, 0);
      const document = call.document.replace(/\{ __typename \} \}$/, `{ ${inner} }`);
      const answer = await send(Object.values(keys[scope] ?? {}).at(-1) ?? "", { ...call, document });
      if (answer.errors.some(isOfKeys) === open) wrong.push(`${way.join(".")} ${open}: ${JSON.stringify(answer)}`);
      expect(answer.errors.filter(({ message }) => /Syntax|Cannot query|must have/.test(message))).toEqual([]);
    }
    expect(wrong).toEqual([]);
  },
);

test("a foreign ID is answered as a missing one, by every operation that takes an ID, to every stranger", async () => {
  const taking = operations.filter(([, field]) => field.args.some((argument) => holdsId(argument.type)));
  let calls = 0;
  const differences: string[] = [];
  for (const [who, token] of Object.entries(strangers))
    for (const [type, field] of taking) {
      let turned = false;
      const ask = async (id: string): Promise<string> => {
        calls++;
        const answer = await send(token, callOf(type, field, id));
        const { status, data, errors } = answer;
        turned = turnedAway(answer);
        // Times of day and IDs of what is made differ from call to call.
        return JSON.stringify({ status, data, errors: errors.map(({ message, extensions }) => [message, extensions]) })
          .replaceAll(id, "ID")
          .replaceAll(/"errorId":"[^"]+"/g, "");
      };
      const missing = await ask(missingId);
      // The owner tries them all. Who is turned away before any ID is looked at is so for each of them: one kind shows it;
      // the others try a quarter of the kinds with each operation, and each kind with a quarter of the operations.
      const kinds = Object.entries(foreign);
      const one = calls % kinds.length;
      const tried = kinds.filter((_, at) => (turned ? at === one : who === "owner" || at % 4 === calls % 4));
      for (const [kind, id] of tried) {
        const answer = await ask(id);
        if (answer !== missing) differences.push(`${who} ${field.name} ${kind}: ${answer} instead of ${missing}`);
        if (answer.includes(marker)) differences.push(`${who} ${field.name} ${kind} shows: ${answer}`);
      }
    }
  expect(differences).toEqual([]);
  expect(calls).toBeGreaterThan(500);
}, 300_000);

test("no list shows a stranger anything of another tenant, not even a count", async () => {
  const lists = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(
    ({ name }) => !["members", "verifyCertificate", "calendar"].includes(name),
  );
  for (const token of Object.values(strangers))
    for (const field of lists) {
      const { data, errors } = await send(token, deepest(field));
      expect(codes({ data, errors, status: 200 })).not.toContain("BAD_INPUT");
      const shown = JSON.stringify(data);
      expect(shown).not.toContain(marker);
      for (const id of Object.values(foreign)) expect(shown).not.toContain(id);
      const list = (data as Record<string, { nodes?: unknown[]; totalCount?: number } | null> | null)?.[field.name];
      if (list?.totalCount !== undefined) expect(list.totalCount).toBe(list.nodes?.length);
    }
});
