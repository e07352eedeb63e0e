import { World } from "../support/world.ts";
import { create, programIn, today } from "./applications.ts";

let world: World;
let provider: Awaited<ReturnType<World["provider"]>>;
let other: Awaited<ReturnType<World["provider"]>>;
let staff: Awaited<ReturnType<World["staff"]>>;
beforeAll(async () => {
  world = await World.start();
  world.setClock(today);
  provider = await world.provider();
  other = await world.provider();
  staff = await world.staff();
});
afterAll(() => world.stop());

const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF");
const document = `mutation ($programId: ID!, $kind: ProgramDocumentKind!, $file: Upload!) {
  uploadProgramDocument(programId: $programId, kind: $kind, file: $file) {
    version documents { id kind fileName mediaType byteSize url } } }`;
const upload = (token: string, programId: string, content: Buffer, fileName = "agenda.pdf", kind = "AGENDA") =>
  world.upload(token, document, { programId, kind }, content, fileName);
const removeDocument = "mutation ($id: ID!) { removeProgramDocument(id: $id) { documents { id } } }";

test("a document is kept by its content, seen by its provider and staff alone, and taken off again", async () => {
  const program = await create(world, provider);
  const { data } = await upload(provider.token, program.id, pdf, "C:\\files\\agenda.pdf");
  const [kept] = data.uploadProgramDocument.documents;
  expect(kept).toMatchObject({
    kind: "AGENDA",
    fileName: "agenda.pdf",
    mediaType: "application/pdf",
    byteSize: pdf.length,
  });
  expect(data.uploadProgramDocument.version).toBe(program.version + 1);
  const path = new URL(kept.url).pathname;
  for (const token of [provider.token, staff.token]) {
    const response = await world.fetch(path, { token });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(pdf);
    expect(response.headers.get("Content-Disposition")).toBe("attachment; filename=agenda.pdf");
  }
  expect((await world.fetch(path, { token: other.token })).status).toBe(404);
  expect((await world.fetch(path, { token: null })).status).toBe(401);
  expect(await world.refused(other.token, removeDocument, { id: kept.id })).toBe("NOT_FOUND");
  expect(await world.refused(staff.token, removeDocument, { id: kept.id })).toBe("FORBIDDEN");
  expect((await world.ok(provider.token, removeDocument, { id: kept.id })).removeProgramDocument.documents).toEqual([]);
  expect((await world.fetch(path, { token: provider.token })).status).toBe(404);
});

test("its name ends as its content does: nothing that is saved is opened as something else", async () => {
  const program = await create(world, provider);
  const nameOf = async (given: string) => {
    const { data } = await upload(provider.token, program.id, pdf, given);
    return data.uploadProgramDocument.documents.at(-1).fileName;
  };
  expect(await nameOf("Agenda.PDF")).toBe("Agenda.PDF");
  expect(await nameOf("agenda.html")).toBe("agenda.html.pdf");
  expect(await nameOf("agenda")).toBe("agenda.pdf");
  // Cut between two letters.
  const long = `${"a".repeat(199)}\u{1f642}`;
  expect(await nameOf(`${long}.pdf`)).toBe(`${long}.pdf`);
});

test.each([
  ["a page of HTML that calls itself a PDF", Buffer.from("<html><script>alert(1)</script></html>"), "BAD_INPUT"],
  ["nothing", Buffer.alloc(0), "BAD_INPUT"],
  ["a zip", Buffer.from("504b0304140000000000000000000000000000000000000000000100000061", "hex"), "BAD_INPUT"],
  ["one byte more than 10 MB", Buffer.concat([pdf, Buffer.alloc(10 * 1024 * 1024 + 1 - pdf.length)]), "FILE_TOO_LARGE"],
])("%s is refused", async (_name, content, code) => {
  const program = await create(world, provider);
  const { errors } = await upload(provider.token, program.id, content);
  expect(errors[0]?.extensions.code).toBe(code);
});

test("an application's documents are for whoever may edit it, a report's come once it is approved", async () => {
  const actors = { provider, staff };
  const submitted = await programIn(world, actors, "SUBMITTED");
  const approved = await programIn(world, actors, "APPROVED");
  const code = async (token: string, id: string, kind: string) =>
    (await upload(token, id, pdf, "a.pdf", kind)).errors[0]?.extensions.code ?? "taken";
  expect(await code(provider.token, submitted.id, "AGENDA")).toBe("ILLEGAL_TRANSITION");
  expect(await code(provider.token, submitted.id, "SIGN_IN_ROSTER")).toBe("ILLEGAL_TRANSITION");
  expect(await code(provider.token, approved.id, "AGENDA")).toBe("ILLEGAL_TRANSITION");
  expect(await code(provider.token, approved.id, "SIGN_IN_ROSTER")).toBe("taken");
  expect(await code(other.token, approved.id, "SIGN_IN_ROSTER")).toBe("NOT_FOUND");
});
