import fc from "fast-check";
import { closeUnreportedJob } from "../../server/attendance/close-unreported.job.ts";
import { completeConferencesJob } from "../../server/conferences/complete-conferences.job.ts";
import { localDay } from "../../server/core/local-day.ts";
import { endRetentionJob } from "../../server/persons/end-retention.job.ts";
import { startAwaitingAttendanceJob } from "../../server/programs/start-awaiting-attendance.job.ts";
import { csv, uploadDocument } from "../attendance/roster-world.ts";
import { ConferenceWorld, csvSchedule, documents } from "../conferences/conference-world.ts";
import { mergeDocuments } from "../persons/merging.ts";
import { offering, operations, programIn } from "../programs/applications.ts";
import { contradictions, holds, readTables, transcriptSums } from "./award-answer.ts";

let conference: ConferenceWorld;
beforeAll(async () => {
  conference = await ConferenceWorld.start();
});
afterAll(() => conference.stop());

const rows = [
  "a,Opening,2026-02-10,09:00,10:00,no,Ada; Ben",
  "b,Long,2026-02-10,09:30,11:30,no,",
  "c,Short,2026-02-10,12:00,12:07,no,",
  "d,Panel,2026-02-11,09:00,10:30,no,Ada; Ben",
  "e,Stream,2026-02-11,09:00,10:00,yes,Ada; Ben",
  "f,Closing,2026-02-11,11:00,12:30,no,",
];
const credits = fc.constantFrom("0.00", "0.10", "0.25", "1.00", "1.50", "2.00", "3.00", "3.25", "72.00");
/** What a row says of ethics, which is part of the credit beside it: of these some are too much, or no step. */
const ethicsOf: Record<string, string> = { "0.25": "0.50", "1.00": "0.50", "1.50": "0.25", "2.00": "0.30" };
const at = fc.nat(99);
/** Days of the offering that is attended on a day of one's own: of both years, and one that is none of its days. */
const watchedOn = fc.constantFrom("2025-12-31", "2026-01-01", "2026-02-20", "2026-03-02", "2026-09-01");
const datesOfSeries = ["2026-02-03", "2026-02-10", "2026-02-17"] as const;
const way = fc.constantFrom("file", "entry", "key");
/** A conference that is reported as a whole is not claimed any more, and what a provider may not do changes nothing: both are tried, but seldom. */
const seldomNot = fc.nat(7).map((n) => n > 0);
const seldom = seldomNot.map((is) => !is);
const mostlyFirst = fc.constantFrom(0, 0, 0, 1, 2, 3, 4);

