import { type GraphQLInputType, type GraphQLObjectType, getNamedType, isInputObjectType, isObjectType } from "graphql";
import { inputType, schema, valueFor } from "../support/input-values.ts";
import { World } from "../support/world.ts";
import { create, programIn, today, typeId } from "./applications.ts";

const input = inputType("ProgramInput");
const output = schema.getType("Program") as GraphQLObjectType;
const notOfTheApplication = ["providerId"];
/** Under which name a field is read, where that isn't its own. */
const readAs: Record<string, string> = {
  typeId: "type { id }",
  creditKinds: "creditKinds { kind { code } credits: requestedCredits }",
};
const fieldNames = Object.keys(input.getFields()).filter((name) => !notOfTheApplication.includes(name));

/** How a field is asked for, with whatever its input has. */
function selectionOf(name: string): string {
  if (readAs[name]) return readAs[name];
  const given = getNamedType(input.getFields()[name]?.type as GraphQLInputType);
  const shown = output.getFields()[name];
  if (!shown) throw new Error(`Program has no field ${name}: what was applied for cannot be read back.`);
  if (!isInputObjectType(given) || !isObjectType(getNamedType(shown.type))) return name;
  return `${name} { ${Object.keys(given.getFields())
    .filter((each) => each !== "id")
    .join(" ")} }`;
}
const selection = fieldNames.map(selectionOf).join(" ");

let world: World;
let provider: Awaited<ReturnType<World["provider"]>>;
let staff: { token: string };
const given = async (turn: number): Promise<Record<string, unknown>> => ({
  ...Object.fromEntries(
    fieldNames
      .filter((name) => name !== "typeId")
      .map((name) => [name, valueFor(name, input.getFields()[name]?.type as never, turn)]),
  ),
  providerId: provider.id,
  typeId: await typeId(world, turn === 0 ? "LECTURE" : "WEBINAR"),
});
const read = async (id: string): Promise<Record<string, unknown>> => {
  const { program } = await world.ok(provider.token, `query ($id: ID!) { program(id: $id) { ${selection} } }`, { id });
  const creditKinds = program.creditKinds.map((each: { kind: { code: string } }) => ({
    ...each,
    kind: each.kind.code,
  }));
  return { ...program, creditKinds, typeId: program.type.id, type: undefined };
};
const without = ({ providerId: _, ...rest }: Record<string, unknown>) => rest;

beforeAll(async () => {
  world = await World.start();
  world.setClock(today);
  provider = await world.provider();
  staff = await world.staff();
  for (const turn of [0, 1, 2, 3]) {
    const facts = { code: `KIND_${turn}`, name: `Kind ${turn}`, unit: `K${turn}`, ruleCode: "CONTACT_HOUR_60" };
    await world.ok(staff.token, "mutation ($input: CreditKindInput!) { saveCreditKind(input: $input) { id } }", {
      input: { ...facts, startsOn: "2020-01-01", position: turn + 2 },
    });
  }
});
afterAll(() => world.stop());

test("every field of an application is kept, changed, told as a difference, and copied", async () => {
  const first = await given(0);
  expect(await read((await create(world, provider, first)).id)).toEqual(without(first));

  const program = await programIn(world, { provider, staff }, "CHANGES_REQUESTED", first);
  const second = await given(1);
  await world.ok(
    provider.token,
    "mutation ($id: ID!, $version: Int!, $input: ProgramInput!) { updateProgram(id: $id, version: $version, input: $input) { id } }",
    { id: program.id, version: program.version, input: second },
  );
  expect(await read(program.id)).toEqual(without(second));

  const differences = await world.ok(
    staff.token,
    "query ($id: ID!) { program(id: $id) { changesSinceSubmission { field before after } } }",
    { id: program.id },
  );
  const told = differences.program.changesSinceSubmission as { field: string; before: string; after: string }[];
  expect(told.map(({ field }) => field).sort()).toEqual([...fieldNames].sort());
  for (const { before, after } of told) expect(before).not.toBe(after);

  const approved = await programIn(world, { provider, staff }, "APPROVED", second);
  const { copyProgram } = await world.ok(provider.token, "mutation ($id: ID!) { copyProgram(id: $id) { id } }", {
    id: approved.id,
  });
  expect(await read(copyProgram.id)).toEqual({ ...without(second), offerings: [] });
});
