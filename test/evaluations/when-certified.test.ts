import fc from "fast-check";
import { ProgramStatus } from "../../server/programs/program.status.ts";
import {
  csv,
  enterDocument,
  entryOf,
  heading,
  type RosterWorld,
  sampleRows,
  startRosterWorld,
  uploadDocument,
} from "../attendance/roster-world.ts";
import { ConferenceWorld, documents as conferences, csvSchedule } from "../conferences/conference-world.ts";
import { offering, operations, programIn, step } from "../programs/applications.ts";
import { makeMember } from "../support/factories.ts";
import { answersTo, asks, documents as evaluations, question } from "./evaluation-world.ts";
import { checkDocuments, checkInput, checks, choicesFor } from "./learning-check-world.ts";

const headings = heading.map((each) => (each === "AAST ID" ? "Member ID" : each));

// When a certificate can be had: one table, of which each test takes some rows at random and answers them a second time, by itself.

type World = RosterWorld["world"];

const asked = fc.constantFrom("nobody" as const, "optional" as const, "required" as const);
type Asked = "nobody" | "optional" | "required";
/** How far somebody is with what is asked of them. */
const evaluated = fc.constantFrom("not" as const, "answered" as const, "waived" as const);
const knows = fc.constantFrom("not" as const, "begun" as const, "failed" as const, "passed" as const);

async function demandsDocument(world: World, code: string, needed: boolean): Promise<void> {
  await world.sql("DELETE FROM document_rule");
  if (needed)
    await world.sql(
      `INSERT INTO document_rule (type_id, starts_on, kinds) SELECT id, '0001-01-01', '{SIGN_IN_ROSTER}' FROM program_type WHERE code = $1`,
      [code],
    );
}

const sendsDocument = (world: World, token: string, programId: string) =>
  world.upload(
    token,
    `mutation ($programId: ID!, $file: Upload!) { uploadProgramDocument(programId: $programId, kind: SIGN_IN_ROSTER, file: $file) { id } }`,
    { programId },
    Buffer.from("%PDF-1.7"),
    "a.pdf",
  );

async function sets(world: World, token: string, programId: string, evaluation: Asked, check: Asked): Promise<void> {
  if (evaluation !== "nobody")
    await asks(world, token, programId, [question("SCALE", "How was it?")], evaluation === "required");
  if (check !== "nobody")
    await checks(world, token, programId, checkInput({ required: check === "required", attempts: 1 }));
}

interface Holder {
  evaluated: "not" | "answered" | "waived";
  knows: "not" | "begun" | "failed" | "passed";
}

/** Does what a holder does; where nothing is asked, nothing. */
async function acts(
  world: World,
  staff: string,
  who: { id: string; token: string },
  programId: string,
  { evaluated: how, knows: what }: Holder,
): Promise<void> {
  if (how === "answered") {
    const { evaluation } = await world.ok(who.token, evaluations.own, { programId });
    if (evaluation) await world.ok(who.token, evaluations.handIn, { programId, answers: answersTo(evaluation) });
  }
  if (how === "waived") await world.ok(staff, evaluations.waive, { programId, memberId: who.id, reason: "Ill" });
  if (what === "not" || !(await world.ok(who.token, checkDocuments.own, { programId })).learningCheck) return;
  const { attempt } = (await world.ok(who.token, checkDocuments.begin, { programId })).beginLearningCheck;
  if (what !== "begun")
    await world.ok(who.token, checkDocuments.handIn, {
      attemptId: attempt.id,
      answers: choicesFor(attempt, what === "passed" ? 3 : 0),
    });
}

const owesNothing = (evaluation: Asked, check: Asked, { evaluated: how, knows: what }: Holder): boolean =>
  (evaluation !== "required" || how !== "not") && (check !== "required" || what === "passed");

/** Minutes that a file states; or what somebody says of themselves, and what becomes of it. */
const evidence = fc.constantFrom(null, 20, 45, "let count" as const, "refused" as const, "waiting" as const);
type Evidence = null | number | "let count" | "refused" | "waiting";

/** Says so, which can be said where evidence is asked for, and has it decided. */
async function says(
  world: World,
  { staff, guest }: { staff: string; guest: string },
  sessionId: string,
  how: Evidence,
  isAsked: boolean,
): Promise<void> {
  if (how === null || typeof how === "number") return;
  const { errors } = await world.graphql(
    guest,
    `mutation ($s: ID!) { sayPresence(sessionId: $s, text: "Second row, beside Ann") { id } }`,
    { s: sessionId },
  );
  expect(errors.length === 0).toBe(isAsked);
  if (!isAsked || how === "waiting") return;
  const [{ id }] = await world.sql("SELECT id FROM presence WHERE session_id = $1 AND source = 'SAID'", [sessionId]);
  await world.ok(
    staff,
    `mutation ($s: ID!, $ids: [ID!]!, $counts: Boolean!) {
      decidePresence(sessionId: $s, ids: $ids, counts: $counts, reason: "Ann was asked") { id } }`,
    { s: sessionId, ids: [id], counts: how === "let count" },
  );
}

