import { StaffRole } from "../../server/core/staff-roles.ts";
import { MemberAction } from "../../server/persons/person.policy.ts";
import { World } from "../support/world.ts";

let world: World;
let staff: Awaited<ReturnType<World["staff"]>>;
beforeEach(async () => {
  world = await World.start();
  staff = await world.staff();
});
afterEach(() => world.stop());

const offered = async (token: string, id: string): Promise<string[]> =>
  (await world.ok(token, "query ($id: ID!) { member(id: $id) { availableActions } }", { id })).member.availableActions;

/** Whether the server does it; what it is done to is gone afterwards, so each is tried on a member of its own. */
async function works(action: MemberAction, id: string, { token } = staff): Promise<boolean> {
  const [{ account_id: accountId }] = await world.sql("SELECT account_id FROM member WHERE id = $1", [id]);
  const other = await world.member({ firstName: "Some", lastName: "Body" });
  const tried = {
    CORRECT: () =>
      world.graphql(
        token,
        'mutation ($a: ID!) { correctMember(id: $a, input: { city: "Austin" }, reason: "Moved") { id } }',
        {
          a: id,
        },
      ),
    MERGE: async () => {
      const preview = "query ($a: ID!, $b: ID!) { mergePreview(keepId: $a, mergeId: $b) { fingerprint } }";
      const { data } = await world.graphql(token, preview, { a: id, b: other.id });
      return world.graphql(
        token,
        'mutation ($a: ID!, $b: ID!, $f: String!) { mergeMembers(keepId: $a, mergeId: $b, fingerprint: $f, reason: "Same") { id } }',
        { a: id, b: other.id, f: data?.mergePreview?.fingerprint ?? "" },
      );
    },
    RESET_SECOND_FACTOR: () =>
      world.graphql(token, 'mutation ($a: ID!) { resetSecondFactor(accountId: $a, reason: "Lost") }', {
        a: accountId ?? id,
      }),
    END_SIGN_INS: () =>
      world.graphql(token, 'mutation ($a: ID!) { endSignIns(accountId: $a, reason: "Stolen") }', {
        a: accountId ?? id,
      }),
    ERASE: () => world.graphql(token, 'mutation ($a: ID!) { eraseMember(memberId: $a, reason: "Asked") }', { a: id }),
  };
  return (await tried[action]()).errors.length === 0;
}

/** Members of every kind, each made anew. */
const kinds: Record<string, () => Promise<string>> = {
  "without an account": async () => (await world.member()).id,
  "with an account": async () => (await world.member({ email: `${crypto.randomUUID()}@example.test` })).id,
  "with a second factor": async () => {
    const { id, accountId } = await world.member({ email: `${crypto.randomUUID()}@example.test` });
    await world.sql(
      "INSERT INTO second_factor (account_id, secret, created_at, confirmed_at) VALUES ($1, '\\x00', now(), now())",
      [accountId],
    );
    return id;
  },
  "that is oneself": async () => (await world.member({ accountId: staff.id })).id,
  "that was erased": async () => {
    const { id } = await world.member({ email: `${crypto.randomUUID()}@example.test` });
    await world.ok(staff.token, 'mutation ($a: ID!) { eraseMember(memberId: $a, reason: "Asked") }', { a: id });
    await world.runJobs();
    return id;
  },
};

test.each(Object.keys(kinds))("a member %s offers staff exactly what the server does", async (kind) => {
  for (const action of Object.values(MemberAction)) {
    const id = (await kinds[kind]?.()) ?? "";
    const wasOffered = (await offered(staff.token, id)).includes(action);
    expect([action, await works(action, id)]).toEqual([action, wasOffered]);
    await world.sql("UPDATE member SET account_id = NULL WHERE account_id = $1", [staff.id]);
    staff = await world.staff();
  }
});

test("staff are offered in each of their roles exactly what the server does", async () => {
  const wrong: string[] = [];
  for (const role of Object.values(StaffRole)) {
    const viewer = await world.staff(role);
    for (const action of Object.values(MemberAction)) {
      const id = (await kinds["with a second factor"]?.()) ?? "";
      const { data } = await world.graphql(viewer.token, "query ($id: ID!) { member(id: $id) { availableActions } }", {
        id,
      });
      const wasOffered = data?.member?.availableActions.includes(action) ?? false;
      if ((await works(action, id, viewer)) !== wasOffered) wrong.push(`${role}: ${action}, offered: ${wasOffered}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("nobody but staff is offered anything, a member in person neither", async () => {
  const { id } = await world.member({ email: "in.person@example.test" });
  expect(await offered(await world.signIn("in.person@example.test"), id)).toEqual([]);
});