/** What somebody does, by whatever way credit comes or is changed; `at` says to or with which of what there is. */
const steps = fc.oneof(
  fc.record({ does: fc.constant("claim" as const), who: fc.nat(1), at }),
  fc.record({ does: fc.constant("claim" as const), who: fc.nat(1), at }),
  fc.record({ does: fc.constant("claim" as const), who: fc.nat(1), at }),
  fc.record({ does: fc.constant("claim" as const), who: fc.nat(1), at }),
  fc.record({ does: fc.constant("claim" as const), who: fc.nat(1), at }),
  fc.record({ does: fc.constant("unclaim" as const), who: fc.nat(1), at }),
  fc.record({ does: fc.constant("generate" as const), who: fc.nat(1) }),
  fc.record({ does: fc.constant("generate" as const), who: fc.nat(1) }),
  fc.record({ does: fc.constant("generate" as const), who: fc.nat(1) }),
  fc.record({ does: fc.constant("generate" as const), who: fc.nat(1) }),
  fc.record({ does: fc.constant("generate" as const), who: fc.nat(1) }),
  fc.record({ does: fc.constant("add" as const), staff: seldomNot, hours: fc.constantFrom(1, 3, 24) }),
  fc.record({ does: fc.constant("set" as const), staff: seldomNot, at, credits: fc.option(credits) }),
  fc.record({ does: fc.constant("move" as const), staff: seldomNot, at, minutes: fc.constantFrom(7, 60, 300) }),
  fc.record({ does: fc.constant("allow" as const), staff: seldomNot, at, eligible: fc.boolean() }),
  fc.record({
    does: fc.constant("kinds" as const),
    staff: seldomNot,
    at,
    credits: fc.constantFrom("0.25", "0.50", "0.30", "5.00", null),
  }),
  fc.record({ does: fc.constant("import" as const), staff: seldomNot, hours: fc.constantFrom(1, 9) }),
  fc.record({ does: fc.constant("enter" as const), who: fc.nat(1), workshop: seldomNot, credits }),
  fc.record({ does: fc.constant("upload" as const), workshop: seldomNot, credits }),
  fc.record({ does: fc.constant("amend" as const), at, workshop: seldomNot, credits }),
  fc.record({ does: fc.constant("undo" as const), at }),
  fc.record({ does: fc.constant("revoke" as const), at }),
  fc.record({ does: fc.constant("reissue" as const), at }),
  fc.record({
    does: fc.constant("approve" as const),
    which: mostlyFirst,
    credits: fc.constantFrom("1.00", "2.00", "3.00", "6.00"),
    kinds: fc.array(
      fc.record({ kind: fc.constantFrom("ETHICS", "CNE"), credits: fc.constantFrom("0.00", "0.25", "0.50") }),
      {
        maxLength: 1,
      },
    ),
  }),
  fc.record({ does: fc.constant("watch" as const), who: fc.nat(1), on: watchedOn, way, credits }),
  fc.record({ does: fc.constant("watch" as const), who: fc.nat(1), on: watchedOn, way, credits }),
  fc.record({
    does: fc.constant("series" as const),
    who: fc.nat(1),
    dates: fc.subarray([...datesOfSeries], { minLength: 1 }),
    credits: fc.constantFrom("1.00", "1.50", "2.00"),
  }),
  fc.record({ does: fc.constant("kindDays" as const), ends: fc.boolean() }),
  fc.record({ does: fc.constant("repeats" as const), scope: fc.constantFrom("OFFERING", "PROGRAM", "YEAR", "CYCLE") }),
  fc.record({ does: fc.constant("nobody" as const), at }),
  fc.record({ does: fc.constant("claimFor" as const), who: fc.nat(1), at }),
  fc.record({ does: fc.constant("licence" as const), who: fc.nat(1) }),
  fc.record({ does: fc.constant("speak" as const), staff: fc.boolean(), who: fc.nat(1), at, before: seldom }),
  fc.record({ does: fc.constant("speak" as const), staff: fc.boolean(), who: fc.nat(1), at, before: seldom }),
  fc.record({
    does: fc.constant("propose" as const),
    at,
    change: fc.constantFrom(
      { eligible: false },
      { eligible: true },
      { virtual: true },
      { hours: 1 },
      { hours: 9 },
      { ethics: "0.25" },
      { ethics: "5.00" },
      { removed: true },
    ),
  }),
  fc.record({ does: fc.constant("decide" as const), staff: seldomNot, at, accept: fc.boolean(), stale: fc.nat(9) }),
  fc.record({ does: fc.constant("decide" as const), staff: seldomNot, at, accept: fc.boolean(), stale: fc.nat(9) }),
  fc.record({ does: fc.constant("unspeak" as const), staff: fc.boolean(), who: fc.nat(1), at }),
  fc.record({ does: fc.constant("correct" as const), which: mostlyFirst }),
  fc.record({ does: fc.constant("correct" as const), which: mostlyFirst }),
  fc.record({ does: fc.constant("double" as const), who: fc.nat(1), claims: fc.boolean(), at, credits }),
  fc.record({ does: fc.constant("merge" as const), who: fc.nat(1) }),
  fc.record({ does: fc.constant("repeat" as const), who: fc.nat(1), date: fc.nat(1), file: fc.boolean(), credits }),
  fc.record({ does: fc.constant("repeat" as const), who: fc.nat(1), date: fc.nat(1), file: fc.boolean(), credits }),
  fc.record({ does: fc.constant("clock" as const), hours: fc.constantFrom(1, 30, 100) }),
  fc.record({
    does: fc.constant("policy" as const),
    setting: fc.constantFrom(
      "reportingDays" as const,
      "closingDays" as const,
      "claimDays" as const,
      "retentionYears" as const,
    ),
    value: fc.constantFrom(1, 2, 30),
  }),
  fc.record({ does: fc.constant("extend" as const), at, days: fc.constantFrom(1, 20) }),
);

