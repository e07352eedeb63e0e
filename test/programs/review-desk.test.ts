import { StaffRole } from "../../server/core/staff-roles.ts";
import { MailKind } from "../../server/mail/mail.entity.ts";
import { World } from "../support/world.ts";
import { operations, type ProgramAnswer, programIn, step, today } from "./applications.ts";

type Person = Awaited<ReturnType<World["staff"]>>;

let world: World;
let provider: Awaited<ReturnType<World["provider"]>>;
let staff: Person;
let colleague: Person;
/** Of the staff, and acts for the provider. */
let both: Person;
beforeAll(async () => {
  world = await World.start({ signInDays: 36_500 });
  provider = await world.provider({ name: "Lakeside" });
  staff = await world.staff();
  colleague = await world.staff();
  both = await world.staff();
  await world.actFor(provider.id, both.id);
});
beforeEach(() => world.setClock(today));
afterAll(() => world.stop());

const programAs = (status: string): Promise<ProgramAnswer> => programIn(world, { provider, staff }, status);

const assign = `mutation ($id: ID!, $accountId: ID, $followUpOn: LocalDate) {
  assignProgram(id: $id, accountId: $accountId, followUpOn: $followUpOn) {
    version review { assignee { email } assignedAt followUpOn } } }`;
const reviewOf = async (token: string, { id }: { id: string }) =>
  (
    await world.ok(
      token,
      "query ($id: ID!) { program(id: $id) { review { assignee { email } followUpOn } timeline { action } } }",
      { id },
    )
  ).program;
const listed = async (token: string, filter: object): Promise<string[]> =>
  (
    await world.ok(token, "query ($f: ProgramFilter) { programs(filter: $f, first: 100) { nodes { id } } }", {
      f: { providerId: provider.id, ...filter },
    })
  ).programs.nodes.map(({ id }: { id: string }) => id);