/** Somebody else is reported by a roster. */
async function reports(world: World, provider: { id: string; token: string }, programId: string): Promise<void> {
  const { memberNumber } = await makeMember(world.ctx, { firstName: "Sally", lastName: "Johnson" });
  const [{ number }] = await world.sql("SELECT number FROM program WHERE id = $1", [programId]);
  const { data } = await world.upload(
    provider.token,
    uploadDocument,
    { providerId: provider.id, preview: false },
    csv([[number, memberNumber, "Sally", "Johnson", "3/10/2026", "1"]], headings),
  );
  expect(data.uploadAttendance.errors.nodes).toEqual([]);
  await world.runJobs();
}

const issuedTo = async (world: World, programId: string): Promise<string[]> =>
  (
    await world.sql("SELECT member_id AS id FROM certificate WHERE program_id = $1 AND status = 'ISSUED' ORDER BY 1", [
      programId,
    ])
  ).map(({ id }) => id);

test("what is claimed: by demand, evidence, evaluation, learning check, documents, fees and time", async () => {
  const conference = await ConferenceWorld.start();
  const { world, provider, staff } = conference;
  try {
    let made = 0;
    await world.sql(
      "INSERT INTO policy (name, starts_on, value) VALUES ('CLAIM_DAYS', '2026-01-01', 30) ON CONFLICT DO NOTHING",
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("TRUST" as const, "IN_PERSON" as const, "ALL" as const, "MINUTES" as const),
        fc.record({ hall: evidence, online: evidence }),
        asked,
        asked,
        fc.record({ evaluated, knows }),
        fc.constantFrom("not needed" as const, "missing" as const, "late" as const),
        fc.constantFrom("none" as const, "due" as const, "paid" as const),
        async (demand, minutes, evaluation, check, holder, document, fee) => {
          world.setClock("2026-03-02T15:00:00Z");
          // The last policy is in force, and none is ever changed.
          await world.sql(
            `INSERT INTO fee_policy (starts_on, currency, filing_fee_per_attendee, holds_certificates, created_at)
             VALUES (date '2024-01-01' + $1::int, 'USD', $2, true, '2024-01-01')`,
            [made, fee === "none" ? 0 : 300],
          );
          await demandsDocument(world, "CONFERENCE", document !== "not needed");
          const id = await conference.conference({ startsOn: "2026-03-10", endsOn: "2026-03-10" }, `Summit ${++made}`);
          await conference.imported(
            id,
            csvSchedule("a,Hall,2026-03-10,09:00,10:00,no,", "b,Online,2026-03-10,11:00,12:00,yes,"),
          );
          await sets(world, provider.token, id, evaluation, check);
          await world.ok(
            provider.token,
            "mutation ($id: ID!, $demand: PresenceDemand!, $percent: Int) { setPresenceDemand(programId: $id, demand: $demand, percent: $percent) { id } }",
            { id, demand, percent: demand === "MINUTES" ? 50 : null },
          );
          const email = `guest${made}@example.test`;
          const guest = await conference.attendee([email]);
          await conference.register(id, `${email},Full,,,no`);
          world.setClock("2026-03-20T15:00:00Z");
          const rows = [`a,${email},${minutes.hall}`, `b,${email},${minutes.online}`].filter((row) => /\d$/.test(row));
          if (rows.length > 0) {
            const { data } = await world.upload(
              provider.token,
              "mutation ($programId: ID!, $file: Upload!) { importPresence(programId: $programId, file: $file) { added } }",
              { programId: id },
              ["Session ID,Email,Minutes", ...rows].join("\n"),
              "doors.csv",
            );
            expect(data.importPresence.added).toBe(rows.length);
          }
          for (const { title, id: sessionId } of await conference.sessions(id))
            await says(
              world,
              { staff: staff.token, guest: guest.token },
              sessionId,
              minutes[title === "Hall" ? "hall" : "online"],
              demand !== "TRUST" && (title === "Hall" || demand !== "IN_PERSON"),
            );
          // The naive answer: which of the two one may choose, and what follows.
          const may = { Hall: true, Online: true };
          const enough = (given: Evidence) =>
            given === "let count" || (typeof given === "number" && (demand !== "MINUTES" || given >= 30));
          if (demand !== "TRUST") may.Hall = enough(minutes.hall);
          if (demand === "ALL" || demand === "MINUTES") may.Online = enough(minutes.online);
          let chosen = 0;
          for (const { title, id: sessionId } of await conference.sessions(id)) {
            const answer = await world.graphql(guest.token, conferences.claim, { sessionId, attendedOn: "2026-03-10" });
            const allowed = may[title as "Hall" | "Online"];
            expect([title, answer.errors[0]?.extensions?.code]).toEqual([
              title,
              allowed ? undefined : "PRESENCE_NOT_SHOWN",
            ]);
            if (allowed) chosen++;
          }
          const generates = async () => {
            const { errors } = await world.graphql(guest.token, conferences.generate, { conferenceId: id });
            return errors[0]?.extensions?.code ?? "issued";
          };
          if (chosen === 0) return void expect(await generates()).toBe("NOTHING_CLAIMED");
          const early = await generates();
          const before =
            document !== "not needed"
              ? "DOCUMENTS_MISSING"
              : evaluation === "required"
                ? "EVALUATION_MISSING"
                : check === "required"
                  ? "LEARNING_CHECK_MISSING"
                  : "issued";
          expect(early).toBe(before);
          await acts(world, staff.token, guest, id, holder);
          if (document === "late") await sendsDocument(world, provider.token, id);
          await world.runJobs();
          const all = document !== "missing" && owesNothing(evaluation, check, holder);
          const wants =
            early === "issued" || all
              ? "issued"
              : document === "missing"
                ? "DOCUMENTS_MISSING"
                : evaluation === "required" && holder.evaluated === "not"
                  ? "EVALUATION_MISSING"
                  : "LEARNING_CHECK_MISSING";
          // What is theirs to generate is not made for them while they can; half of them let the time go by.
          expect(await issuedTo(world, id)).toEqual(early === "issued" ? [guest.id] : []);
          if (made % 2 === 0) return void expect(await generates()).toBe(wants);
          const late =
            holder.evaluated === "not" && evaluation === "required" && check === "nobody" && document !== "missing";
          // A conference's fee is asked for when its time is over, of who has credit by then: what is claimed does not wait for it.
          if (fee !== "none") await reports(world, provider, id);
          world.setClock("2026-06-20T15:00:00Z");
          await world.sql("SELECT graphile_worker.add_job('conferences.complete', payload := '{}')");
          await world.runJobs();
          const { program } = await world.ok(staff.token, "query ($id: ID!) { program(id: $id) { fees { due } } }", {
            id,
          });
          const due = program.fees?.due ?? 0;
          expect(due).toBe(fee === "none" ? 0 : early === "issued" ? 600 : 300);
          if (fee === "paid")
            await world.ok(
              staff.token,
              'mutation ($id: ID!, $due: Int!) { recordFeePayment(programId: $id, amount: $due, reference: "Check 17") { id } }',
              { id, due },
            );
          if (late) await acts(world, staff.token, guest, id, { ...holder, evaluated: "answered" });
          await world.runJobs();
          expect((await issuedTo(world, id)).filter((each) => each === guest.id)).toEqual(
            early === "issued" || late ? [guest.id] : [],
          );
        },
      ),
      { numRuns: 8 },
    );
  } finally {
    await world.stop();
  }
});

