import { CertificateAction } from "../../server/certificates/certificate.policy.ts";
import { StaffRole } from "../../server/core/staff-roles.ts";
import { ProviderStatus } from "../../server/core/viewer.ts";
import { ProviderAction } from "../../server/providers/provider.policy.ts";
import { csv, uploadDocument } from "../attendance/roster-world.ts";
import { offering, programIn } from "../programs/applications.ts";
import { World } from "../support/world.ts";

// What a certificate, an upload and a provider offer, in each of their states and to everybody who may see them, is what the server does, and
// nothing else. Programs and members have tests of their own: test/programs/offered-actions, test/persons/offered-actions.

let world: World;
let provider: Awaited<ReturnType<World["provider"]>>;
let registrar: string;
let viewers: Record<string, string | null>;
beforeAll(async () => {
  world = await World.start({ signInDays: 36_500 });
  world.setClock("2026-03-02T15:00:00Z");
  provider = await world.provider();
  const ofProvider = await world.staff();
  await world.actFor(provider.id, ofProvider.id);
  viewers = { provider: provider.token, "another provider": (await world.provider()).token };
  for (const role of Object.values(StaffRole)) viewers[role] = (await world.staff(role)).token;
  viewers["staff of the provider"] = ofProvider.token;
  registrar = viewers.REGISTRAR!;
  await world.member({ email: "anybody@example.test" });
  viewers["another member"] = await world.signIn("anybody@example.test");
});
afterAll(() => world.stop());

const headings = ["Program ID", "Member ID", "First Name", "Last Name", "Completion Date", "CECs"];
const held = (day: string) =>
  programIn(world, { provider, staff: { token: viewers.REVIEWER! } }, "APPROVED", {
    offerings: [offering({ startsOn: day, endsOn: day })],
  });
type Program = Awaited<ReturnType<typeof held>>;
type Person = Awaited<ReturnType<World["member"]>>;
let people = 0;
const persons = (count: number, hasAccount = true): Promise<Person[]> =>
  Promise.all(
    Array.from({ length: count }, () =>
      world.member({
        firstName: "Ada",
        lastName: "Byron",
        email: hasAccount ? `person-${++people}@example.test` : null,
      }),
    ),
  );
const file = ({ number }: Program, of: readonly Person[], day: string, credits = "1.00") =>
  csv(
    of.map(({ memberNumber }) => [number ?? "", memberNumber, "Ada", "Byron", day, credits]),
    headings,
  );
const send = async (content: string, preview = false): Promise<string> => {
  const sent = await world.upload(registrar, uploadDocument, { providerId: provider.id, preview }, content);
  await world.runJobs();
  return sent.data.uploadAttendance.id;
};
const amendDocument = `mutation ($id: ID!, $file: Upload!, $preview: Boolean!) {
  amendAttendanceUpload(id: $id, file: $file, reason: "Wrong.", preview: $preview) { id } }`;
const undoDocument = 'mutation ($id: ID!) { undoAttendanceUpload(id: $id, reason: "Wrong.") { id } }';

/**
 * Asks each viewer what one of these things offers, and tries everything on it. What an action was done to is gone, so that the next
 * is tried on another of its kind.
 */
async function compare<Action extends string>(
  actions: readonly Action[],
  things: { id: string; viewers?: Record<string, string> }[],
  offeredTo: (token: string | null, id: string) => Promise<readonly Action[]>,
  does: (token: string | null, action: Action, id: string) => Promise<boolean>,
  restore?: (id: string) => Promise<unknown>,
): Promise<{ offered: string[]; wrong: string[] }> {
  const wrong: string[] = [];
  const offered = new Set<string>();
  let at = 0;
  for (const name of [...Object.keys(viewers), ...Object.keys(things[0]?.viewers ?? {})])
    for (const action of actions) {
      const thing = things[at];
      if (!thing) throw new Error(`There are too few: ${things.length}.`);
      const token = thing.viewers?.[name] ?? viewers[name] ?? null;
      const isOffered = (await offeredTo(token, thing.id)).includes(action);
      if (isOffered) offered.add(action);
      const isDone = await does(token, action, thing.id);
      if (isDone !== isOffered)
        wrong.push(`${name}: ${action} is ${isDone ? "possible, not offered" : "offered, refused"}`);
      if (isDone && restore) await restore(thing.id);
      else if (isDone) at++;
    }
  return { offered: [...offered].sort(), wrong };
}

const certificate = {
  offered: async (token: string | null, id: string): Promise<CertificateAction[]> =>
    (await world.graphql(token, "query ($id: ID!) { certificate(id: $id) { availableActions } }", { id })).data
      ?.certificate?.availableActions ?? [],
  does: async (token: string | null, action: CertificateAction, id: string): Promise<boolean> => {
    const documents = {
      RESEND: "mutation ($id: ID!) { resendCertificate(id: $id) { id } }",
      REVOKE: 'mutation ($id: ID!) { revokeCertificate(id: $id, reason: "Was not there.") { id } }',
      REISSUE: 'mutation ($id: ID!) { reissueCertificate(id: $id, reason: "Was there.") { id } }',
    };
    return (await world.graphql(token, documents[action], { id })).errors.length === 0;
  },
};