describe("assignment", () => {
  test("a program has somebody of the staff and a day; its provider, and staff who act for it, see nothing of either", async () => {
    const program = await programAs("SUBMITTED");
    const { reviewers } = await world.ok(staff.token, "{ reviewers { id email } }");
    expect(reviewers.map(({ email }: Person) => email).sort()).toEqual(
      [staff.email, colleague.email, both.email].sort(),
    );
    const [{ id: accountId }] = reviewers.filter(({ email }: Person) => email === colleague.email);
    const given = { id: program.id, accountId, followUpOn: "2026-03-05" };
    const known = {
      assignee: { email: colleague.email },
      followUpOn: "2026-03-05",
    };
    expect((await world.ok(staff.token, assign, given)).assignProgram).toEqual({
      version: program.version,
      review: { ...known, assignedAt: new Date(today).toISOString() },
    });
    const timeline = [{ action: "program.create" }, { action: "program.submit" }];
    expect(await reviewOf(staff.token, program)).toEqual({ review: known, timeline });
    for (const token of [provider.token, both.token]) {
      expect(await reviewOf(token, program)).toEqual({ review: null, timeline });
      for (const filter of [
        { assignee: "NOBODY" },
        { assignee: "ME" },
        { assignee: accountId },
        { followUpDue: true },
      ]) {
        world.setClock("2026-03-09T15:00:00Z");
        expect([filter, await listed(token, filter)]).toEqual([filter, []]);
        world.setClock(today);
      }
    }
    // The one who gets it is told, once; it is nobody else's news.
    const mails = await world.mails(MailKind.REVIEW);
    expect(mails).toMatchObject([
      { to: colleague.email, subject: `For you: program ${program.number}, Scoring Respiratory Events` },
    ]);
    expect(mails[0]?.text).toContain(`${staff.email} has assigned program`);
    expect(mails[0]?.text).toContain("March 5, 2026");
    await world.ok(staff.token, assign, given);
    await world.ok(staff.token, assign, { ...given, accountId: staff.id });
    expect(await world.mails(MailKind.REVIEW)).toHaveLength(1);
    const log = "SELECT before, after FROM audit_entry WHERE action = 'review.assign' AND subject_id = $1 ORDER BY id";
    expect(await world.sql(log, [program.id])).toEqual([
      {
        before: { assigneeAccountId: null, followUpOn: null },
        after: { assigneeAccountId: colleague.id, followUpOn: "2026-03-05" },
      },
      {
        before: { assigneeAccountId: colleague.id, followUpOn: "2026-03-05" },
        after: { assigneeAccountId: staff.id, followUpOn: "2026-03-05" },
      },
    ]);
  });

  test("lists are filtered by it, and what is to be looked at again waits for who it is assigned to", async () => {
    const mine = await programAs("CHANGES_REQUESTED");
    const theirs = await programAs("CHANGES_REQUESTED");
    const nobodys = await programAs("CHANGES_REQUESTED");
    await world.ok(staff.token, assign, { id: mine.id, accountId: staff.id, followUpOn: "2026-03-05" });
    await world.ok(staff.token, assign, { id: theirs.id, accountId: colleague.id, followUpOn: "2026-03-05" });
    await world.ok(staff.token, assign, { id: nobodys.id, followUpOn: "2026-03-05" });
    const ids = [mine.id, theirs.id, nobodys.id];
    const among = async (token: string, filter: object) => (await listed(token, { ids, ...filter })).sort();
    expect(await among(staff.token, { assignee: "ME" })).toEqual([mine.id]);
    expect(await among(staff.token, { assignee: `Reviewer_${colleague.id}` })).toEqual([theirs.id]);
    expect(await among(staff.token, { assignee: "NOBODY" })).toEqual([nobodys.id]);
    expect(await among(staff.token, { assignee: "anybody" })).toEqual([]);
    // In the accreditor's own zone, Chicago.
    world.setClock("2026-03-05T05:59:59Z");
    expect(await among(staff.token, { followUpDue: true })).toEqual([]);
    expect(await among(staff.token, { inbox: true })).toEqual([]);
    world.setClock("2026-03-05T06:00:00Z");
    expect(await among(staff.token, { followUpDue: true })).toEqual(ids.sort());
    expect(await among(staff.token, { inbox: true })).toEqual([mine.id, nobodys.id].sort());
    expect(await among(colleague.token, { inbox: true })).toEqual([theirs.id, nobodys.id].sort());
    const filter = encodeURIComponent(JSON.stringify({ ids, assignee: `Reviewer_${colleague.id}` }));
    const csv = await (await world.fetch(`/exports/programs.csv?filter=${filter}`, { token: staff.token })).text();
    expect(ids.filter((id, at) => csv.includes([mine, theirs, nobodys][at]?.number ?? id))).toEqual([theirs.id]);
  });

  test("whoever is let go, or reviews no more, is no longer assigned, and the staff in charge are others", async () => {
    const program = await programAs("CHANGES_REQUESTED");
    const leaving = await world.staff();
    await world.ok(staff.token, assign, { id: program.id, accountId: leaving.id });
    const told = async (): Promise<string[]> => {
      const before = (await world.mails(MailKind.PROGRAM_SUBMITTED)).length;
      const { version } = (
        await world.ok(staff.token, "query ($id: ID!) { program(id: $id) { version } }", {
          id: program.id,
        })
      ).program;
      const handedIn = await step(world, provider.token, "submitProgram", { ...program, version });
      const inReview = await step(world, colleague.token, "startReview", handedIn);
      await step(world, colleague.token, "requestChanges", inReview);
      const mails = (await world.mails(MailKind.PROGRAM_SUBMITTED)).slice(before);
      return mails.filter(({ subject }) => subject.startsWith("Submitted again")).map(({ to }) => to);
    };
    expect(await told()).toEqual([leaving.email]);
    const setRoles =
      'mutation ($id: ID!, $roles: [StaffRole!]!) { setStaffRoles(accountId: $id, roles: $roles, reason: "Moves on.") }';
    await world.ok(staff.token, setRoles, { id: leaving.id, roles: [StaffRole.FINANCE] });
    expect((await reviewOf(staff.token, program)).review).toEqual({ assignee: null, followUpOn: null });
    expect(await listed(staff.token, { ids: [program.id], assignee: "NOBODY" })).toEqual([program.id]);
    expect(await told()).toEqual([colleague.email]);
  });

  test("only who may review it can be assigned, by who may review it, while staff look after it", async () => {
    const program = await programAs("SUBMITTED");
    const clerk = await world.staff(StaffRole.FINANCE);
    for (const accountId of [both.id, clerk.id, provider.accountId, crypto.randomUUID(), "nobody"])
      expect(await world.refused(staff.token, assign, { id: program.id, accountId })).toBe("BAD_INPUT");
    expect(await world.refused(clerk.token, assign, { id: program.id })).toBe("FORBIDDEN");
    expect(await world.refused(both.token, assign, { id: program.id })).toBe("CONFLICT_OF_INTEREST");
    expect(await world.refused(provider.token, assign, { id: program.id })).toBe("FORBIDDEN");
    const denied = await programAs("DENIED");
    expect(await world.refused(staff.token, assign, { id: denied.id })).toBe("ILLEGAL_TRANSITION");
  });
});

