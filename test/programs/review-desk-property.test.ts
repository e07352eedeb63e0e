import fc from "fast-check";
import { World } from "../support/world.ts";
import { operations, type ProgramAnswer, programIn, today } from "./applications.ts";

// The review desk in random sequences, beside a plain account of it: what it says is done is done, what it refuses is refused with the
// same code, and at the end everything that was done is there.

type Person = Awaited<ReturnType<World["staff"]>>;

let world: World;
let provider: Awaited<ReturnType<World["provider"]>>;
/** The last acts for the provider. */
let people: Person[];
beforeAll(async () => {
  world = await World.start({ signInDays: 36_500 });
  world.setClock(today);
  provider = await world.provider();
  people = [await world.staff(), await world.staff(), await world.staff()];
  await world.actFor(provider.id, people[2]!.id);
});
afterAll(() => world.stop());

const acts = [
  "APPROVE",
  "APPROVE STALE",
  "REQUEST_CHANGES",
  "RESUBMIT",
  "COMMENT",
  "RESOLVE",
  "NOTE",
  "ASSIGN",
  "CHANGE",
  "DENY",
] as const;
type Act = (typeof acts)[number];
const step = fc.record({
  act: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...acts.filter((act) => act !== "DENY")) },
    { weight: 1, arbitrary: fc.constant<Act>("DENY") },
  ),
  who: fc.constantFrom(0, 1, 2),
  other: fc.constantFrom(0, 1),
});

interface Desk {
  status: "IN_REVIEW" | "CHANGES_REQUESTED" | "APPROVED" | "DENIED";
  takes: 1 | 2;
  /** Who recommended it, as it is. */
  recommendedBy: number | null;
  assignee: number | null;
  notes: number;
  /** Open or not, and shown to the provider or not. */
  comments: { resolved: boolean; shown: boolean }[];
}

/** What a step does to the desk, or the code by which it is refused. */
function expected(desk: Desk, { act, who, other }: { act: Act; who: number; other: number }): string | null {
  const { status } = desk;
  const inReview = status === "IN_REVIEW";
  if (act === "RESUBMIT") {
    if (status !== "CHANGES_REQUESTED") return "ILLEGAL_TRANSITION";
    Object.assign(desk, { status: "IN_REVIEW", recommendedBy: null });
    return null;
  }
  if (act === "CHANGE") {
    desk.recommendedBy = null;
    return null;
  }
  // What came to nothing is not gone on with.
  if (act === "RESOLVE" && status === "DENIED") return "ILLEGAL_TRANSITION";
  // Whoever acts for the provider does nothing at the desk.
  if (who === 2) return "CONFLICT_OF_INTEREST";
  switch (act) {
    case "APPROVE STALE":
      return "STALE_VERSION";
    case "APPROVE":
      if (!inReview) return "ILLEGAL_TRANSITION";
      if (desk.takes === 2 && desk.recommendedBy === who) return "SECOND_REVIEWER_REQUIRED";
      if (desk.takes === 2 && desk.recommendedBy === null) desk.recommendedBy = who;
      else decide(desk, "APPROVED");
      return null;
    case "REQUEST_CHANGES":
    case "DENY":
      if (!inReview) return "ILLEGAL_TRANSITION";
      decide(desk, act === "DENY" ? "DENIED" : "CHANGES_REQUESTED");
      return null;
    case "COMMENT":
      if (!inReview) return "ILLEGAL_TRANSITION";
      desk.comments.push({ resolved: false, shown: false });
      return null;
    case "RESOLVE": {
      const open = desk.comments.find(({ resolved }) => !resolved);
      if (open) open.resolved = true;
      return null;
    }
    case "NOTE":
      desk.notes++;
      return null;
    case "ASSIGN":
      if (status === "DENIED") return "ILLEGAL_TRANSITION";
      desk.assignee = other;
      return null;
  }
}

function decide(desk: Desk, status: Desk["status"]): void {
  Object.assign(desk, { status, recommendedBy: null });
  for (const comment of desk.comments) comment.shown = true;
}

const shownDocument = `query ($id: ID!) { program(id: $id) { status version comments { id resolvedAt publishedAt }
  review { assignee { email } recommendation { by } notes { id } } } }`;

