import { ProviderStatus } from "../../server/core/viewer.ts";
import { mostDrafts } from "../../server/programs/assert-room-for-draft.ts";
import { csv, sampleRows, uploadDocument } from "../attendance/roster-world.ts";
import { World } from "../support/world.ts";
import { application, create, programIn, today } from "./applications.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({
    signInDays: 36_500,
    rateLimits: {
      kibibytesByProvider: 20,
      kibibytesByApplicant: 4,
      kibibytesByApplicants: 10,
      draftsByProvider: 3,
    },
  });
  world.setClock(today);
});
afterAll(() => world.stop());

test("a provider begins so many applications a day, and its colleagues share the count; another has its own", async () => {
  const provider = await world.provider();
  const colleague = await world.account();
  await world.actFor(provider.id, colleague.id);
  for (const { token } of [provider, colleague, provider]) await create(world, { id: provider.id, token });
  await expect(create(world, { id: provider.id, token: colleague.token })).rejects.toThrow("TOO_MANY_REQUESTS");
  await create(world, await world.provider());
  world.setClock("2026-03-03T15:00:01Z");
  await create(world, provider);
  world.setClock(today);
});

test("a provider has so many drafts at most, also where several begin at once; what is withdrawn makes room", async () => {
  const [provider, colleague] = [await world.provider(), await world.account()];
  await world.actFor(provider.id, colleague.id);
  const first = await create(world, provider);
  // As many as there may be but for one; through the API they would take five days.
  const columns: { name: string }[] = await world.sql(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = 'program'::regclass AND attnum > 0 AND NOT attisdropped
       AND attgenerated = '' AND attidentity = '' AND attname <> 'id'`,
  );
  const names = columns.map(({ name }) => `"${name}"`).join(", ");
  await world.sql(
    `INSERT INTO program (${names}) SELECT ${names} FROM program, generate_series(1, $2::int) WHERE id = $1`,
    [first.id, mostDrafts - 2],
  );
  const begun = await Promise.allSettled(
    [provider, colleague].map(({ token }) => create(world, { id: provider.id, token })),
  );
  expect(begun.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  world.setClock("2026-03-03T15:00:01Z");
  const refused = await world.graphql(
    provider.token,
    "mutation ($input: ProgramInput!) { createProgram(input: $input) { id } }",
    { input: await application(world, provider.id) },
  );
  expect(refused.errors[0]?.extensions).toMatchObject({
    code: "TOO_MANY_DRAFTS",
    field: "providerId",
    most: mostDrafts,
  });
  const withdrawn = await world.graphql(
    provider.token,
    "mutation ($id: ID!, $version: Int!) { withdrawProgram(id: $id, version: $version) { status } }",
    { id: first.id, version: first.version },
  );
  expect(withdrawn.errors).toEqual([]);
  await create(world, provider);
  world.setClock(today);
});

test("rosters and previews of a provider share its bytes of the day", async () => {
  const [provider, staff] = [await world.provider(), await world.staff()];
  await programIn(world, { provider, staff }, "APPROVED");
  const codes = [];
  for (let i = 0; i < 5; i++) {
    const file = csv([...Array(100)].map((_, n) => ["A26001", String(n), "x".repeat(20), "y".repeat(20), `${i}`, "1"]));
    const { errors } = await world.upload(
      provider.token,
      uploadDocument,
      { providerId: provider.id, preview: i % 2 > 0 },
      file,
    );
    codes.push(errors[0]?.extensions.code ?? "OK");
  }
  expect(codes).toEqual(["OK", "OK", "OK", "TOO_MANY_REQUESTS", "TOO_MANY_REQUESTS"]);
  const other = await world.provider();
  await programIn(world, { provider: other, staff }, "APPROVED");
  const { errors } = await world.upload(other.token, uploadDocument, { providerId: other.id }, csv(sampleRows));
  expect(errors).toEqual([]);
});

test("providers that staff have not let in keep little, and little all together: nobody gains by registering another", async () => {
  const pdf = Buffer.concat([Buffer.from("%PDF-1.4\n"), Buffer.alloc(3_000, 32)]);
  const document = `mutation ($id: ID!, $file: Upload!) { uploadProgramDocument(programId: $id, kind: OTHER, file: $file) { version } }`;
  const send = async ({ token }: { token: string }, id: string) =>
    (await world.upload(token, document, { id }, pdf, "a.pdf")).errors[0]?.extensions.code ?? "OK";
  const codes = [];
  for (let i = 0; i < 4; i++) {
    const applicant = await world.provider({ status: ProviderStatus.APPLIED });
    const program = await create(world, applicant);
    codes.push([await send(applicant, program.id), await send(applicant, program.id)]);
  }
  expect(codes).toEqual([
    ["OK", "TOO_MANY_REQUESTS"],
    ["OK", "TOO_MANY_REQUESTS"],
    ["OK", "TOO_MANY_REQUESTS"],
    ["TOO_MANY_REQUESTS", "TOO_MANY_REQUESTS"],
  ]);
  const active = await world.provider();
  expect(await send(active, (await create(world, active)).id)).toBe("OK");
});