const comment = `mutation ($id: ID!, $field: String!, $text: String!, $offeringId: ID, $sessionId: ID) {
  commentOnApplication(programId: $id, field: $field, text: $text, offeringId: $offeringId, sessionId: $sessionId) {
    version comments { id } } }`;
const reply = `mutation ($id: ID!, $text: String!) {
  replyToComment(commentId: $id, text: $text) { comments { replies { text author byStaff } } } }`;
const resolve =
  "mutation ($id: ID!, $resolved: Boolean) { resolveComment(commentId: $id, resolved: $resolved) { id } }";
const remove = "mutation ($id: ID!) { removeComment(commentId: $id) { comments { id } } }";

describe("comments on fields", () => {
  const shown = `query ($id: ID!) { program(id: $id) { comments {
    id field about text byStaff publishedAt resolvedAt availableActions replies { text } } } }`;
  // biome-ignore lint/suspicious/noExplicitAny: answers of any shape
  const commentsAs = async (token: string, { id }: { id: string }): Promise<any[]> =>
    (await world.ok(token, shown, { id })).program.comments;
  const say = (token: string, { id }: { id: string }, field: string, text: string, about: object = {}) =>
    world.ok(token, comment, { id, field, text, ...about });

  test("are drafts until changes are requested; then the provider sees them, is told how many, and both answer at once", async () => {
    let program = await programAs("IN_REVIEW");
    const answer = await say(staff.token, program, "minutes", "  Breaks do not count.  ");
    // The application is as it was: what others have read of it still holds.
    expect(answer.commentOnApplication.version).toBe(program.version);
    await say(colleague.token, program, "offerings", "Which room?", { offeringId: program.offerings[0]?.id });
    const [first, second] = await commentsAs(staff.token, program);
    expect([first, second]).toMatchObject([
      { field: "minutes", about: null, text: "Breaks do not count.", publishedAt: null, byStaff: true },
      { field: "offerings", about: "2026-04-10", availableActions: ["REPLY"] },
    ]);
    expect(first.availableActions).toEqual(["REPLY", "REMOVE"]);
    await world.ok(colleague.token, reply, { id: first.id, text: "I think so too." });
    const unseen = async () => {
      for (const token of [provider.token, both.token]) {
        expect(await commentsAs(token, program)).toEqual([]);
        expect(await world.refused(token, reply, { id: first.id, text: "What?" })).toBe("NOT_FOUND");
      }
      expect((await reviewOf(provider.token, program)).timeline).toHaveLength(3);
    };
    await unseen();
    const mailsBefore = (await world.mails(MailKind.REVIEW)).length;

    program = await step(world, staff.token, "requestChanges", program);
    const [told] = (await world.mails(MailKind.CHANGES_REQUESTED)).slice(-1);
    expect(told?.text).toContain("2 comments stand beside the fields that they are about.");
    const [seen] = await commentsAs(provider.token, program);
    expect(seen).toMatchObject({
      publishedAt: new Date(today).toISOString(),
      replies: [{ text: "I think so too." }],
      availableActions: ["REPLY"],
    });
    expect(await world.refused(provider.token, resolve, { id: first.id })).toBe("FORBIDDEN");
    await world.ok(provider.token, reply, { id: first.id, text: "There are none." });
    // Who took it up is told, and the provider of what staff say.
    const mails = async () => (await world.mails(MailKind.REVIEW)).slice(mailsBefore).map(({ to }) => to);
    expect(await mails()).toEqual([staff.email]);
    await world.ok(staff.token, reply, { id: first.id, text: "Good." });
    const people = await world.sql(
      "SELECT address FROM email_address e JOIN provider_account a USING (account_id) WHERE a.provider_id = $1",
      [provider.id],
    );
    expect((await mails()).slice(1).sort()).toEqual(people.map(({ address }) => address).sort());
    expect((await commentsAs(provider.token, program))[0].replies).toHaveLength(3);

    await world.ok(colleague.token, resolve, { id: first.id });
    expect(await world.refused(colleague.token, resolve, { id: first.id })).toBe("ILLEGAL_TRANSITION");
    expect((await commentsAs(provider.token, program))[0].resolvedAt).not.toBeNull();
    await world.ok(colleague.token, resolve, { id: first.id, resolved: false });
    expect((await commentsAs(staff.token, program))[0].availableActions).toEqual(["REPLY", "RESOLVE"]);
    // In the next round new ones are drafts again, and what is public stays so.
    const again = await step(world, provider.token, "submitProgram", program);
    program = await step(world, staff.token, "startReview", again);
    await say(staff.token, program, "speakers", "Add the CV.");
    expect(await commentsAs(provider.token, program)).toHaveLength(2);
    program = await step(world, staff.token, "denyProgram", program);
    expect(await commentsAs(provider.token, program)).toHaveLength(3);
  });

  test("what is written while the provider withdraws is never shown to it, and a draft is taken back by who wrote it", async () => {
    const program = await programAs("IN_REVIEW");
    await say(staff.token, program, "documents", "No agenda.");
    const [draft] = await commentsAs(staff.token, program);
    expect(await world.refused(colleague.token, remove, { id: draft.id })).toBe("ILLEGAL_TRANSITION");
    expect((await world.ok(staff.token, remove, { id: draft.id })).removeComment.comments).toEqual([]);
    await say(staff.token, program, "documents", "No agenda at all.");
    await step(world, provider.token, "withdrawProgram", program);
    expect(await commentsAs(provider.token, program)).toEqual([]);
  });

  test("are about a field of the application, or a part of it, while it is in review, by who may review", async () => {
    const program = await programAs("IN_REVIEW");
    const other = await programAs("IN_REVIEW");
    const given = { id: program.id, field: "minutes", text: "Hm." };
    for (const wrong of [
      { field: "credits" },
      { field: "" },
      { text: "  " },
      { text: "x".repeat(2_001) },
      { offeringId: program.offerings[0]?.id },
      { field: "offerings", offeringId: other.offerings[0]?.id },
      { field: "sessions", sessionId: crypto.randomUUID() },
    ])
      expect([wrong, await world.refused(staff.token, comment, { ...given, ...wrong })]).toEqual([wrong, "BAD_INPUT"]);
    expect(await world.refused(both.token, comment, given)).toBe("CONFLICT_OF_INTEREST");
    expect(await world.refused(staff.token, comment, { ...given, id: (await programAs("SUBMITTED")).id })).toBe(
      "ILLEGAL_TRANSITION",
    );
    // A date that its provider takes out leaves what was said of it.
    await say(staff.token, program, "offerings", "Too early.", { offeringId: program.offerings[0]?.id });
    await step(world, staff.token, "requestChanges", program);
    await world.sql("DELETE FROM offering WHERE program_id = $1", [program.id]);
    expect(await commentsAs(provider.token, program)).toMatchObject([{ text: "Too early.", about: null }]);
  });
});