/** No statement of these finds anything, whatever was done. */
const broken = {
  "a certificate above what was approved": `SELECT c.number, c.credits FROM certificate c JOIN program p ON p.id = c.program_id
    WHERE c.credits <= 0 OR c.credits > (SELECT max((e.after ->> 'credits')::numeric) FROM audit_entry e
      WHERE e.subject_id = p.id AND e.at <= c.issued_at AND e.action IN ('program.approve', 'program.correct-credits'))`,
  "a certificate that is not the sum of its lines": `SELECT c.number FROM certificate c
    WHERE c.attendance_record_id IS NULL
      AND c.credits <> (SELECT sum(l.credits) FROM certificate_line l WHERE l.certificate_id = c.id)`,
  "a line or a record of nothing": `SELECT session_id FROM certificate_line WHERE credits <= 0
    UNION ALL SELECT id FROM attendance_record WHERE credits <= 0 AND reversed_at IS NULL`,
  "somebody who was merged and holds something": `SELECT m.id FROM member m WHERE m.merged_into_id IS NOT NULL AND (
    EXISTS (SELECT FROM attendance_record r WHERE r.member_id = m.id) OR EXISTS (SELECT FROM certificate c WHERE c.member_id = m.id))`,
  "attendance by an upload that counts, and nothing of it on record": `SELECT r.id FROM attendance_record r
    JOIN attendance_upload u ON u.id = r.upload_id
    WHERE r.yields_to_id IS NOT NULL AND u.status = 'PROCESSED' AND NOT EXISTS (
      SELECT FROM attendance_upload a WHERE a.amends_id = coalesce(u.amends_id, u.id) AND a.status = 'PROCESSED')
      AND NOT EXISTS (SELECT FROM attendance_record n WHERE n.member_id = r.member_id AND n.program_id = r.program_id
        AND (n.reversed_at IS NULL OR n.reversed_by_staff))`,
  "a valid certificate that says otherwise of a kind than what is on record": `SELECT c.number FROM certificate c
    WHERE c.status = 'ISSUED' AND (SELECT coalesce(jsonb_object_agg(x.kind_id, x.credits), '{}') FROM certificate_credit x
      WHERE x.certificate_id = c.id) <> (SELECT coalesce(jsonb_object_agg(y.kind_id, y.credits), '{}') FROM (
        SELECT x.kind_id, sum(x.credits) AS credits FROM attendance_credit x JOIN attendance_record r ON r.id = x.record_id
        WHERE r.reversed_at IS NULL AND CASE WHEN c.attendance_record_id IS NULL
          THEN r.member_id = c.member_id AND r.program_id = c.program_id AND r.session_id IS NOT NULL
          ELSE r.id = c.attendance_record_id END GROUP BY x.kind_id) y)`,
  "a part of a step": `SELECT r.id, r.credits FROM attendance_record r JOIN program p ON p.id = r.program_id
    JOIN credit_rule c ON c.id = p.credit_rule_id WHERE mod(r.credits, c.step) <> 0`,
  "an offering that is reported and closed at once": `SELECT id FROM offering WHERE reported_at IS NOT NULL AND closed_at IS NOT NULL`,
  "minutes that earn twice": `SELECT a.member_id FROM attendance_record a JOIN attendance_record b
      ON b.member_id = a.member_id AND b.id > a.id AND b.session_id IS NOT NULL
    JOIN session s ON s.id = a.session_id JOIN session t ON t.id = b.session_id
    WHERE a.reversed_at IS NULL AND b.reversed_at IS NULL AND a.recorded_at = b.recorded_at AND NOT s.virtual AND NOT t.virtual
      AND s.version = 1 AND t.version = 1 AND s.starts_at < t.ends_at AND t.starts_at < s.ends_at`,
  "a valid certificate whose credit is not on record": `SELECT c.number FROM certificate c
    WHERE c.status = 'ISSUED' AND c.credits <> (SELECT coalesce(sum(r.credits), 0) FROM attendance_record r
      WHERE r.reversed_at IS NULL AND CASE WHEN c.attendance_record_id IS NULL
        THEN r.member_id = c.member_id AND r.program_id = c.program_id AND r.session_id IS NOT NULL
        ELSE r.id = c.attendance_record_id END)`,
};

beforeEach(() => conference.world.setClock("2026-03-02T15:00:00Z"));

/** So many sequences: AWARD_RUNS=40, from AWARD_SEED on. */
const runs = Array.from(
  { length: Number(process.env.AWARD_RUNS ?? 2) },
  (_, n) => n + Number(process.env.AWARD_SEED ?? 1),
);