test("what is reported, by a file, an entry or a key, with fees, and corrected", async () => {
  const roster = await startRosterWorld();
  const { world, provider, staff } = roster;
  try {
    const [{ id: typeId }] = await world.sql("SELECT id FROM program_type WHERE code = 'EDUCATIONAL_PROGRAM'");
    const rows = sampleRows.slice(0, 3);
    const people: { id: string; token: string }[] = [];
    for (const [, number, first, last] of rows)
      people.push({
        id: (await world.sql("SELECT id FROM member WHERE member_number = $1", [number]))[0].id,
        token: await world.signIn(`${first}.${last}@example.test`.toLowerCase()),
      });
    const { key } = (
      await world.ok(
        provider.token,
        `mutation ($p: ID!) { createApiKey(name: "LMS", scopes: [ATTENDANCE_WRITE], providerId: $p) { key } }`,
        { p: provider.id },
      )
    ).createApiKey;
    let policies = 0;
    const one = "mutation ($input: EnterAttendanceInput!) { enterAttendance(input: $input) { id } }";
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("file" as const, "entry" as const, "key" as const),
        asked,
        asked,
        fc.array(fc.record({ evaluated, knows }), { minLength: 3, maxLength: 3 }),
        fc.constantFrom("not needed" as const, "missing" as const, "late" as const),
        fc.constantFrom("none" as const, "due" as const, "paid" as const),
        async (way, evaluation, check, holders, document, fee) => {
          world.setClock("2009-01-12T16:00:00Z");
          // The last policy is in force, and none is ever changed.
          await world.sql(
            `INSERT INTO fee_policy (starts_on, currency, filing_fee_per_attendee, holds_certificates, created_at)
             VALUES (date '2008-06-01' + $1::int, 'USD', $2, true, '2008-06-01')`,
            [++policies, fee === "none" ? 0 : 300],
          );
          await demandsDocument(world, "EDUCATIONAL_PROGRAM", document !== "not needed");
          const applied = await programIn(world, { provider, staff }, "IN_REVIEW", {
            typeId,
            minutes: 600,
            requestedCredits: "10.00",
            offerings: [offering({ startsOn: "2009-04-10", endsOn: "2009-04-10" })],
          });
          const { id, number } = await step(world, staff.token, "approveProgram", applied, {
            credits: "10.00",
            reason: null,
          });
          await sets(world, provider.token, id, evaluation, check);
          world.setClock("2009-04-20T15:00:00Z");
          const own = rows.map(([, ...cells]) => [number ?? "", ...cells]);
          if (way === "file")
            await world.upload(provider.token, uploadDocument, { providerId: provider.id, preview: false }, csv(own));
          if (way === "key")
            await world.ok(key, enterDocument, {
              rows: own.map((cells) => ({ ...entryOf(cells), completionDate: "2009-04-10" })),
              preview: false,
            });
          if (way === "entry")
            for (const cells of own)
              await world.ok(provider.token, one, { input: { ...entryOf(cells), completionDate: "2009-04-10" } });
          await world.runJobs();
          const free = fee === "none" && document === "not needed" && evaluation !== "required" && check !== "required";
          expect((await issuedTo(world, id)).length).toBe(free ? 3 : 0);
          for (const [at, person] of people.entries()) await acts(world, staff.token, person, id, holders[at]!);
          if (document === "late") await sendsDocument(world, provider.token, id);
          if (fee === "paid") {
            const { program } = await world.ok(staff.token, "query ($id: ID!) { program(id: $id) { fees { due } } }", {
              id,
            });
            expect(program.fees.due).toBe(900);
            await world.ok(
              staff.token,
              'mutation ($id: ID!) { recordFeePayment(programId: $id, amount: 900, reference: "Check 17") { id } }',
              { id },
            );
          }
          await world.runJobs();
          const holds = people
            .filter((_, at) => fee !== "due" && document !== "missing" && owesNothing(evaluation, check, holders[at]!))
            .map((person) => person.id)
            .sort();
          expect(await issuedTo(world, id)).toEqual(holds);
          // What was issued is corrected without asking anything anew, and nobody else gets one by it.
          const [{ version }] = await world.sql("SELECT version FROM program WHERE id = $1", [id]);
          await world.ok(staff.token, operations.correctCredits, { id, version, credits: "0.50", reason: "Too many" });
          const { errors } = await world.graphql(
            staff.token,
            'mutation ($id: ID!) { correctCertificates(programId: $id, reason: "Too many") }',
            { id },
          );
          if (holds.length > 0) expect(errors).toEqual([]);
          await world.sql("DELETE FROM learning_attempt WHERE program_id = $1", [id]);
          await world.sql("DELETE FROM evaluation_response WHERE program_id = $1", [id]);
          await world.runJobs();
          expect(await issuedTo(world, id)).toEqual(holds);
        },
      ),
      { numRuns: 6 },
    );
  } finally {
    await world.stop();
  }
});