test.each([
  [1, 11],
  [2, 12],
  [2, 13],
  [2, 14],
] as const)(
  "of a type that takes %i no step is lost, and nobody approves alone what takes two (%i)",
  async (takes, seed) => {
    await world.sql("UPDATE program_type SET reviewers_required = $1 WHERE code = 'LECTURE'", [takes]);
    const desk: Desk = { status: "IN_REVIEW", takes, recommendedBy: null, assignee: null, notes: 0, comments: [] };
    const { id } = await programIn(world, { provider, staff: people[0]! }, "IN_REVIEW");
    const shown = async () => (await world.ok(people[0]!.token, shownDocument, { id })).program;
    const approvedBy = new Set<number>();
    for (const [at, each] of fc.sample(step, { numRuns: 60, seed }).entries()) {
      const { act, who, other } = each;
      const before = await shown();
      const as = people[who]!.token;
      const program = { id, version: before.version } as ProgramAnswer;
      const run = (document: string, variables: Record<string, unknown> = {}, token = as) =>
        world.graphql(token, document, { ...program, ...variables });
      const open = before.comments.find(({ resolvedAt }: { resolvedAt: string | null }) => resolvedAt === null);
      const does: Record<Act, () => Promise<{ errors: { extensions: { code?: string } }[] }>> = {
        APPROVE: () => run(operations.approveProgram, { credits: "1.50" }),
        "APPROVE STALE": () => run(operations.approveProgram, { credits: "1.50", version: before.version - 1 }),
        REQUEST_CHANGES: () => run(operations.requestChanges, { reason: "More." }),
        DENY: () => run(operations.denyProgram, { reason: "No." }),
        RESUBMIT: async () => {
          const sent = await run(operations.submitProgram, {}, provider.token);
          if (sent.errors.length > 0) return sent;
          const { version } = await shown();
          return run(operations.startReview, { version }, people[other]!.token);
        },
        COMMENT: () =>
          world.graphql(
            as,
            'mutation ($id: ID!) { commentOnApplication(programId: $id, field: "minutes", text: "Few.") { id } }',
            { id },
          ),
        RESOLVE: () =>
          world.graphql(as, "mutation ($id: ID!) { resolveComment(commentId: $id, resolved: true) { id } }", {
            id: open?.id ?? "",
          }),
        NOTE: () => world.graphql(as, 'mutation ($id: ID!) { addNote(programId: $id, text: "Late.") { id } }', { id }),
        ASSIGN: () =>
          world.graphql(as, "mutation ($id: ID!, $who: ID!) { assignProgram(id: $id, accountId: $who) { id } }", {
            id,
            who: people[other]!.id,
          }),
        // As a change of its sessions or documents counts it.
        CHANGE: async () => {
          await world.sql("UPDATE program SET version = version + 1 WHERE id = $1", [id]);
          return { errors: [] };
        },
      };
      const model = structuredClone(desk);
      const code = act === "RESOLVE" && !open ? "NOT_FOUND" : expected(model, each);
      const { errors } = await does[act]();
      const place = `${at}. ${act} by ${who} while ${desk.status}`;
      expect([place, errors[0]?.extensions.code ?? null]).toEqual([place, code]);
      if (code === null) Object.assign(desk, model);
      if (act === "APPROVE" && code === null) approvedBy.add(who);
      if (act === "REQUEST_CHANGES" || act === "CHANGE") approvedBy.clear();
      if (act === "APPROVE" && desk.status === "APPROVED" && code === null)
        expect([...approvedBy].length).toBeGreaterThanOrEqual(takes);
      const after = await shown();
      expect([
        place,
        after.status,
        after.review?.recommendation?.by ?? null,
        after.review.assignee?.email ?? null,
      ]).toEqual([
        place,
        desk.status,
        desk.recommendedBy === null ? null : people[desk.recommendedBy]!.email,
        desk.assignee === null ? null : people[desk.assignee]!.email,
      ]);
      expect([place, after.review.notes.length, after.comments.length]).toEqual([
        place,
        desk.notes,
        desk.comments.length,
      ]);
      const seen = (await world.ok(provider.token, "query ($id: ID!) { program(id: $id) { comments { id } } }", { id }))
        .program;
      expect([place, seen.comments.length]).toEqual([place, desk.comments.filter((comment) => comment.shown).length]);
      const kept = await world.sql(
        `SELECT count(*) FILTER (WHERE action = 'review.add-note')::int AS notes, count(*) FILTER (WHERE action = 'review.comment')::int AS comments
       FROM audit_entry WHERE subject_id = $1`,
        [id],
      );
      expect([place, kept]).toEqual([place, [{ notes: desk.notes, comments: desk.comments.length }]]);
    }
  },
);