describe("notes among staff", () => {
  const add = "mutation ($id: ID!, $text: String!) { addNote(programId: $id, text: $text) { version } }";
  const take = "mutation ($id: ID!) { removeNote(id: $id) { id } }";
  const shown = `query ($id: ID!) { program(id: $id) { review { notes { id text author isOwn } } timeline { action } } }`;

  test("are seen by staff alone, in every state, and taken away by who wrote them", async () => {
    const program = await programAs("DENIED");
    const version = (await world.ok(staff.token, add, { id: program.id, text: "Late, as always." })).addNote.version;
    expect(version).toBe(program.version);
    await world.ok(colleague.token, add, { id: program.id, text: "I called them." });
    const { review, timeline } = (await world.ok(staff.token, shown, { id: program.id })).program;
    expect(review.notes).toEqual([
      { id: expect.any(String), text: "I called them.", author: colleague.email, isOwn: false },
      { id: expect.any(String), text: "Late, as always.", author: staff.email, isOwn: true },
    ]);
    expect(timeline).toHaveLength(4);
    for (const token of [provider.token, both.token])
      expect((await world.ok(token, shown, { id: program.id })).program).toEqual({ review: null, timeline });
    const [theirs, own] = review.notes;
    expect(await world.refused(staff.token, take, { id: theirs.id })).toBe("FORBIDDEN");
    expect(await world.refused(both.token, take, { id: own.id })).toBe("CONFLICT_OF_INTEREST");
    expect(await world.refused(both.token, add, { id: program.id, text: "Me too." })).toBe("CONFLICT_OF_INTEREST");
    expect(await world.refused(staff.token, add, { id: program.id, text: " " })).toBe("BAD_INPUT");
    await world.ok(staff.token, take, { id: own.id });
    expect(await world.refused(staff.token, take, { id: own.id })).toBe("NOT_FOUND");
    // No file for providers has it, nor what happened as partners are told it.
    const csv = await (await world.fetch("/exports/programs.csv", { token: provider.token })).text();
    expect(csv).toContain(String(program.number));
    expect(csv).not.toContain("I called them.");
    const events = await world.sql("SELECT facts::text FROM event WHERE facts::text LIKE '%called%'");
    expect(events).toEqual([]);
  });

  test("and comments lose the names and addresses of somebody who is erased", async () => {
    const person = await world.member({ firstName: "Wilhelmina", lastName: "Quackenbush", email: "mina@example.test" });
    const program = await programAs("IN_REVIEW");
    await world.ok(staff.token, add, { id: program.id, text: "Ask mina@example.test about it." });
    await world.ok(staff.token, comment, { id: program.id, field: "speakers", text: "Not Wilhelmina Quackenbush?" });
    const erase = 'mutation ($id: ID!) { eraseMember(memberId: $id, reason: "She asked.") }';
    await world.ok(staff.token, erase, { id: person.id });
    await world.runJobs();
    const texts = await world.sql(
      `SELECT text FROM review_note WHERE program_id = $1 UNION ALL SELECT text FROM review_comment WHERE program_id = $1`,
      [program.id],
    );
    expect(texts.map(({ text }) => text)).toEqual(["Ask [erased] about it.", "Not [erased]?"]);
  });
});

