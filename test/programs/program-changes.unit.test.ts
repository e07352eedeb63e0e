import { ProgramStatus } from "../../server/programs/program.status.ts";
import { type ChangeEntry, programChanges } from "../../server/programs/program-changes.ts";

const submit: ChangeEntry = { action: "program.submit", before: null, after: null };
const update = (before: Record<string, unknown>, after: Record<string, unknown>): ChangeEntry => ({
  action: "program.update",
  before,
  after,
});
const changes = (entries: ChangeEntry[], status = ProgramStatus.SUBMITTED) =>
  programChanges(entries, status, new Map());

test("a first submission has no changes, whatever was written before it", () => {
  expect(changes([update({ name: "A" }, { name: "B" }), submit])).toEqual([]);
});

test("a second submission is compared with the first: the first before and the last after count", () => {
  const entries = [
    submit,
    update({ name: "A", minutes: 60 }, { name: "B", minutes: 90 }),
    update({ name: "B" }, { name: "C" }),
    submit,
  ];
  expect(changes(entries)).toEqual([
    { field: "name", before: "A", after: "C" },
    { field: "minutes", before: "60", after: "90" },
  ]);
});

test("what was changed and changed back is no change", () => {
  expect(changes([submit, update({ name: "A" }, { name: "B" }), update({ name: "B" }, { name: "A" }), submit])).toEqual(
    [],
  );
});

test("a third submission is not compared with the first", () => {
  expect(changes([submit, update({ name: "A" }, { name: "B" }), submit, submit])).toEqual([]);
});

test("while it is edited it is compared with its last submission", () => {
  const entries = [submit, update({ name: "A" }, { name: "B" }), submit, update({ name: "B" }, { name: "C" })];
  expect(changes(entries, ProgramStatus.CHANGES_REQUESTED)).toEqual([{ field: "name", before: "B", after: "C" }]);
});

test("people, places and documents are lines; a document that came and went was never there", () => {
  const added = (fileName: string): ChangeEntry => ({
    action: "program.add-document",
    before: null,
    after: { document: { kind: "AGENDA", fileName } },
  });
  const removed = (fileName: string): ChangeEntry => ({
    action: "program.remove-document",
    before: { document: { kind: "AGENDA", fileName } },
    after: null,
  });
  const entries = [
    submit,
    update(
      { speakers: [{ name: "Ada", credentials: "MD" }] },
      {
        speakers: [
          { name: "Ada", credentials: "MD" },
          { name: "Bo", credentials: "" },
        ],
      },
    ),
    added("cv.pdf"),
    removed("cv.pdf"),
    removed("old.pdf"),
    added("new.pdf"),
    submit,
  ];
  expect(changes(entries)).toEqual([
    { field: "speakers", before: "Ada, MD", after: "Ada, MD\nBo" },
    { field: "documents", before: "old.pdf", after: "new.pdf" },
  ]);
});