/** As product design, *A program's life*, has them: of which a certificate can be had, once what it asks for is there. */
const states: Record<string, boolean> = {
  DRAFT: false,
  SUBMITTED: false,
  IN_REVIEW: false,
  CHANGES_REQUESTED: false,
  APPROVED: true,
  AWAITING_ATTENDANCE: true,
  AWAITING_DOCUMENTS: true,
  AWAITING_FEE: true,
  COMPLETED: true,
  DENIED: false,
  WITHDRAWN: false,
  CANCELLED: false,
};

test("of every state in which a program can be, what is chosen and what is reported", async () => {
  const conference = await ConferenceWorld.start();
  const { world, provider, staff } = conference;
  try {
    expect(Object.keys(states).sort()).toEqual(Object.values(ProgramStatus).sort());
    for (const [state, given] of Object.entries(states)) {
      const [evaluation, check, how] = fc.sample(fc.tuple(asked, asked, fc.record({ evaluated, knows })), 1)[0]!;
      world.setClock("2026-03-02T15:00:00Z");
      const id = await conference.conference({ startsOn: "2026-03-10", endsOn: "2026-03-10" }, `Summit ${state}`);
      await conference.imported(
        id,
        csvSchedule("a,Hall,2026-03-10,09:00,10:00,no,", "b,Annex,2026-03-10,11:00,12:00,no,"),
      );
      await sets(world, provider.token, id, evaluation, check);
      const email = `guest.${state.toLowerCase()}@example.test`;
      const guest = await conference.attendee([email]);
      await conference.register(id, `${email},Full,,,no`);
      const lecture = await programIn(world, { provider, staff }, state);
      const { memberNumber } = await makeMember(world.ctx, { firstName: "Sally", lastName: "Johnson" });
      world.setClock("2026-03-20T15:00:00Z");
      const [first, second] = await conference.sessions(id);
      await conference.claim(guest.token, first!.id, "2026-03-10");
      await acts(world, staff.token, guest, id, how);
      await world.putInState("program", "UPDATE program SET status = $2 WHERE id = $1", [id, state]);
      const answers = async (document: string, variables: Record<string, unknown>) =>
        (await world.graphql(guest.token, document, variables)).errors[0]?.extensions?.code ?? "given";
      const claims = await answers(conferences.claim, { sessionId: second!.id, attendedOn: "2026-03-10" });
      const generates = await answers(conferences.generate, { conferenceId: id });
      await world.runJobs();
      const owed =
        evaluation === "required" && how.evaluated === "not"
          ? "EVALUATION_MISSING"
          : check === "required" && how.knows !== "passed"
            ? "LEARNING_CHECK_MISSING"
            : "given";
      expect([state, claims, generates]).toEqual([
        state,
        given ? "given" : "SESSION_NOT_CLAIMABLE",
        given ? owed : "SESSION_NOT_CLAIMABLE",
      ]);
      expect([state, await issuedTo(world, id)]).toEqual([state, given && owed === "given" ? [guest.id] : []]);

      world.setClock("2026-04-20T15:00:00Z");
      const row = [lecture.number ?? "A26999", memberNumber, "Sally", "Johnson", "4/10/2026", "1"];
      const { data, errors } = await world.upload(
        provider.token,
        uploadDocument,
        { providerId: provider.id, preview: false },
        csv([row], headings),
      );
      await world.runJobs();
      // While a provider has nothing approved there is nothing to report at all.
      const refused = data?.uploadAttendance?.errors.nodes.length ?? errors.length;
      expect([state, refused]).toEqual([state, given ? 0 : 1]);
      expect([state, (await issuedTo(world, lecture.id)).length]).toEqual([state, given ? 1 : 0]);
    }
  } finally {
    await world.stop();
  }
});

