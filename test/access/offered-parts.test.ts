import { StaffRole } from "../../server/core/staff-roles.ts";
import { ProviderStatus } from "../../server/core/viewer.ts";
import { NameRequestStatus } from "../../server/members/name-request.status.ts";
import { ProgramStatus } from "../../server/programs/program.status.ts";
import { ConferenceWorld, csvSchedule } from "../conferences/conference-world.ts";
import { programIn } from "../programs/applications.ts";
import type { World } from "../support/world.ts";

// What a conference's parts, another name, an announcement, a choice of sessions, a comment, fees and invoices offer, in each of their states and
// to everybody who may see them, is what the server does, and nothing else. test/access/offered-actions has certificates, uploads and providers,
// test/programs/offered-actions programs and their offerings, test/persons/offered-actions members.

let conferences: ConferenceWorld;
let world: World;
let provider: ConferenceWorld["provider"];
let both: ConferenceWorld["staff"];
let viewers: Record<string, string | null>;
/** Whose tokens `viewers` has. */
const viewerNames = ["provider", "another provider", ...Object.values(StaffRole), "staff of the provider", "a member"];
beforeAll(async () => {
  conferences = await ConferenceWorld.start();
  ({ world, provider } = conferences);
  both = await world.staff();
  await world.actFor(provider.id, both.id);
  viewers = { provider: provider.token, "another provider": (await world.provider()).token };
  for (const role of Object.values(StaffRole)) viewers[role] = (await world.staff(role)).token;
  viewers["staff of the provider"] = both.token;
  await world.member({ email: "anybody@example.test" });
  viewers["a member"] = await world.signIn("anybody@example.test");
  expect(Object.keys(viewers)).toEqual(viewerNames);
});
afterAll(() => conferences.stop());

interface Cells<Action extends string> {
  actions: readonly Action[];
  offeredTo(token: string | null): Promise<readonly Action[]>;
  does(token: string | null, action: Action): Promise<boolean>;
  /** Puts everything back. */
  restore(): Promise<unknown>;
}

/** Asks each viewer what is offered, and tries everything. @returns what is not so, and what was offered to anybody */
async function compare<Action extends string>(
  { actions, offeredTo, does, restore }: Cells<Action>,
  who: Record<string, string | null> = viewers,
): Promise<{ wrong: string[]; offered: string[] }> {
  const wrong: string[] = [];
  const offered = new Set<string>();
  for (const [name, token] of Object.entries(who)) {
    const shown = await offeredTo(token);
    for (const action of actions) {
      const isOffered = shown.includes(action);
      if (isOffered) offered.add(action);
      const isDone = await does(token, action);
      if (isDone) await restore();
      if (isDone !== isOffered)
        wrong.push(`${name}: ${action} is ${isDone ? "possible, not offered" : "offered, refused"}`);
    }
  }
  return { wrong, offered: [...offered].sort() };
}

const succeeds = async (token: string | null, document: string, variables: Record<string, unknown>): Promise<boolean> =>
  (await world.graphql(token, document, variables)).errors.length === 0;

