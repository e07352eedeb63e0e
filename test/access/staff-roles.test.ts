import { everyStaffRole } from "../../server/core/staff-roles.ts";
import { createSchema } from "../../server/schema.ts";
import { World } from "../support/world.ts";
import { callOf, operationsOf } from "./documents.ts";
import { guards, mutations, roles, type ViewerKind } from "./policy-table.ts";

const schema = await createSchema();
const missingId = "01930000-0000-7000-8000-000000000000";

let world: World;
beforeAll(async () => {
  world = await World.start({ signInDays: 365 });
});
afterAll(() => world.stop());

const changes = operationsOf(schema).filter(([kind]) => kind === "mutation");
const rolesOf = (name: string): string | undefined =>
  Object.entries(roles).find(([, names]) => names.split(" ").includes(name))?.[0];

test("every mutation that staff use names its roles, as the table does", () => {
  const declared = changes.map(([, { name, extensions }]) => [
    name,
    ((extensions.roles ?? ["unstated"]) as string[]).join(" "),
  ]);
  expect(Object.fromEntries(declared.filter(([, names]) => names))).toEqual(
    Object.fromEntries(changes.flatMap(([, { name }]) => (rolesOf(name) ? [[name, rolesOf(name)]] : []))),
  );
  const forStaff = changes
    .map(([, { name }]) => name)
    .filter((name) => /^(staff|administrator)/.test(mutations[name] ?? ""));
  expect(forStaff.filter((name) => !rolesOf(name))).toEqual([]);
});

/** What turns a role away at the door. Behind it a missing thing is not found, whoever looks. */
const turnedAway = (errors: { message: string; extensions: { code: string } }[]) =>
  errors.some(({ message }) => message === "Your account does not have access to this.");

test.each(everyStaffRole)("%s may do what its role is for, and nothing else", async (role) => {
  const { token } = await world.staff(role);
  const wrong: string[] = [];
  for (const [, field] of changes) {
    const policy = mutations[field.name] as keyof typeof guards;
    const named = rolesOf(field.name);
    if (!named || (guards[policy] as ViewerKind[]).includes("attendee")) continue;
    const call = callOf("mutation", field, missingId, 1);
    const { errors } = call.files.length
      ? await world.upload(token, call.document, call.variables, "a,b\n1,2\n")
      : await world.graphql(token, call.document, call.variables);
    if (errors.some(({ extensions }) => extensions.code === "INTERNAL_ERROR")) wrong.push(`${field.name} broke`);
    if (turnedAway(errors) === named.split(" ").includes(role)) wrong.push(field.name);
  }
  expect(wrong).toEqual([]);
});

test("an auditor sees what staff see and changes nothing, also not what is another's by way of a provider of their own", async () => {
  const auditor = await world.staff("AUDITOR" as never);
  const [own, foreign] = [await world.provider(), await world.provider()];
  await world.actFor(own.id, auditor.id);
  const read = await world.ok(
    auditor.token,
    "{ viewer { isStaff staffRoles } auditEntries { totalCount } settingsPage { version } }",
  );
  expect(read.viewer).toEqual({ isStaff: true, staffRoles: ["AUDITOR"] });
  const key =
    'mutation ($p: ID) { createApiKey(name: "x", scopes: [PROGRAMS_READ], providerId: $p) { apiKey { id } } }';
  expect(await world.refused(auditor.token, key, { p: null })).toBe("FORBIDDEN");
  expect(await world.refused(auditor.token, key, { p: foreign.id })).toBe("NOT_FOUND");
  expect((await world.ok(auditor.token, key, { p: own.id })).createApiKey.apiKey.id).toEqual(expect.any(String));
  const upload = "mutation ($p: ID!, $file: Upload!) { uploadAttendance(providerId: $p, file: $file) { id } }";
  const answer = await world.upload(auditor.token, upload, { p: foreign.id }, "a,b\n1,2\n");
  expect(answer.errors[0]?.extensions.code).toBe("NOT_FOUND");
});