test.each(runs)("no sequence of steps awards what was not approved (%i)", async (seed) => {
  const { world, provider, staff } = conference;
  const days = { startsOn: "2026-02-10", endsOn: "2026-02-11", format: "HYBRID", url: "https://example.test/live" };
  const kindInput = (code: string, changes: object) => ({
    code: `${code}_${seed}`,
    name: `${code} ${seed}`,
    unit: `${code[0]}${seed}`,
    ruleCode: "CONTACT_HOUR_60",
    startsOn: "2025-01-01",
    position: seed + 1,
    ...changes,
  });
  const saveKind =
    "mutation ($id: ID, $version: Int, $input: CreditKindInput!) { saveCreditKind(id: $id, version: $version, input: $input) { id } }";
  await world.ok(staff.token, saveKind, { input: kindInput("ETHICS", { partOf: "CEC" }) });
  const { saveCreditKind: nursing } = await world.ok(staff.token, saveKind, {
    input: kindInput("CNE", { professions: ["RN"] }),
  });
  const { saveLicenceKind } = await world.ok(
    staff.token,
    "mutation ($input: LicenceKindInput!) { saveLicenceKind(input: $input) { id } }",
    { input: { code: `STATE_${seed}`, name: `State ${seed}`, asksProfession: true } },
  );
  const saveType =
    "mutation ($id: ID, $version: Int, $input: ProgramTypeInput!) { saveProgramType(id: $id, version: $version, input: $input) { id } }";
  const typeInput = (code: string, changes: object) => ({
    code: `${code}_${seed}`,
    name: code,
    position: 50 + seed,
    active: true,
    ...changes,
  });
  const taught = await world.ok(staff.token, saveType, {
    input: typeInput("TAUGHT", { form: "CONFERENCE", instructorMultiple: "2.00", instructorsFirstTimeOnly: true }),
  });
  const program = await programIn(world, conference, "APPROVED", {
    typeId: taught.saveProgramType.id,
    minutes: 360,
    requestedCredits: "6.00",
    offerings: [offering(days)],
    creditKinds: [
      { kind: `ETHICS_${seed}`, credits: "0.75" },
      { kind: `CNE_${seed}`, credits: "1.00" },
    ],
  });
  const workshop = await programIn(world, conference, "APPROVED", {
    offerings: [offering({ startsOn: "2026-02-10", endsOn: "2026-02-10" })],
    creditKinds: [{ kind: `ETHICS_${seed}`, credits: "0.50" }],
  });
  await conference.imported(program.id, csvSchedule(...rows));
  const long = (await conference.sessions(program.id)).filter(({ minutes }) => minutes >= 60);
  await conference.update(
    long.map(({ id }) => id),
    { creditKinds: [{ kind: `ETHICS_${seed}`, credits: "0.50" }, { kind: `CNE_${seed}` }] },
  );
  const yearly = await world.ok(staff.token, saveType, { input: typeInput("YEARLY", { repeats: "YEAR" }) });
  const ofForm = async (form: string, offerings: object[]) =>
    programIn(world, conference, "APPROVED", {
      typeId: (
        await world.ok(staff.token, saveType, {
          input: typeInput(form, { form, datesRequired: form === "SERIES" ? 2 : null }),
        })
      ).saveProgramType.id,
      offerings,
      creditKinds: [{ kind: `ETHICS_${seed}`, credits: "0.50" }],
    });
  const onDemand = await ofForm("ON_DEMAND", [
    offering({
      startsOn: "2025-12-01",
      endsOn: "2026-12-31",
      format: "VIRTUAL",
      place: "",
      url: "https://example.test/on-demand",
    }),
  ]);
  const series = await ofForm(
    "SERIES",
    datesOfSeries.map((date) => offering({ startsOn: date, endsOn: date })),
  );
  const dates = ["2026-02-10", "2026-02-12"] as const;
  const repeated = await programIn(world, conference, "APPROVED", {
    typeId: yearly.saveProgramType.id,
    offerings: dates.map((date) => offering({ startsOn: date, endsOn: date })),
  });
  const all = [program, workshop, repeated, onDemand, series];
  const ids = all.map(({ id }) => id);
  const { createApiKey } = await world.ok(
    provider.token,
    `mutation ($p: ID!) { createApiKey(name: "Partner", scopes: [ATTENDANCE_WRITE], providerId: $p) { key } }`,
    { p: provider.id },
  );
  const people: Awaited<ReturnType<ConferenceWorld["attendee"]>>[] = [];
  for (const name of ["ada", "ben"]) {
    const address = `${name}-${seed}@example.test`;
    people.push(await conference.attendee([address]));
    await conference.register(program.id, `${address},Full,,,no`);
  }
  for (const { id, title } of await conference.sessions(program.id))
    if (title === "Opening" || title === "Panel")
      await world.ok(
        provider.token,
        'mutation ($id: ID!, $memberId: ID!) { linkSpeaker(id: $id, speaker: "Ada", memberId: $memberId) }',
        { id, memberId: people[0]!.id },
      );
  const actor = (isStaff: boolean) => (isStaff ? staff : provider).token;
  const pick = async <T>(statement: string, n: number, values: unknown[] = []): Promise<T | undefined> => {
    const found = await world.sql(statement, values);
    return found[n % Math.max(found.length, 1)];
  };
  const session = (n: number) =>
    pick<{ id: string; startsAt: Date }>(
      `SELECT id, starts_at AS "startsAt" FROM session WHERE program_id = $1 AND removed_at IS NULL ORDER BY id`,
      n,
      [program.id],
    );
  const enter = "mutation ($input: EnterAttendanceInput!) { enterAttendance(input: $input) { id } }";
  /** One that can be claimed, but for every tenth, with its day where that has to be said. */
  const claimable = async (n: number) => {
    const found = await pick<{ id: string; virtual: boolean }>(
      "SELECT id, virtual FROM session WHERE program_id = $1 AND removed_at IS NULL AND (eligible AND credits > 0 OR $2) ORDER BY id",
      n,
      [program.id, n % 10 === 0],
    );
    return { sessionId: found?.id, attendedOn: found?.virtual ? "2026-02-12" : null };
  };
  const waiting: typeof people = [];
  let doubles = 0;
  const roster = (ofWorkshop: boolean, amount: string, whose = people) =>
    csv(
      whose.map(({ memberNumber, firstName, lastName }) => [
        (ofWorkshop ? workshop : program).number ?? "",
        memberNumber,
        firstName ?? "",
        lastName ?? "",
        "2/10/2026",
        amount,
        ofWorkshop ? (ethicsOf[amount] ?? "") : "",
      ]),
      ["Program ID", "Member ID", "First Name", "Last Name", "Completion Date", "CECs", `ETHICS_${seed}`],
    );
  const upload = (n: number) =>
    pick<{ id: string }>(
      "SELECT id FROM attendance_upload WHERE status = 'PROCESSED' AND amends_id IS NULL ORDER BY id",
      n,
    );
  const change = (id: string | undefined, isStaff: boolean, input: object) =>
    world.graphql(actor(isStaff), documents.updateSessions, { ids: [id], input, reason: "Because." });

  const carryOut = async (step: typeof steps extends fc.Arbitrary<infer S> ? S : never): Promise<unknown> => {
    switch (step.does) {
      case "claim":
        return world.graphql(people[step.who]!.token, documents.claim, await claimable(step.at));
      case "unclaim":
        return world.graphql(people[step.who]!.token, documents.unclaim, { sessionId: (await session(step.at))?.id });
      case "generate":
        return world.graphql(people[step.who]!.token, documents.generate, { conferenceId: program.id });
      case "add": {
        const startsAt = "2026-02-10T00:00:00-06:00";
        const endsAt = new Date(Date.parse(startsAt) + step.hours * 3_600_000).toISOString();
        return world.graphql(
          actor(step.staff),
          "mutation ($programId: ID!, $input: SessionInput!) { createSession(programId: $programId, input: $input) { id } }",
          { programId: program.id, input: { title: "Added", startsAt, endsAt } },
        );
      }
      case "set":
        return change((await session(step.at))?.id, step.staff, { credits: step.credits });
      case "kinds":
        return change((await session(step.at))?.id, step.staff, {
          creditKinds: [{ kind: `ETHICS_${seed}`, credits: step.credits }],
        });
      case "move": {
        const found = await session(step.at);
        if (!found) return;
        const endsAt = new Date(found.startsAt.getTime() + step.minutes * 60_000).toISOString();
        return change(found.id, step.staff, { endsAt });
      }
      case "allow":
        return change((await session(step.at))?.id, step.staff, { eligible: step.eligible });
      case "import": {
        const longer = `g,Extra,2026-02-11,13:00,${13 + step.hours}:00,no,`;
        return conference.importSchedule(program.id, csvSchedule(...rows, longer), false, actor(step.staff));
      }
      case "enter": {
        const { memberNumber, firstName, lastName } = people[step.who]!;
        const input = {
          programNumber: (step.workshop ? workshop : program).number,
          memberNumber,
          firstName,
          lastName,
          completionDate: "2026-02-10",
          credits: step.credits,
          ...(step.workshop &&
            ethicsOf[step.credits] && {
              creditKinds: [{ kind: `ETHICS_${seed}`, credits: ethicsOf[step.credits] }],
            }),
        };
        return world.graphql(provider.token, enter, { input });
      }
      case "upload":
        return world.upload(
          provider.token,
          uploadDocument,
          { providerId: provider.id },
          roster(step.workshop, step.credits),
        );
      case "amend":
        return world.upload(
          provider.token,
          `mutation ($id: ID!, $file: Upload!) {
            amendAttendanceUpload(id: $id, file: $file, reason: "Wrong.", preview: false) { id } }`,
          { id: (await upload(step.at))?.id ?? "none" },
          roster(step.workshop, step.credits),
        );
      case "undo":
        return world.graphql(
          provider.token,
          'mutation ($id: ID!) { undoAttendanceUpload(id: $id, reason: "Wrong.") { id } }',
          { id: (await upload(step.at))?.id ?? "none" },
        );
      case "reissue":
        return world.graphql(
          staff.token,
          'mutation ($id: ID!) { reissueCertificate(id: $id, reason: "Was there after all.") { id } }',
          {
            id:
              (
                await pick<{ id: string }>(
                  "SELECT id FROM certificate WHERE status = 'REVOKED' ORDER BY revoked_at DESC LIMIT 3",
                  step.at,
                )
              )?.id ?? "none",
          },
        );
      case "approve": {
        const { id } = all[step.which]!;
        const [{ version }] = await world.sql("SELECT version FROM program WHERE id = $1", [id]);
        return world.graphql(staff.token, operations.correctCredits, {
          id,
          version,
          credits: step.credits,
          reason: "Counted again.",
          creditKinds: step.kinds.map(({ kind, credits }) => ({
            kind: `${kind}_${seed}`,
            credits,
            approvalNumber: "",
          })),
        });
      }
      case "watch": {
        const { memberNumber, firstName, lastName } = people[step.who]!;
        const ethics = ethicsOf[step.credits];
        const token = step.way === "key" ? createApiKey.key : provider.token;
        if (step.way === "file")
          return world.upload(
            token,
            uploadDocument,
            { providerId: provider.id },
            csv(
              [
                [
                  onDemand.number ?? "",
                  memberNumber,
                  firstName ?? "",
                  lastName ?? "",
                  step.on,
                  step.credits,
                  ethics ?? "",
                ],
              ],
              ["Program ID", "Member ID", "First Name", "Last Name", "Completion Date", "CECs", `ETHICS_${seed}`],
            ),
          );
        return world.graphql(token, enter, {
          input: {
            programNumber: onDemand.number,
            memberNumber,
            firstName,
            lastName,
            completionDate: step.on,
            credits: step.credits,
            creditKinds: ethics ? [{ kind: `ETHICS_${seed}`, credits: ethics }] : [],
          },
        });
      }
      case "series": {
        const { memberNumber, firstName, lastName } = people[step.who]!;
        return world.upload(
          provider.token,
          uploadDocument,
          { providerId: provider.id },
          csv(
            step.dates.map((day) => [
              series.number ?? "",
              memberNumber,
              firstName ?? "",
              lastName ?? "",
              day,
              step.credits,
            ]),
            ["Program ID", "Member ID", "First Name", "Last Name", "Completion Date", "CECs"],
          ),
        );
      }
      case "kindDays": {
        const [{ version }] = await world.sql("SELECT version FROM credit_kind WHERE id = $1", [nursing.id]);
        return world.graphql(staff.token, saveKind, {
          id: nursing.id,
          version,
          input: kindInput("CNE", { professions: ["RN"], endsOn: step.ends ? "2026-02-10" : null }),
        });
      }
      case "repeats": {
        const { id } = yearly.saveProgramType;
        const [{ version }] = await world.sql("SELECT version FROM program_type WHERE id = $1", [id]);
        const cycle = step.scope === "CYCLE" ? { cycleYears: 2, cycleFrom: 2025 } : {};
        return world.graphql(staff.token, saveType, {
          id,
          version,
          input: typeInput("YEARLY", { repeats: step.scope, ...cycle }),
        });
      }
      case "nobody": {
        const found = await pick<{ id: string }>(
          "SELECT id FROM offering WHERE program_id = ANY($1::uuid[]) ORDER BY id",
          step.at,
          [ids],
        );
        return world.graphql(
          provider.token,
          "mutation ($id: ID!) { reportNobodyAttended(offeringId: $id) { id status } }",
          {
            id: found?.id,
          },
        );
      }
      case "claimFor":
        return world.graphql(
          staff.token,
          `mutation ($sessionId: ID!, $memberId: ID!) { claimSessionFor(sessionId: $sessionId, memberId: $memberId, reason: "Called.") { attendedOn } }`,
          { sessionId: (await claimable(step.at)).sessionId, memberId: people[step.who]!.id },
        );
      case "propose": {
        const found = await session(step.at);
        const { hours, ethics, removed, ...change } = step.change as {
          hours?: number;
          ethics?: string;
          removed?: boolean;
        };
        if (removed)
          return world.graphql(provider.token, "mutation ($id: ID!) { removeSession(id: $id, propose: true) }", {
            id: found?.id,
          });
        const endsAt = new Date((found?.startsAt.getTime() ?? 0) + (hours ?? 0) * 3_600_000).toISOString();
        return world.graphql(
          provider.token,
          'mutation ($id: ID!, $input: SessionInput!) { updateSession(id: $id, input: $input, reason: "It was so.", propose: true) { id } }',
          {
            id: found?.id,
            input: {
              ...change,
              ...(hours && { endsAt }),
              ...(ethics && { creditKinds: [{ kind: `ETHICS_${seed}`, credits: ethics }] }),
            },
          },
        );
      }
      case "decide": {
        const asked = await pick<{ id: string; version: number }>(
          `SELECT q.id, s.version FROM session_proposal q JOIN session s ON s.id = q.session_id
           WHERE q.status = 'WAITING' AND s.program_id = $1 ORDER BY q.id`,
          step.at,
          [program.id],
        );
        return world.graphql(
          actor(step.staff),
          'mutation ($id: ID!, $version: Int!, $accept: Boolean!) { decideSessionProposal(id: $id, version: $version, accept: $accept, reason: "Seen.") }',
          { id: asked?.id, version: (asked?.version ?? 0) + (step.stale === 0 ? 1 : 0), accept: step.accept },
        );
      }
      case "speak":
      case "unspeak": {
        const spoken = await pick<{ id: string }>(
          "SELECT id FROM session WHERE program_id = $1 AND removed_at IS NULL AND speakers <> '{}' ORDER BY id",
          step.at,
          [program.id],
        );
        const speaker = ["Ada", "Ben"][step.who];
        const given = { id: spoken?.id, memberId: people[step.who]!.id };
        if (step.does === "unspeak")
          return world.graphql(
            actor(step.staff),
            "mutation ($id: ID!, $memberId: ID!) { unlinkSpeaker(id: $id, memberId: $memberId) }",
            given,
          );
        return world.graphql(
          actor(step.staff),
          "mutation ($id: ID!, $speaker: String!, $memberId: ID!, $before: Boolean) { linkSpeaker(id: $id, speaker: $speaker, memberId: $memberId, givenBefore: $before) }",
          { ...given, speaker, before: step.before },
        );
      }
      case "licence":
        return world.graphql(
          staff.token,
          "mutation ($memberId: ID!, $input: LicenceInput!) { saveLicence(memberId: $memberId, input: $input) { id } }",
          {
            memberId: people[step.who]!.id,
            input: { kindId: saveLicenceKind.id, number: `${seed}-${step.who}`, profession: "RN" },
          },
        );
      case "correct": {
        const programId = all[step.which]!.id;
        await world.graphql(
          staff.token,
          'mutation ($programId: ID!) { correctCertificates(programId: $programId, reason: "Corrected.") }',
          { programId },
        );
        await world.runJobs();
        const { program: found } = await world.ok(
          staff.token,
          "query ($id: ID!) { program(id: $id) { outdatedCertificates { nodes { number correction { effect refusal } } } } }",
          { id: programId },
        );
        const left = found.outdatedCertificates.nodes.filter(
          ({ correction }: { correction: { effect: string; refusal: string | null } }) =>
            correction.effect !== "NONE" && correction.refusal === null,
        );
        return expect(left).toEqual([]);
      }
      case "double": {
        const address = `double-${seed}-${++doubles}@example.test`;
        const other = await conference.attendee([address]);
        await conference.register(program.id, `${address},Full,,,no`);
        waiting.push(other);
        if (step.claims) {
          await world.graphql(other.token, documents.claim, await claimable(step.at));
          return world.graphql(other.token, documents.generate, { conferenceId: program.id });
        }
        const [file] = [roster(step.at % 2 === 0, step.credits, [other])];
        return world.upload(provider.token, uploadDocument, { providerId: provider.id }, file);
      }
      case "merge": {
        const other = waiting.shift();
        if (!other) return;
        const keepId = people[step.who]!.id;
        const seen = await world.graphql(staff.token, mergeDocuments.preview, { keepId, mergeId: other.id });
        return world.graphql(staff.token, mergeDocuments.merge, {
          keepId,
          mergeId: other.id,
          fingerprint: seen.data?.mergePreview?.fingerprint ?? "",
          reason: "One person.",
        });
      }
      case "repeat": {
        const person = people[step.who]!;
        const { memberNumber, firstName, lastName } = person;
        const [completionDate] = [dates[step.date]!];
        const programNumber = repeated.number;
        if (step.file)
          return world.upload(
            provider.token,
            uploadDocument,
            { providerId: provider.id },
            csv(
              [[programNumber ?? "", memberNumber, firstName ?? "", lastName ?? "", completionDate, step.credits]],
              ["Program ID", "Member ID", "First Name", "Last Name", "Completion Date", "CECs"],
            ),
          );
        const input = { programNumber, memberNumber, firstName, lastName, completionDate, credits: step.credits };
        return world.graphql(provider.token, enter, { input });
      }
      case "clock":
        world.setClock(new Date(world.ctx.now().getTime() + step.hours * 3_600_000).toISOString());
        await startAwaitingAttendanceJob.run(world.ctx, {});
        await closeUnreportedJob.run(world.ctx, {});
        await completeConferencesJob.run(world.ctx, {});
        return endRetentionJob.run(world.ctx, {});
      case "policy": {
        const { settingsPage } = await world.ok(staff.token, "{ settingsPage { version } }");
        return world.graphql(
          staff.token,
          "mutation ($version: Int!, $input: SettingsInput!) { updateSettings(version: $version, input: $input) { version } }",
          { version: settingsPage.version, input: { [step.setting]: step.value } },
        );
      }
      case "extend": {
        const found = await pick<{ id: string }>(
          "SELECT id FROM offering WHERE program_id = ANY($1::uuid[]) ORDER BY id",
          step.at,
          [ids],
        );
        const until = new Date(world.ctx.now().getTime() + step.days * 86_400_000).toISOString().slice(0, 10);
        return world.graphql(staff.token, operations.extendReporting, {
          offeringId: found?.id,
          until,
          reason: "They asked.",
        });
      }
      case "revoke":
        return world.graphql(
          staff.token,
          'mutation ($id: ID!) { revokeCertificate(id: $id, reason: "Was not there.") { id } }',
          {
            id:
              (await pick<{ id: string }>("SELECT id FROM certificate WHERE status = 'ISSUED' ORDER BY id", step.at))
                ?.id ?? "none",
          },
        );
    }
  };
  /** Each person's transcript, whole and of one year, is the sum of what is on record, in every kind. */
  const transcripts = async () => {
    const tables = await readTables(world, ids);
    for (const person of people)
      for (const year of [undefined, 2025, 2026]) {
        const period = year ? { from: `${year}-01-01`, to: `${year}-12-31` } : {};
        const { transcript } = await world.ok(
          person.token,
          `query ($from: LocalDate, $to: LocalDate) { transcript(from: $from, to: $to) {
            lines { credits kinds { name credits } } totals { credits } kindTotals { name credits } } }`,
          period,
        );
        expect(transcriptSums(transcript)).toEqual(Array(2).fill(holds(tables, person.id, year)));
        if (!year) continue;
        const { members } = await world.ok(
          staff.token,
          "query ($number: String!) { members(filter: { memberNumber: $number }) { nodes { creditsByYear { year credits kinds { name credits } } } } }",
          { number: person.memberNumber },
        );
        const ofYear = members.nodes[0].creditsByYear.filter((each: { year: number }) => each.year === year);
        const [lines] = transcriptSums({ lines: ofYear, totals: [], kindTotals: [] });
        expect(lines).toEqual(holds(tables, person.id, year));
      }
  };
  const lineFields =
    "completedOn title sessionTitle programNumber providerName credits creditUnit certificateNumber kinds { name credits }";
  const ask = async (token: string, asOf: string | null) => {
    const { transcript } = await world.ok(
      token,
      `query ($asOf: LocalDate) { transcript(asOf: $asOf) {
        totals { creditUnit credits } lines { holds ${lineFields} } addedSince { ${lineFields} } } }`,
      { asOf },
    );
    return transcript;
  };
  const today = (later = 0) => localDay(new Date(world.ctx.now().getTime() + later), "America/Chicago");
  /** What each transcript said at the end of each day, by person: the second answer to what was known then. */
  const known = people.map(() => new Map<string, { lines: unknown[]; totals: unknown }>());
  const keepInMind = async () => {
    for (const [at, { token }] of people.entries()) {
      const { lines, totals } = await ask(token, null);
      expect(lines.every(({ holds: does }: { holds: boolean }) => does)).toBe(true);
      known[at]!.set(today(), { lines, totals });
    }
  };
  const rememberAll = async () => {
    for (const [at, { token }] of people.entries()) {
      const now = await ask(token, null);
      // A certificate may have been issued anew since.
      const same = (lines: Record<string, unknown>[]) =>
        lines.map(({ completedOn, programNumber, sessionTitle, credits: earned, kinds }) =>
          JSON.stringify([completedOn, programNumber, sessionTitle, earned, kinds]),
        );
      for (const [day, said] of known[at]!) {
        const { lines, totals, addedSince } = await ask(token, day);
        expect({ day, totals, lines: lines.map((line: object) => ({ ...line, holds: true })) }).toEqual({
          day,
          ...said,
        });
        const left = lines.filter(({ holds: does }: { holds: boolean }) => does);
        expect([...same(left), ...same(addedSince)].toSorted()).toEqual(same(now.lines).toSorted());
      }
    }
  };
  /** How much a sequence has come to, by the way in. */
  const reached = () =>
    world.sql(
      `SELECT source, session_id IS NOT NULL AS sessions, count(*)::int AS records, count(*) FILTER (WHERE as_instructor)::int AS "asInstructors", count(DISTINCT x.record_id)::int AS "withKinds",
         (SELECT count(*)::int FROM certificate c WHERE c.program_id = $1) AS "ofConference"
       FROM attendance_record r LEFT JOIN attendance_credit x ON x.record_id = r.id WHERE r.program_id = ANY($2::uuid[]) GROUP BY 1, 2`,
      [program.id, ids],
    );
  const done: unknown[] = [];
  for (const [n, step] of fc.sample(steps, { numRuns: 200, seed }).entries()) {
    const wait = 1_000 + (step.does === "clock" ? step.hours * 3_600_000 : 0);
    if (today(wait) !== today()) await keepInMind();
    // No two steps are at one instant, so that it can be told what is of this one.
    world.setClock(new Date(world.ctx.now().getTime() + 1_000).toISOString());
    const answer = (await carryOut(step)) as { errors?: { extensions: { code: string } }[] } | undefined;
    const codes = answer?.errors?.map(({ extensions }) => extensions.code);
    done.push({ ...step, codes });
    // Whose transcript it was is another person then: of two there were two.
    if (step.does === "merge") known[step.who]!.clear();
    await world.runJobs();
    // What the database alone refuses, no rule has.
    const found = codes?.includes("INTERNAL_ERROR") ? ["nobody says why this is refused"] : [];
    for (const [what, statement] of Object.entries(broken)) {
      const rows = await world.sql(statement);
      if (rows.length > 0) found.push(`${what}: ${JSON.stringify(rows)}`);
    }
    found.push(...contradictions(await readTables(world, ids), world.ctx.now()));
    if (found.length > 0)
      throw new Error(`${found.join("\n")}\nafter ${done.map((each) => JSON.stringify(each)).join("\n")}`);
    if (n % 20 === 19) await transcripts();
  }
  await rememberAll();
  // Something was awarded all the same, each way.
  if (process.env.AWARD_RUNS) process.stdout.write(`${seed}: ${JSON.stringify(await reached())}\n`);
  const [{ sources }] = await world.sql(
    "SELECT count(DISTINCT source)::int AS sources FROM attendance_record WHERE program_id = ANY($1::uuid[])",
    [ids],
  );
  expect(sources).toBeGreaterThan(1);
});