/** Rows as they are, to be put back in this order. */
async function keep(tables: readonly [name: string, where: string][], id: string): Promise<() => Promise<void>> {
  const kept: [string, unknown[]][] = [];
  for (const [table, where] of tables) {
    const rows = await world.sql(`SELECT to_jsonb(t) AS row FROM ${table} t WHERE ${where}`, [id]);
    kept.push([table, rows.map(({ row }) => row)]);
  }
  return async () => {
    for (const [table, where] of tables.toReversed()) await world.sql(`DELETE FROM ${table} t WHERE ${where}`, [id]);
    for (const [table, rows] of kept)
      await world.sql(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(null::${table}, $1)`, [
        JSON.stringify(rows),
      ]);
  };
}

const ofSession = "t.session_id IN (SELECT id FROM session WHERE program_id = $1)";
const partsOfConference: [string, string][] = [
  ["session", "t.program_id = $1"],
  ["session_instructor", ofSession],
  ["session_proposal", ofSession],
  ["registration", "t.program_id = $1"],
];

const parts = {
  ADD_SESSION: `mutation ($program: ID!) { createSession(programId: $program, input: {
    title: "Another", startsAt: "2026-04-10T19:00:00Z", endsAt: "2026-04-10T20:00:00Z" }) { id } }`,
  ADD_REGISTRATION: `mutation ($program: ID!) {
    saveRegistration(programId: $program, input: { email: "new@example.test", registrationType: "Full" }) { id } }`,
  EDIT: 'mutation ($talk: ID!, $version: Int!) { updateSession(id: $talk, version: $version, input: { eligible: false }, reason: "Asked.", propose: true) { id } }',
  REMOVE: "mutation ($talk: ID!) { removeSession(id: $talk, propose: true) }",
  LINK_SPEAKER: 'mutation ($talk: ID!, $member: ID!) { linkSpeaker(id: $talk, speaker: "Bo Li", memberId: $member) }',
  "LINK_SPEAKER of a recording":
    'mutation ($recording: ID!, $member: ID!) { linkSpeaker(id: $recording, speaker: "Bo Li", memberId: $member) }',
  UNLINK: "mutation ($talk: ID!, $ada: ID!) { unlinkSpeaker(id: $talk, memberId: $ada) }",
  "UNLINK of staff's": "mutation ($talk: ID!, $cy: ID!) { unlinkSpeaker(id: $talk, memberId: $cy) }",
  ACCEPT:
    "mutation ($proposal: ID!, $version: Int!) { decideSessionProposal(id: $proposal, version: $version, accept: true) }",
  REFUSE:
    'mutation ($proposal: ID!, $version: Int!) { decideSessionProposal(id: $proposal, version: $version, accept: false, reason: "No.") }',
  "EDIT of a registration": `mutation ($registration: ID!) {
    updateRegistration(id: $registration, version: 1, input: { email: "ada@example.test", registrationType: "Day" }) { id } }`,
  "REMOVE of a registration": "mutation ($registration: ID!) { removeRegistration(id: $registration) }",
} as const;
type Part = keyof typeof parts;
const everyPart = Object.keys(parts) as Part[];

const shownParts = `query ($program: ID!) {
  program(id: $program) { conferenceActions }
  sessions(programId: $program, first: 10) { nodes {
    title availableActions instructors { speaker availableActions } proposal { availableActions } } }
  registrations(programId: $program) { nodes { availableActions } } }`;

/** What the API shows of it, under the names of `parts`. */
async function offeredParts(token: string | null, program: string): Promise<Part[]> {
  const { data } = await world.graphql(token, shownParts, { program });
  const named = (title: string) =>
    data?.sessions?.nodes.find((session: { title: string }) => session.title === title) ?? null;
  const [talk, recording] = [named("Talk"), named("Recording")];
  const linked = (speaker: string): string[] =>
    talk?.instructors.find((each: { speaker: string }) => each.speaker === speaker)?.availableActions ?? [];
  const of = (actions: string[], what: string): string[] => actions.map((action) => `${action} of ${what}`);
  return [
    ...(data?.program?.conferenceActions ?? []),
    ...(talk?.availableActions ?? []),
    ...of(recording?.availableActions ?? [], "a recording"),
    ...linked("Ada"),
    ...of(linked("Cy"), "staff's"),
    ...(talk?.proposal?.availableActions ?? []),
    ...of(data?.registrations?.nodes[0]?.availableActions ?? [], "a registration"),
  ];
}

const conferenceStates: [ProgramStatus, ProviderStatus, proposal: string][] = [
  ...Object.values(ProgramStatus).map((status): [ProgramStatus, ProviderStatus, string] => [
    status,
    ProviderStatus.ACTIVE,
    "WAITING",
  ]),
  [ProgramStatus.IN_REVIEW, ProviderStatus.SUSPENDED, "WAITING"],
  [ProgramStatus.APPROVED, ProviderStatus.SUSPENDED, "WAITING"],
  [ProgramStatus.APPROVED, ProviderStatus.ACTIVE, "REFUSED"],
];

describe(`sessions, speakers, proposals and registrations, ${conferenceStates.length * viewerNames.length * everyPart.length} cells`, () => {
  let ids: Record<string, string>;
  let restore: () => Promise<void>;
  beforeAll(async () => {
    const program = await conferences.conference({ startsOn: "2026-04-10", endsOn: "2026-04-10" });
    await conferences.imported(
      program,
      csvSchedule("1,Talk,4/10/2026,09:00,10:00,No,Ada; Bo Li; Cy,", "2,Recording,4/10/2026,11:00,12:00,Yes,Bo Li,"),
    );
    await conferences.register(program, "ada@example.test,Full,,,");
    const [talk, recording] = await Promise.all(
      ["Talk", "Recording"].map((title) => conferences.session(program, title)),
    );
    await conferences.update([recording!.id], { recordingOfId: talk!.id });
    const [ada, cy, member] = await Promise.all([world.member(), world.member(), world.member()]);
    const link =
      "mutation ($id: ID!, $speaker: String!, $member: ID!) { linkSpeaker(id: $id, speaker: $speaker, memberId: $member) }";
    await world.ok(provider.token, link, { id: talk!.id, speaker: "Ada", member: ada!.id });
    await world.ok(conferences.staff.token, link, { id: talk!.id, speaker: "Cy", member: cy!.id });
    await world.ok(provider.token, parts.EDIT, { talk: talk!.id, version: talk!.version });
    const [{ proposal }] = await world.sql("SELECT id AS proposal FROM session_proposal WHERE session_id = $1", [
      talk!.id,
    ]);
    const [{ registration }] = await world.sql("SELECT id AS registration FROM registration WHERE program_id = $1", [
      program,
    ]);
    ids = {
      ...{ program, talk: talk!.id, recording: recording!.id, ada: ada!.id, cy: cy!.id, member: member!.id },
      ...{ proposal, registration },
    };
    restore = await keep(partsOfConference, program);
  });

  test.each(conferenceStates)(
    "of a conference that is %s, of a provider that is %s, its proposal %s",
    async (status, standing, state) => {
      await world.putInState("program", "UPDATE program SET status = $2 WHERE id = $1", [ids.program, status]);
      await world.putInState("provider", "UPDATE provider SET status = $2 WHERE id = $1", [provider.id, standing]);
      await restore();
      if (state === "REFUSED")
        await world.sql(
          "UPDATE session_proposal SET status = 'REFUSED', decision = 'No.', decided_at = now() WHERE id = $1",
          [ids.proposal],
        );
      const again = await keep(partsOfConference, ids.program!);
      const { version } = await conferences.session(ids.program!, "Talk");
      const { wrong, offered } = await compare<Part>({
        actions: everyPart,
        offeredTo: async (token) => {
          const shown = await offeredParts(token, ids.program!);
          return shown.filter((part) => everyPart.includes(part));
        },
        does: (token, part) => succeeds(token, parts[part], { ...ids, version }),
        restore: again,
      });
      await world.putInState("provider", "UPDATE provider SET status = 'ACTIVE' WHERE id = $1", [provider.id]);
      expect(wrong).toEqual([]);
      const isOver = ["DENIED", "WITHDRAWN", "CANCELLED"].includes(status);
      expect(offered).toEqual(
        isOver
          ? []
          : everyPart
              .filter(
                (part) =>
                  part !== "LINK_SPEAKER of a recording" && (state === "WAITING" || !/ACCEPT|REFUSE/.test(part)),
              )
              .sort(),
      );
    },
  );

  test("of a program that is no conference nothing is", async () => {
    const lecture = await programIn(world, conferences, "APPROVED");
    const { wrong, offered } = await compare<Part>({
      actions: ["ADD_SESSION", "ADD_REGISTRATION"],
      offeredTo: async (token) =>
        (await world.graphql(token, "query ($id: ID!) { program(id: $id) { conferenceActions } }", { id: lecture.id }))
          .data?.program?.conferenceActions ?? [],
      does: (token, part) => succeeds(token, parts[part], { program: lecture.id }),
      restore: () => Promise.resolve(),
    });
    expect([wrong, offered]).toEqual([[], []]);
  });
});

const nameActions = ["APPROVE", "REFUSE", "WITHDRAW"] as const;
const nameStates = Object.values(NameRequestStatus);

describe(`another name, ${nameStates.length * (viewerNames.length + 2) * nameActions.length} cells`, () => {
  const documents = {
    APPROVE: "mutation ($id: ID!) { decideNameChange(id: $id, approve: true) { id } }",
    REFUSE: 'mutation ($id: ID!) { decideNameChange(id: $id, approve: false, decision: "No.") { id } }',
    WITHDRAW: "mutation ($id: ID!) { withdrawNameChange(id: $id) { id } }",
  };
  const shown = `query ($id: ID!) { member(id: $id) { nameRequests { id availableActions } } }`;

  test.each(nameStates)("of a request that is %s", async (status) => {
    // A registrar who is a member asks for themselves as well: nobody decides about their own.
    const registrar = await world.staff(StaffRole.REGISTRAR);
    const own = await world.member({ accountId: registrar.id, firstName: "Reg", lastName: "Istrar" });
    const email = `name-${status.toLowerCase()}@example.test`;
    const person = await world.member({ email, firstName: "Ada", lastName: "Byron" });
    const personal = await world.signIn(email);
    for (const [{ id: memberId }, who] of [
      [own, { "the registrar's own": registrar.token }],
      [person, { ...viewers, "the member": personal }],
    ] as const) {
      const [{ id }] = await world.sql(
        `INSERT INTO name_request (member_id, source, first_name, last_name, created_at, status, decided_at)
         VALUES ($1, 'MEMBER', 'Ada', 'King', now(), $2, CASE WHEN $2 <> 'REQUESTED' THEN now() END) RETURNING id`,
        [memberId, status],
      );
      const again = await keep(
        [
          ["former_name", "t.member_id = $1"],
          ["name_request", "t.member_id = $1"],
        ],
        memberId,
      );
      const [name] = await world.sql("SELECT first_name, last_name FROM member WHERE id = $1", [memberId]);
      const { wrong, offered } = await compare(
        {
          actions: nameActions,
          offeredTo: async (token) =>
            (await world.graphql(token, shown, { id: memberId })).data?.member?.nameRequests[0]?.availableActions ?? [],
          does: (token, action) => succeeds(token, documents[action], { id }),
          restore: async () => {
            await again();
            await world.sql(
              `UPDATE member SET (first_name, last_name, first_name_key, last_name_key) =
                 ($2, $3, lower($2), lower($3)) WHERE id = $1`,
              [memberId, name.first_name, name.last_name],
            );
          },
        },
        who,
      );
      const all = memberId === own.id ? ["WITHDRAW"] : ["APPROVE", "REFUSE", "WITHDRAW"];
      expect({ wrong, offered }).toEqual({ wrong: [], offered: status === "REQUESTED" ? all : [] });
    }
  });
});

const announcementActions = ["PROPOSE", "SEND", "STOP", "DECLINE"] as const;
const announcementStates = [null, "PROPOSED", "DECLINED", "SENDING", "STOPPED", "SENT"];
const announced = [ProgramStatus.IN_REVIEW, ProgramStatus.APPROVED, ProgramStatus.CANCELLED];

describe(`an announcement, ${announced.length * announcementStates.length * viewerNames.length * announcementActions.length} cells`, () => {
  const documents = {
    PROPOSE: `mutation ($id: ID!) { proposeAnnouncement(programId: $id, input: { subject: "Save the date", text: "Come." }) { id } }`,
    SEND: "mutation ($id: ID!) { sendAnnouncement(programId: $id) { id } }",
    STOP: "mutation ($id: ID!) { stopAnnouncement(programId: $id) { id } }",
    DECLINE: 'mutation ($id: ID!) { declineAnnouncement(programId: $id, reason: "No.") { id } }',
  };

  test.each(announced)("of a program that is %s", async (status) => {
    const { id } = await programIn(world, conferences, "APPROVED");
    await world.putInState("program", "UPDATE program SET status = $2 WHERE id = $1", [id, status]);
    for (const state of announcementStates) {
      await world.sql("DELETE FROM announcement WHERE program_id = $1", [id]);
      if (state)
        await world.sql(
          "INSERT INTO announcement (program_id, status, subject, text, created_at) VALUES ($1, $2, 'Come', 'Do.', now())",
          [id, state],
        );
      const { wrong } = await compare({
        actions: announcementActions,
        offeredTo: async (token) =>
          (await world.graphql(token, "query ($id: ID!) { program(id: $id) { announcementActions } }", { id })).data
            ?.program?.announcementActions ?? [],
        does: (token, action) => succeeds(token, documents[action], { id }),
        restore: await keep([["announcement", "t.program_id = $1"]], id),
      });
      expect([state, wrong]).toEqual([state, []]);
    }
  });
});

const claimScenes = ["open", "over", "reported by its provider", "of a member who is not active"] as const;
const claimActions = ["CLAIM", "UNCLAIM"] as const;

describe(`a choice of sessions, ${claimScenes.length * 2 * (viewerNames.length + 1) * claimActions.length} cells`, () => {
  test.each(claimScenes)("while it is %s", async (scene) => {
    const program = await conferences.conference({ startsOn: "2026-02-10", endsOn: "2026-02-10" }, `Claims ${scene}`);
    await conferences.imported(
      program,
      csvSchedule("1,One,2/10/2026,09:00,10:00,No,Ada,", "2,Two,2/10/2026,11:00,12:00,No,Bo,"),
    );
    const address = `claims-${claimScenes.indexOf(scene)}@example.test`;
    await conferences.register(program, `${address},Full,,,`);
    const { token: own, id: memberId } = await conferences.attendee([address]);
    const [one, two] = await Promise.all(["One", "Two"].map((title) => conferences.session(program, title)));
    const [{ days }] = await world.sql(
      "SELECT value AS days FROM policy WHERE name = 'CLAIM_DAYS' ORDER BY starts_on DESC LIMIT 1",
    );
    if (scene === "over") await world.sql("UPDATE policy SET value = 10 WHERE name = 'CLAIM_DAYS'");
    if (scene === "of a member who is not active")
      await world.sql("UPDATE member SET active = false WHERE id = $1", [memberId]);
    if (scene === "reported by its provider")
      await world.sql(
        `INSERT INTO attendance_record (member_id, program_id, offering_id, completed_on, credits, source, recorded_at)
         SELECT $2, o.program_id, o.id, o.starts_on, 1, 'ENTRY', now() FROM offering o WHERE o.program_id = $1`,
        [program, memberId],
      );
    for (const isChosen of [false, true]) {
      if (isChosen)
        await world.sql("UPDATE registration SET member_id = $1 WHERE program_id = $2", [memberId, program]);
      if (isChosen)
        await world.sql(
          `INSERT INTO session_claim (member_id, session_id, attended_on, claimed_at, registration_id)
           SELECT $1, $2, '2026-02-10', now(), id FROM registration WHERE program_id = $3`,
          [memberId, one!.id, program],
        );
      const { wrong, offered } = await compare(
        {
          actions: claimActions,
          offeredTo: async (token) =>
            (
              await world.graphql(token, "query ($id: ID!) { conference(id: $id) { availableActions } }", {
                id: program,
              })
            ).data?.conference?.availableActions ?? [],
          does: async (token, action) => {
            const document =
              action === "CLAIM"
                ? "mutation ($id: ID!) { done: claimSession(sessionId: $id) { attendedOn } }"
                : "mutation ($id: ID!) { done: unclaimSession(sessionId: $id) }";
            const { data } = await world.graphql(token, document, { id: action === "CLAIM" ? two!.id : one!.id });
            return Boolean(data?.done);
          },
          restore: await keep([["session_claim", ofSession]], program),
        },
        { ...viewers, "who is registered": own },
      );
      const may = scene === "of a member who is not active" ? [] : isChosen ? ["CLAIM", "UNCLAIM"] : ["CLAIM"];
      const open = scene === "open" ? may : may.filter((action) => action !== "CLAIM");
      expect({ wrong, offered }).toEqual({ wrong: [], offered: open });
    }
    await world.sql("UPDATE policy SET value = $1 WHERE name = 'CLAIM_DAYS'", [days]);
  });
});

const feeActions = ["RECORD_PAYMENT", "WAIVE", "REFUND", "USE_PROMOTION", "INVOICE"] as const;
const feeStates = ["nothing", "due", "due and invoiced", "paid in part", "paid", "waived"] as const;
const invoiceActions = ["RECORD_PAYMENT", "SPEND_CREDIT", "CREDIT"] as const;
const invoiceStates = ["open", "open beside credit", "paid", "taken back"] as const;
const feeCells = feeStates.length * viewerNames.length * feeActions.length;
const invoiceCells = (invoiceStates.length * invoiceActions.length - 2) * viewerNames.length;

describe(`fees and invoices, ${feeCells + invoiceCells} cells`, () => {
  const documents = {
    RECORD_PAYMENT:
      'mutation ($id: ID!) { recordFeePayment(programId: $id, amount: 100, reference: "Check 17") { id } }',
    WAIVE: 'mutation ($id: ID!) { waiveFee(programId: $id, reason: "Kind.") { id } }',
    REFUND: 'mutation ($id: ID!) { refundFee(programId: $id, amount: 100, reason: "Asked.") { id } }',
    USE_PROMOTION: 'mutation ($id: ID!) { applyPromotionCode(programId: $id, code: "EARLY") { id } }',
    INVOICE: "mutation ($id: ID!) { issueInvoice(programIds: [$id]) { id } }",
  };
  const ofInvoice = {
    RECORD_PAYMENT: 'mutation ($id: ID!) { recordInvoicePayment(id: $id, amount: 100, reference: "Check 17") { id } }',
    SPEND_CREDIT: "mutation ($id: ID!) { spendCredit(id: $id) { id } }",
    CREDIT: 'mutation ($id: ID!) { creditInvoice(id: $id, amount: 100, reason: "Asked.") { id } }',
  };
  const keeper = () => viewers[StaffRole.FINANCE]!;
  const payWhole = (id: string) =>
    world.ok(
      keeper(),
      'mutation ($id: ID!) { recordFeePayment(programId: $id, amount: 5000, reference: "Check 18") { id } }',
      { id },
    );
  const invoiceOf = async (id: string): Promise<string> =>
    (await world.ok(keeper(), documents.INVOICE, { id })).issueInvoice.id;
  /** The ledger is never changed: whatever is done to one is tried on another afterwards. */
  const charged = async (): Promise<string> => {
    const { id } = await programIn(world, { provider: payer, staff: conferences.staff }, "SUBMITTED");
    await world.runJobs();
    return id;
  };
  let payer: typeof provider;
  beforeEach(async () => {
    payer = await world.provider();
    viewers = { ...viewers, provider: payer.token };
    await world.actFor(payer.id, both.id);
  });
  beforeAll(async () => {
    await world.sql(
      `INSERT INTO fee_policy (starts_on, currency, filing_fee, filing_fee_per_attendee, filing_fee_per_credit, late_fee, application_fee,
         holds_certificates, waives_open_fees, created_at, how_to_pay) VALUES ('2020-01-01', 'USD', 0, 0, 0, 0, 5000, false, false, '2020-01-01', 'By check.')`,
    );
    await world.sql(
      `INSERT INTO fee_promotion (code, name, fee, rate, starts_on, ends_on, created_at) VALUES ('EARLY', 'Early', 'FILING', 0, '2020-01-01', '2030-01-01', now())`,
    );
  });

  test.each(feeStates)("of a program with fees of which %s", async (state) => {
    const inState = async (): Promise<string> => {
      if (state === "nothing")
        return (await programIn(world, { provider: payer, staff: conferences.staff }, "DRAFT")).id;
      const id = await charged();
      if (state === "due and invoiced") await invoiceOf(id);
      if (state === "paid in part") await world.ok(keeper(), documents.RECORD_PAYMENT, { id });
      if (state === "paid") await payWhole(id);
      if (state === "waived") await world.ok(keeper(), documents.WAIVE, { id });
      return id;
    };
    let id = await inState();
    const { wrong } = await compare({
      actions: feeActions,
      offeredTo: async (token) =>
        (await world.graphql(token, "query ($id: ID!) { program(id: $id) { fees { availableActions } } }", { id })).data
          ?.program?.fees?.availableActions ?? [],
      does: (token, action) => succeeds(token, documents[action], { id }),
      restore: async () => {
        id = await inState();
      },
    });
    expect(wrong).toEqual([]);
  });

  test.each(invoiceStates)("of an invoice that is %s", async (state) => {
    const inState = async (): Promise<string> => {
      const id = await invoiceOf(await charged());
      if (state === "paid")
        await world.ok(
          keeper(),
          'mutation ($id: ID!) { recordInvoicePayment(id: $id, amount: 5000, reference: "Check 19") { id } }',
          { id },
        );
      if (state === "taken back")
        await world.ok(
          keeper(),
          'mutation ($id: ID!) { creditInvoice(id: $id, amount: 5000, reason: "Asked.") { id } }',
          { id },
        );
      if (state === "open beside credit") {
        const other = await invoiceOf(await charged());
        await world.ok(
          keeper(),
          'mutation ($id: ID!) { recordInvoicePayment(id: $id, amount: 9000, reference: "Check 20") { id } }',
          { id: other },
        );
      }
      return id;
    };
    let id = await inState();
    const { wrong } = await compare({
      // Money that comes in though nothing is due is recorded as credit: it is taken, and not asked for.
      actions: invoiceActions.filter((action) => action !== "RECORD_PAYMENT" || state.startsWith("open")),
      offeredTo: async (token) =>
        (
          await world.graphql(token, "query ($id: ID!) { nodes(ids: [$id]) { ... on Invoice { availableActions } } }", {
            id,
          })
        ).data?.nodes?.[0]?.availableActions ?? [],
      does: (token, action) => succeeds(token, ofInvoice[action], { id }),
      restore: async () => {
        id = await inState();
      },
    });
    expect(wrong).toEqual([]);
  });
});