/** Certificates of a state, each with its holder. */
const certificateStates: Record<string, () => Promise<void>> = {
  "that holds": async () => {
    await send(file(program, some, "2/10/2026"));
  },
  "that holds, of who has no address": async () => {
    some = await persons(6, false);
    await send(file(program, some, "2/10/2026"));
  },
  "that a correction superseded": async () => {
    const id = await send(file(program, some, "2/10/2026"));
    await world.upload(registrar, amendDocument, { id, preview: false }, file(program, some, "2/10/2026", "0.50"));
  },
  "that went with its upload": async () => {
    const id = await send(file(program, some, "2/10/2026"));
    await world.ok(registrar, undoDocument, { id });
  },
  "that staff revoked": async () => {
    await send(file(program, some, "2/10/2026"));
    for (const { id } of await certificatesOf(some)) await certificate.does(registrar, CertificateAction.REVOKE, id);
  },
  "that was issued again": async () => {
    await certificateStates["that staff revoked"]?.();
    for (const { id } of await certificatesOf(some)) await certificate.does(registrar, CertificateAction.REISSUE, id);
  },
};
let program: Program;
let some: Person[];
/** The first certificate of each. */
const certificatesOf = (of: readonly Person[]): Promise<{ id: string; memberId: string }[]> =>
  world.sql(
    `SELECT DISTINCT ON (member_id) id, member_id AS "memberId" FROM certificate WHERE member_id = ANY($1::uuid[])
     ORDER BY member_id, issued_at, id`,
    [of.map(({ id }) => id)],
  );

test.each(Object.keys(certificateStates))("a certificate %s offers exactly what the server does", async (state) => {
  program = await held("2026-02-10");
  some = await persons(8);
  await certificateStates[state]?.();
  await world.runJobs();
  const things = await Promise.all(
    (await certificatesOf(some)).map(async ({ id, memberId }) => {
      const [address] = await world.sql(
        "SELECT e.address FROM email_address e JOIN member m ON m.account_id = e.account_id WHERE m.id = $1",
        [memberId],
      );
      return { id, ...(address && { viewers: { holder: await world.signIn(address.address) } }) };
    }),
  );
  const actions = Object.values(CertificateAction);
  const offered = {
    "that holds": ["RESEND", "REVOKE"],
    "that holds, of who has no address": ["REVOKE"],
    "that staff revoked": ["REISSUE"],
  }[state];
  expect(await compare(actions, things, certificate.offered, certificate.does)).toEqual({
    offered: offered ?? [],
    wrong: [],
  });
});

/** An upload of a state, made anew. */
const uploadStates: Record<string, () => Promise<string>> = {
  "that was recorded": () => send(file(program, some, "2/10/2026")),
  "that was recorded, and is too late to change": async () => {
    const late = await held("2026-01-10");
    world.setClock("2026-02-20T15:00:00Z");
    const id = await send(file(late, some, "1/10/2026"));
    world.setClock("2026-03-02T15:00:00Z");
    return id;
  },
  "that corrected another": async () => {
    const id = await send(file(program, some, "2/10/2026"));
    const corrected = file(program, some, "2/10/2026", "0.50");
    return (await world.upload(registrar, amendDocument, { id, preview: false }, corrected)).data.amendAttendanceUpload
      .id;
  },
  "that was refused": () => send(file(program, some, "2/11/2026")),
  "that was a preview": () => send(file(program, some, "2/10/2026"), true),
};

test.each(Object.keys(uploadStates))("an upload %s offers exactly what the server does", async (state) => {
  program = await held("2026-02-10");
  const things: { id: string }[] = [];
  for (let made = 0; made < (state.startsWith("that was recorded") ? 7 : 1); made++) {
    some = await persons(1);
    things.push({ id: (await uploadStates[state]?.()) ?? "" });
  }
  const corrected = file(program, [], "2/10/2026");
  const compared = await compare<"UNDO" | "AMEND">(
    ["AMEND", "UNDO"],
    things,
    async (token, id) =>
      (await world.graphql(token, "query ($id: ID!) { attendanceUpload(id: $id) { availableActions } }", { id })).data
        ?.attendanceUpload?.availableActions ?? [],
    async (token, action, id) =>
      action === "UNDO"
        ? (await world.graphql(token, undoDocument, { id })).errors.length === 0
        : (await world.upload(token, amendDocument, { id, preview: true }, corrected)).errors.length === 0,
  );
  expect(compared).toEqual({ offered: state.startsWith("that was recorded") ? ["AMEND", "UNDO"] : [], wrong: [] });
});

test.each(Object.values(ProviderStatus))(
  "a provider that is %s offers exactly what the server does",
  async (status) => {
    const stand = (id: string) =>
      world.putInState(
        "provider",
        `UPDATE provider SET status = $2, merged_into_id = CASE WHEN $2 = 'MERGED' THEN (SELECT id FROM provider WHERE id <> $1 LIMIT 1) END
         WHERE id = $1`,
        [id, status],
      );
    await stand(provider.id);
    const documents = {
      ACTIVATE: 'mutation ($id: ID!) { activateProvider(id: $id, reason: "Known.") { id } }',
      SUSPEND: 'mutation ($id: ID!) { suspendProvider(id: $id, reason: "Harm.") { id } }',
      REINSTATE: 'mutation ($id: ID!) { reinstateProvider(id: $id, reason: "Mended.") { id } }',
    };
    const compared = await compare(
      Object.values(ProviderAction),
      [{ id: provider.id }],
      async (token, id) =>
        (
          await world.graphql(
            token,
            "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Provider { availableActions } } }",
            { ids: [id] },
          )
        ).data?.nodes?.[0]?.availableActions ?? [],
      async (token, action, id) => (await world.graphql(token, documents[action], { id })).errors.length === 0,
      stand,
    );
    const offered = { APPLIED: ["ACTIVATE", "SUSPEND"], ACTIVE: ["SUSPEND"], SUSPENDED: ["REINSTATE"], MERGED: [] }[
      status
    ];
    expect(compared).toEqual({ offered, wrong: [] });
  },
);
