import { readFileSync } from "node:fs";
import {
  buildSchema,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLObjectType,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { World } from "../support/world.ts";
import { create, programIn, today, typeId } from "./applications.ts";

// What is asked of the fields is read from the schema: a field that somebody adds is tried here without being named.
const schema = buildSchema(readFileSync(new URL("../../schema.graphql", import.meta.url), "utf8"));
const input = schema.getType("ProgramInput") as GraphQLInputObjectType;
const output = schema.getType("Program") as GraphQLObjectType;
const notOfTheApplication = ["providerId"];
/** Under which name a field is read, where that isn't its own. */
const readAs: Record<string, string> = {
  typeId: "type { id }",
  creditKinds: "creditKinds { kind { code } credits: requestedCredits }",
};
const fieldNames = Object.keys(input.getFields()).filter((name) => !notOfTheApplication.includes(name));

/** Something for a field, another thing for each `turn`. */
function valueFor(name: string, type: GraphQLInputType, turn: number): unknown {
  if (isNonNullType(type)) return valueFor(name, type.ofType, turn);
  if (isListType(type)) return [valueFor(name, type.ofType, turn), valueFor(name, type.ofType, turn + 2)];
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.values(type.getFields())
        .filter((field) => field.name !== "id")
        .map((field) => [field.name, valueFor(field.name, field.type, turn)]),
    );
  if (name === "kind") return `KIND_${turn}`;
  if (name === "timeZone") return ["America/Chicago", "Europe/Berlin"][turn % 2];
  if (name === "format") return ["IN_PERSON", "HYBRID"][turn % 2];
  if (/email$/i.test(name)) return `${name}${turn}@example.test`;
  if (/url$/i.test(name)) return `https://example.test/${turn}`;
  switch (getNamedType(type).name) {
    case "Boolean":
      return turn % 2 === 0;
    case "Int":
      return 60 + turn;
    case "Credits":
      return ["0.25", "0.50", "0.75", "1.00"][turn];
    case "LocalDate":
      return `2026-05-0${turn + 1}`;
    case "String":
      return `${name} ${turn}`;
    default:
      throw new Error(`Say what a field of the type ${String(type)} may hold.`);
  }
}

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