describe("the checklist", () => {
  const tick = "mutation ($id: ID!, $checked: Boolean) { checkItem(id: $id, checked: $checked) { version } }";
  const shown = `query ($id: ID!) { program(id: $id) { availableActions nextStep { code action } timeline { action }
    review { checklist { id text required checkedAt checkedBy } } } }`;
  const saveType = `mutation ($id: ID!, $version: Int!, $input: ProgramTypeInput!) {
    saveProgramType(id: $id, version: $version, input: $input) { version checklist { text required } } }`;
  const listOf = async (checklist: { text: string; required: boolean }[] | null): Promise<unknown> => {
    const types = `{ programTypeRows { id version code name minimumMinutes maximumMinutes position active } }`;
    const { programTypeRows } = await world.ok(staff.token, types);
    const { id, version, ...input } = programTypeRows.find(({ code }: { code: string }) => code === "LECTURE");
    const given = { id, version, input: { ...input, ...(checklist && { checklist }) } };
    return (await world.ok(staff.token, saveType, given)).saveProgramType.checklist;
  };
  const reviewed = async (token: string, { id }: { id: string }) => (await world.ok(token, shown, { id })).program;

  test("is ticked before a program is approved, by whatever way; the type's later list is for later reviews", async () => {
    const items = [
      { text: "The agenda adds up", required: true },
      { text: "The speaker is known", required: false },
    ];
    expect(await listOf(items)).toEqual(items);
    let program = await programAs("IN_REVIEW");
    // Left out, it stays.
    expect(await listOf(null)).toEqual(items);
    expect(await listOf([{ text: "Anything else", required: true }])).toEqual([
      { text: "Anything else", required: true },
    ]);
    const { review, availableActions, nextStep, timeline } = await reviewed(staff.token, program);
    expect(review.checklist).toEqual(
      items.map((item) => ({ ...item, id: expect.any(String), checkedAt: null, checkedBy: null })),
    );
    expect(availableActions).not.toContain("APPROVE");
    expect(nextStep).toEqual({ code: "DECIDE", action: "CHECK" });
    for (const token of [provider.token, both.token])
      expect(await reviewed(token, program)).toMatchObject({ review: null, timeline });
    const approve = (token: string) =>
      world.graphql(token, operations.approveProgram, { id: program.id, version: program.version, credits: "1.50" });
    // A key approves by the same operation as a person, and as each of many.
    const makeKey = 'mutation { createApiKey(name: "x", scopes: [PROGRAMS_REVIEW]) { key } }';
    const key = (await world.ok(staff.token, makeKey)).createApiKey.key;
    for (const token of [staff.token, key]) {
      const { errors } = await approve(token);
      expect(errors).toMatchObject([
        {
          message: "Before it is approved, tick on its checklist: The agenda adds up.",
          extensions: { code: "CHECKLIST_OPEN", open: ["The agenda adds up"] },
        },
      ]);
    }
    const [required] = review.checklist;
    for (const token of [provider.token, both.token])
      expect(["FORBIDDEN", "CONFLICT_OF_INTEREST"]).toContain(await world.refused(token, tick, { id: required.id }));
    expect(await world.refused(staff.token, tick, { id: crypto.randomUUID() })).toBe("NOT_FOUND");
    // The application is as it was: what others have read of it still holds.
    expect((await world.ok(colleague.token, tick, { id: required.id })).checkItem.version).toBe(program.version);
    await world.ok(staff.token, tick, { id: required.id });
    const ticked = await reviewed(staff.token, program);
    expect(ticked.review.checklist[0]).toMatchObject({
      checkedAt: new Date(today).toISOString(),
      checkedBy: colleague.email,
    });
    expect(ticked.nextStep.action).toBe("APPROVE");
    await world.ok(staff.token, tick, { id: required.id, checked: false });
    expect((await approve(staff.token)).errors[0]?.extensions.code).toBe("CHECKLIST_OPEN");

    // The next review is of another application, and has the list of then, with nothing ticked.
    await world.ok(staff.token, tick, { id: required.id });
    program = await step(world, staff.token, "requestChanges", program);
    expect(await world.refused(staff.token, tick, { id: required.id, checked: false })).toBe("ILLEGAL_TRANSITION");
    program = await step(world, provider.token, "submitProgram", program);
    program = await step(world, staff.token, "startReview", program);
    expect(await world.refused(staff.token, tick, { id: required.id })).toBe("NOT_FOUND");
    const again = (await reviewed(staff.token, program)).review.checklist;
    expect(again).toMatchObject([{ text: "Anything else", checkedAt: null }]);
    await world.ok(staff.token, tick, { id: again[0].id });
    await step(world, staff.token, "approveProgram", program);
    expect(await listOf([])).toEqual([]);
    expect((await reviewed(staff.token, program)).review.checklist).toMatchObject([
      { text: "Anything else", checkedBy: staff.email },
    ]);
    const log =
      "SELECT action, after FROM audit_entry WHERE action ~ '^review.(un)?check' AND subject_id = $1 ORDER BY id";
    expect((await world.sql(log, [program.id])).map(({ action }) => action)).toEqual([
      "review.check",
      "review.uncheck",
      "review.check",
      "review.check",
    ]);
  });
});