test("of what is postponed until after today nothing can be had, and everything once it is over", async () => {
  const conference = await ConferenceWorld.start();
  const { world, provider, staff } = conference;
  try {
    const id = await conference.conference({ startsOn: "2026-03-10", endsOn: "2026-03-10" });
    const [{ id: offeringId }] = await world.sql("SELECT id FROM offering WHERE program_id = $1", [id]);
    await conference.register(id, "guest@example.test,Full,,,no");
    const guest = await conference.attendee(["guest@example.test"]);
    await sets(world, provider.token, id, "required", "nobody");
    await world.ok(staff.token, operations.postponeOffering, {
      offeringId,
      move: { startsOn: "2026-03-30", endsOn: "2026-03-30" },
      reason: "Snow",
    });
    await conference.imported(id, csvSchedule("a,Hall,2026-03-30,09:00,10:00,no,"));
    const [session] = await conference.sessions(id);
    world.setClock("2026-03-20T15:00:00Z");
    const tries = async () => [
      (await world.graphql(guest.token, conferences.claim, { sessionId: session!.id, attendedOn: "2026-03-30" }))
        .errors[0]?.extensions?.code,
      (await world.graphql(guest.token, conferences.generate, { conferenceId: id })).errors[0]?.extensions?.code,
    ];
    expect(await tries()).toEqual(["CONFERENCE_NOT_ENDED", "CONFERENCE_NOT_ENDED"]);
    world.setClock("2026-04-02T15:00:00Z");
    expect(await tries()).toEqual([undefined, "EVALUATION_MISSING"]);
    await acts(world, staff.token, guest, id, { evaluated: "answered", knows: "not" });
    expect(await tries()).toEqual([undefined, undefined]);
    expect(await issuedTo(world, id)).toEqual([guest.id]);
  } finally {
    await world.stop();
  }
});