describe("two reviewers", () => {
  const shown = `query ($id: ID!) { program(id: $id) { status version availableActions nextStep { action } timeline { action }
    review { reviewersRequired recommendation { by at credits } } } }`;
  const seen = async (token: string, { id }: { id: string }) => (await world.ok(token, shown, { id })).program;
  const approve = ({ id, version }: ProgramAnswer, credits = "1.50") => ({ id, version, credits });

  test("the first recommends and another decides; whatever changes, or who leaves, takes the recommendation away", async () => {
    await world.sql("UPDATE program_type SET reviewers_required = 2 WHERE code = 'LECTURE'");
    let program = await programAs("IN_REVIEW");
    await world.sql("UPDATE program_type SET reviewers_required = 1 WHERE code = 'LECTURE'");
    // What could not be approved is not recommended.
    expect(await world.refused(staff.token, operations.approveProgram, approve(program, "0.00"))).toBe(
      "CREDITS_NOT_POSITIVE",
    );
    const mails = (await world.mails(MailKind.PROGRAM_APPROVED)).length;
    expect((await world.ok(staff.token, operations.approveProgram, approve(program))).approveProgram).toMatchObject({
      status: "IN_REVIEW",
      version: program.version,
    });
    expect(await world.mails(MailKind.PROGRAM_APPROVED)).toHaveLength(mails);
    // Who took it up has recommended it: every other reviewer is told, and nobody who acts for its provider.
    const told = (await world.mails(MailKind.REVIEW)).filter(({ subject }) => /another reviewer/.test(subject));
    expect(told.map(({ to }) => to)).toContain(colleague.email);
    for (const email of [staff.email, both.email]) expect(told.map(({ to }) => to)).not.toContain(email);
    const first = await seen(staff.token, program);
    expect(first.review).toEqual({
      reviewersRequired: 2,
      recommendation: { by: staff.email, at: new Date(today).toISOString(), credits: "1.50" },
    });
    expect(first.availableActions).toEqual(["REQUEST_CHANGES", "DENY", "ASSIGN", "COMMENT", "NOTE"]);
    expect(first.nextStep.action).toBe("REQUEST_CHANGES");
    expect((await seen(colleague.token, program)).nextStep.action).toBe("APPROVE");
    for (const token of [provider.token, both.token])
      expect(await seen(token, program)).toMatchObject({ review: null, timeline: first.timeline });
    expect(first.timeline).toHaveLength(3);
    expect(await world.refused(staff.token, operations.approveProgram, approve(program))).toBe(
      "SECOND_REVIEWER_REQUIRED",
    );

    // A change of the application takes it away.
    await world.sql("UPDATE program SET version = version + 1 WHERE id = $1", [program.id]);
    program = { ...program, version: program.version + 1 };
    expect((await seen(staff.token, program)).review.recommendation).toBeNull();
    // So does that who recommended it reviews no more.
    const leaving = await world.staff();
    await world.ok(leaving.token, operations.approveProgram, approve(program));
    await world.sql("UPDATE account SET staff_roles = '{FINANCE}' WHERE id = $1", [leaving.id]);
    expect((await seen(staff.token, program)).review.recommendation).toBeNull();

    await world.ok(colleague.token, operations.approveProgram, approve(program));
    const decided = await world.ok(staff.token, operations.approveProgram, approve(program));
    expect(decided.approveProgram).toMatchObject({ status: "APPROVED", version: program.version + 1 });
    const log =
      "SELECT actor_account_id, after FROM audit_entry WHERE action = 'review.recommend' AND subject_id = $1 ORDER BY id";
    expect((await world.sql(log, [program.id])).map((entry) => entry.actor_account_id)).toEqual([
      staff.id,
      leaving.id,
      colleague.id,
    ]);
  });

  test("nowhere is what staff say among themselves seen by those of them who act for its provider", async () => {
    await world.sql("UPDATE program_type SET reviewers_required = 2 WHERE code = 'LECTURE'");
    const program = await programAs("IN_REVIEW");
    await world.sql("UPDATE program_type SET reviewers_required = 1 WHERE code = 'LECTURE'");
    await world.ok(staff.token, assign, { id: program.id, accountId: colleague.id });
    await world.ok(staff.token, 'mutation ($id: ID!) { addNote(programId: $id, text: "Do they teach?") { id } }', {
      id: program.id,
    });
    await world.ok(
      staff.token,
      'mutation ($id: ID!) { commentOnApplication(programId: $id, field: "minutes", text: "Too long.") { id } }',
      { id: program.id },
    );
    await world.ok(staff.token, operations.approveProgram, approve(program));
    const sent = (await world.mails(MailKind.REVIEW)).filter(({ subject }) => subject.includes(String(program.number)));
    expect(sent.map(({ to }) => to)).toEqual([colleague.email, colleague.email]);
    const [{ ids }] = await world.sql(
      "SELECT array_agg(id ORDER BY created_at, id) AS ids FROM mail WHERE kind = 'REVIEW' AND subject_id = $1",
      [program.id],
    );
    await world.sql("UPDATE mail SET status = 'BOUNCED' WHERE id = ANY($1::uuid[])", [ids]);
    await world.ok(staff.token, "mutation ($id: ID!) { resendMail(id: $id) { id } }", { id: ids[0] });

    const document = `query ($id: ID!, $mail: ID!) {
      own: auditEntries(subjectId: $id, first: 100) { totalCount nodes { action } }
      all: auditEntries(filter: { action: "review." }, first: 100) { nodes { subjectId } }
      resent: auditEntries(filter: { action: "mail.resend" }) { nodes { subjectName } }
      mails(filter: { subjectId: $id, kind: [REVIEW] }) { totalCount nodes { id } } mail(id: $mail) { id } node(id: $mail) { id }
      needsAttention { items(first: 100) { nodes { mailId } } } }`;
    const read = async ({ token }: Person) => {
      const answer = await world.ok(token, document, { id: program.id, mail: ids[0] });
      const filter = encodeURIComponent(JSON.stringify({ action: "review." }));
      const csv = await (await world.fetch(`/exports/audit-entries.csv?filter=${filter}`, { token })).text();
      const mails = await (await world.fetch("/exports/mails.csv", { token })).text();
      return {
        actions: answer.own.nodes
          .map(({ action }: { action: string }) => action)
          .filter((action: string) => /^review/.test(action))
          .sort(),
        total: answer.own.totalCount - answer.own.nodes.length,
        inAll: answer.all.nodes.filter(({ subjectId }: { subjectId: string }) => subjectId === program.id).length,
        inCsv: csv.split(program.id).length - 1,
        mails: answer.mails.totalCount,
        mailsCsv: mails.split("\n").filter((line) => line.includes(String(program.number)) && line.includes("REVIEW"))
          .length,
        one: [answer.mail?.id ?? null, answer.node?.id ?? null],
        named: answer.resent.nodes[0].subjectName?.includes(String(program.number)) ?? false,
        failed: answer.needsAttention.items.nodes.filter(
          ({ mailId }: { mailId: string | null }) => mailId && ids.includes(mailId),
        ).length,
      };
    };
    const acts = ["review.assign", "review.add-note", "review.comment", "review.recommend"].sort();
    expect(await read(staff)).toEqual({
      ...{
        actions: acts,
        total: 0,
        inAll: 4,
        inCsv: 4,
        mails: 3,
        mailsCsv: 3,
        one: [ids[0], ids[0]],
        named: true,
        failed: 1,
      },
    });
    expect(await read(both)).toEqual({
      ...{
        actions: [],
        total: 0,
        inAll: 0,
        inCsv: 0,
        mails: 0,
        mailsCsv: 0,
        one: [null, null],
        named: false,
        failed: 0,
      },
    });
    expect(await world.refused(both.token, "mutation ($id: ID!) { resendMail(id: $id) { id } }", { id: ids[0] })).toBe(
      "NOT_FOUND",
    );
    // What another provider's programs are noted of is theirs to read as ever.
    const other = await world.provider({ name: "Elsewhere" });
    const theirs = await programIn(world, { provider: other, staff }, "SUBMITTED");
    await world.ok(staff.token, assign, { id: theirs.id, accountId: both.id });
    expect((await world.ok(both.token, document, { id: theirs.id, mail: ids[0] })).own.nodes[0]).toEqual({
      action: "review.assign",
    });
    expect((await world.ok(both.token, document, { id: theirs.id, mail: ids[0] })).mails.totalCount).toBe(1);
  });

  test("a recommendation has what is recommended of further kinds of credit", async () => {
    await world.sql(
      `INSERT INTO credit_kind (code, name, unit, rule_code, starts_on, position) VALUES
         ('ETHICS', 'Ethics', 'Ethics hours', 'CONTACT_HOUR_60', '2026-01-01', 20), ('CNE', 'Nursing', 'CNE', 'CONTACT_HOUR_60', '2026-01-01', 21)`,
    );
    await world.sql("UPDATE program_type SET reviewers_required = 2 WHERE code = 'LECTURE'");
    const creditKinds = ["ETHICS", "CNE"].map((kind) => ({ kind, credits: "0.50" }));
    const program = await programIn(world, { provider, staff }, "IN_REVIEW", { creditKinds });
    await world.sql("UPDATE program_type SET reviewers_required = 1 WHERE code = 'LECTURE'");
    const given = { ...approve(program), reason: "Less of it.", creditKinds: [{ kind: "CNE", credits: "0.25" }] };
    await world.ok(staff.token, operations.approveProgram, given);
    const { program: asked } = await world.ok(
      colleague.token,
      "query ($id: ID!) { program(id: $id) { creditKinds { credits } review { recommendation { credits kinds { name unit credits } } } } }",
      { id: program.id },
    );
    expect(asked).toEqual({
      creditKinds: [{ credits: null }, { credits: null }],
      review: {
        recommendation: {
          credits: "1.50",
          kinds: [
            { name: "Ethics", unit: "Ethics hours", credits: "0.50" },
            { name: "Nursing", unit: "CNE", credits: "0.25" },
          ],
        },
      },
    });
  });

  test("of two who approve at once one recommends and the other decides; one alone denies", async () => {
    await world.sql("UPDATE program_type SET reviewers_required = 2 WHERE code = 'LECTURE'");
    const program = await programAs("IN_REVIEW");
    const denied = await programAs("IN_REVIEW");
    await world.sql("UPDATE program_type SET reviewers_required = 1 WHERE code = 'LECTURE'");
    const answers = await Promise.all(
      [staff, colleague].map(({ token }) => world.ok(token, operations.approveProgram, approve(program))),
    );
    expect(answers.map((answer) => answer.approveProgram.status).sort()).toEqual(["APPROVED", "IN_REVIEW"]);
    expect((await step(world, staff.token, "denyProgram", denied)).status).toBe("DENIED");
  });
});
