import { type GraphQLObjectType, getNamedType, isInputObjectType, isObjectType } from "graphql";
import { ConferenceWorld } from "../conferences/conference-world.ts";
import { programIn } from "../programs/applications.ts";
import { inputType, schema, valueFor } from "../support/input-values.ts";

// Whatever somebody may send is kept: a field of an input that an operation throws away would be noticed by nobody. What there is to send is read
// from the schema; a new field is tried here without being named, and one that needs a value of its own fails until it has one.

type Values = Record<string, unknown>;

/** The name as certificates show it. */
const printedName: [string, (answer: Values) => unknown] = ["name", ({ name }) => name];

interface Kept {
  input: string;
  /** The operation, who sends it, and what it takes beside `input`. */
  operation: string;
  token: () => string | null;
  also?: (turn: number) => Values | Promise<Values>;
  /** Values of fields that cannot hold just anything. */
  values?: (turn: number) => Values | Promise<Values>;
  /** Fields that nothing shows, with the reason. */
  unseen?: Record<string, string>;
  /** How a field is asked for that is not shown under its own name, and where its value stands then. */
  readAs?: Record<string, [selection: string, value: (answer: Values) => unknown]>;
  /** Where to read what was kept, if the operation does not answer with it: of the answer's ID. */
  read?: (answer: { id: string }, selection: string, turn: number) => Promise<Values>;
}

let c: ConferenceWorld;
let conferenceId: string;
let lectureId: string;
let memberToken: string;
let memberId: string;
const staff = (): string => c.staff.token;
const sql = (text: string, values: unknown[] = []): Promise<{ [column: string]: string }[]> =>
  c.world.sql(text, values);
const oneOf = async (text: string, values: unknown[] = []): Promise<string> => (await sql(text, values))[0]?.one ?? "";

beforeAll(async () => {
  c = await ConferenceWorld.start();
  conferenceId = await c.conference({ startsOn: "2026-05-01", endsOn: "2026-05-08" });
  lectureId = (await programIn(c.world, c, "APPROVED")).id;
  const attendee = await c.attendee(["ann@example.test"]);
  [memberId, memberToken] = [attendee.id, attendee.token];
});
afterAll(() => c.stop());

/** A kind that asks for everything that a licence can say, each made once. */
async function kindOfLicence(turn: number): Promise<string> {
  const input = {
    code: `BOARD_${turn}`,
    name: `Board ${turn}`,
    asksJurisdiction: true,
    asksProfession: true,
    asksExpiry: true,
  };
  const save = "mutation ($input: LicenceKindInput!) { saveLicenceKind(input: $input) { id } }";
  return (await c.world.ok(staff(), save, { input })).saveLicenceKind.id;
}

const waitingOf = (requests: Values[]): Values | undefined => requests.find(({ status }) => status === "REQUESTED");

/** What of a session cannot hold just anything. */
const ofSession: Pick<Kept, "values" | "unseen"> = {
  values: async (turn) => ({
    startsAt: `2026-05-0${turn + 2}T15:00:00.000Z`,
    endsAt: `2026-05-0${turn + 2}T17:00:00.000Z`,
    virtual: turn === 1,
    releasedOn: turn === 1 ? "2026-05-04" : null,
    recordingOfId: turn === 1 ? await oneOf("SELECT id AS one FROM session ORDER BY id LIMIT 1") : null,
    creditKinds: [],
  }),
  unseen: { creditKinds: "of kinds that its conference is approved for; test/claims/claim-kinds" },
};

const kept: Kept[] = [
  {
    input: "CreditRuleInput",
    operation: "addCreditRule",
    token: staff,
    values: (turn) => ({
      code: `RULE_${turn}`,
      firstUnitWhole: turn === 1,
      minimumCredits: "0.50",
      step: turn === 1 ? "0.50" : "0.25",
    }),
  },
  {
    input: "CreditKindInput",
    operation: "saveCreditKind",
    token: staff,
    values: async (turn) => ({
      code: `ETHICS_${turn}`,
      ruleCode: ["CONTACT_HOUR_60", "AEU"][turn],
      unit: `E${turn}`,
      partOf: (await sql("SELECT code AS one FROM credit_kind ORDER BY position LIMIT 1"))[0]?.one,
      startsOn: `2026-05-0${turn + 1}`,
      endsOn: `2027-05-0${turn + 1}`,
    }),
    readAs: { partOf: ["partOf { code }", ({ partOf }) => (partOf as { code: string }).code] },
  },
  {
    input: "RenewalRequirementInput",
    operation: "saveRenewalRequirement",
    token: staff,
    // After the kinds of credit above.
    values: async (turn) => ({
      code: `RENEWAL_${turn}`,
      sourceUrl: `https://board.example/${turn}`,
      kind: `ETHICS_${turn}`,
      licenceKindId: await kindOfLicence(turn + 7),
      parts: [{ kind: `ETHICS_${turn}`, minimum: "1.00", maximum: turn === 0 ? null : "2.00" }],
    }),
    readAs: {
      kind: ["kind { code }", ({ kind }) => (kind as { code: string }).code],
      parts: [
        "parts { kind { code } minimum maximum }",
        ({ parts }) => (parts as { kind: { code: string } }[]).map((part) => ({ ...part, kind: part.kind.code })),
      ],
    },
  },
  {
    input: "LicenceKindInput",
    operation: "saveLicenceKind",
    token: staff,
    values: (turn) => ({
      code: `LICENCE_${turn}`,
      mask: ["9999", "A999"][turn],
      sensitive: turn === 0,
      onRosters: turn === 1,
      printed: turn === 0,
      checkDigit: "NONE",
    }),
    unseen: { checkDigit: "one but NONE goes with its own mask alone; test/members/licences" },
  },
  {
    input: "ProgramTypeInput",
    operation: "saveProgramType",
    token: staff,
    values: (turn) => ({
      code: `TYPE_${turn}`,
      form: "SERIES",
      maximumMinutes: 90 + turn,
      repeats: "CYCLE",
      cycleYears: 2 + turn,
      cycleFrom: 2020 + turn,
      requiredDocuments: [["EVALUATION_SUMMARY"], ["SIGN_IN_ROSTER"]][turn],
      datesRequired: 2 + turn,
      instructorMultiple: "0.00",
      instructorsFirstTimeOnly: false,
      reviewersRequired: 1 + turn,
      checklist: [{ text: `Agenda ${turn}`, required: turn === 1 }],
    }),
    readAs: {
      checklist: ["checklist { text required }", ({ checklist }) => checklist],
      requiredDocuments: ["documentRules { kinds }", ({ documentRules }) => (documentRules as Values[])[0]?.kinds],
      repeats: ["repeatRules { scope }", ({ repeatRules }) => (repeatRules as Values[])[0]?.scope],
      cycleYears: ["repeatRules { cycleYears }", ({ repeatRules }) => (repeatRules as Values[])[0]?.cycleYears],
      cycleFrom: ["repeatRules { cycleFrom }", ({ repeatRules }) => (repeatRules as Values[])[0]?.cycleFrom],
    },
    unseen: {
      instructorMultiple: "a conference has it, whose dates are not counted; test/certificates/rules-on-paper",
      instructorsFirstTimeOnly: "goes with it",
    },
  },
  {
    input: "FeePolicyInput",
    operation: "addFeePolicy",
    token: staff,
    values: async (turn) => ({
      currency: "USD",
      taxPercent: `${turn + 1}.50`,
      typeId: await oneOf("SELECT id AS one FROM program_type WHERE code = $1", [["LECTURE", "WEBINAR"][turn]]),
    }),
  },
  {
    input: "FeePromotionInput",
    operation: "addFeePromotion",
    token: staff,
    values: (turn) => ({ code: `SALE${turn}`, endsOn: `2026-06-0${turn + 1}` }),
  },
  {
    input: "SettingsInput",
    operation: "updateSettings",
    token: staff,
    also: async () => ({
      version: Number(await oneOf("SELECT version AS one FROM accreditor_settings")),
      reason: "Because.",
    }),
    values: (turn) => ({
      programLetter: "QX"[turn],
      providerPrefix: ["PQ", "PX"][turn],
      certificatePrefix: ["CQ", "CX"][turn],
      language: "en",
      helpAddress: `help${turn}@example.test`,
      reportingHelpAddress: `rosters${turn}@example.test`,
      creditRuleCode: ["AEU", "CONTACT_HOUR_60"][turn],
      claimsFromYear: 2020 + turn,
      mailColour: ["#1b2a4a", "#203a2a"][turn],
      mailAccentColour: ["#7a4a00", "#4a007a"][turn],
      twoPersons: false,
    }),
    unseen: {
      language: "there is one so far; test/core/pseudo-language",
      twoPersons: "with it settings take a second person; test/policies/update-settings",
    },
  },
  {
    input: "ProviderProfileInput",
    operation: "updateProvider",
    token: () => c.provider.token,
    also: async () => ({
      id: c.provider.id,
      version: Number(await oneOf("SELECT version AS one FROM provider WHERE id = $1", [c.provider.id])),
    }),
  },
  {
    input: "ProfileInput",
    operation: "updateMyProfile",
    token: () => memberToken,
    values: (turn) => ({ printedName: ["Smith John", "John Smith"][turn] }),
    readAs: { printedName },
  },
  {
    input: "MemberInput",
    operation: "addMember",
    token: staff,
    values: (turn) => ({
      membership: ["MEMBER", "GUEST"][turn],
      printedName: `lastName ${turn} firstName ${turn}, ${["Jr.", "III"][turn]}`,
      memberUntil: turn === 0 ? "2027-05-01" : null,
      memberSince: turn === 0 ? "2020-05-01" : null,
      suffix: ["Jr.", "III"][turn],
    }),
    readAs: { printedName },
  },
  {
    input: "MemberInput",
    operation: "correctMember",
    token: staff,
    also: () => ({ id: memberId, reason: "Because." }),
    values: (turn) => ({
      membership: "MEMBER",
      printedName: `lastName ${turn} firstName ${turn}, ${["Jr.", "III"][turn]}`,
      memberUntil: "2027-05-01",
      memberSince: "2020-05-01",
      suffix: ["Jr.", "III"][turn],
    }),
    readAs: { printedName },
  },
  {
    input: "SessionInput",
    operation: "createSession",
    token: staff,
    also: () => ({ programId: conferenceId, reason: "Because." }),
    ...ofSession,
  },
  {
    input: "SessionInput",
    operation: "updateSession",
    token: staff,
    also: async () => ({
      id: await oneOf("SELECT id AS one FROM session ORDER BY id DESC LIMIT 1"),
      reason: "Because.",
    }),
    ...ofSession,
  },
  {
    input: "RegistrationInput",
    operation: "saveRegistration",
    token: () => c.provider.token,
    also: () => ({ programId: conferenceId }),
    values: (turn) => ({ accessUntil: `2026-05-0${turn + 3}` }),
  },
  {
    input: "LicenceInput",
    operation: "saveLicence",
    token: staff,
    also: () => ({ memberId }),
    values: async (turn) => ({
      kindId: await kindOfLicence(turn),
      jurisdiction: ["IL", "WI"][turn],
      number: `12${turn}`,
    }),
    readAs: Object.fromEntries(
      ["expiresOn", "jurisdiction", "number", "profession"].map((name) => [
        name,
        [`licences { ${name} }`, ({ licences }) => (licences as Values[]).at(-1)?.[name]],
      ]),
    ),
    unseen: { kindId: "what the number is of; without it there is no licence" },
  },
  {
    input: "NameInput",
    operation: "requestNameChange",
    token: () => memberToken,
    also: async () => {
      // One waits at a time.
      const waiting = await oneOf("SELECT id AS one FROM name_request WHERE status = 'REQUESTED'");
      const withdraw = "mutation ($id: ID!) { withdrawNameChange(id: $id) { id } }";
      if (waiting) await c.world.ok(memberToken, withdraw, { id: waiting });
      return {};
    },
    readAs: Object.fromEntries(
      ["firstName", "lastName", "suffix"].map((name) => [
        name,
        [`nameRequests { ${name} status }`, ({ nameRequests }) => waitingOf(nameRequests as Values[])?.[name]],
      ]),
    ),
  },
  {
    input: "OutsideCreditInput",
    operation: "changeOutsideCredit",
    token: () => memberToken,
    // It comes with a file; what has come is changed in every field that there is.
    also: async () => {
      await sql("DELETE FROM outside_credit");
      const [credit] = await sql(
        `WITH f AS (INSERT INTO stored_file (media_type, content, byte_size, sha256, created_at) VALUES ('image/png', '', 0, '', now()) RETURNING id)
         INSERT INTO outside_credit (member_id, title, issuer, completed_on, credits, credit_unit, proof_file_id, created_at)
         SELECT $1, 'Before', 'Before', '2025-01-01', 1, 'CEC', id, now() FROM f RETURNING id`,
        [memberId],
      );
      return { id: credit?.id, version: 1 };
    },
    // After the kinds of credit above.
    values: (turn) => ({
      startsOn: `2026-01-0${turn + 1}`,
      completedOn: `2026-02-0${turn + 1}`,
      credits: `${turn + 2}.25`,
      kinds: [{ kind: `ETHICS_${turn}`, credits: "0.50" }],
    }),
    readAs: {
      kinds: [
        "kinds { unit credits }",
        ({ kinds }) =>
          (kinds as { unit: string; credits: string }[]).map(({ unit, credits }) => ({
            kind: `ETHICS_${unit.slice(1)}`,
            credits,
          })),
      ],
    },
  },
  {
    input: "PostponeOfferingInput",
    operation: "postponeOffering",
    token: staff,
    also: async () => ({
      offeringId: await oneOf("SELECT id AS one FROM offering WHERE program_id = $1", [lectureId]),
      reason: "Because.",
    }),
    readAs: Object.fromEntries(
      ["startsOn", "endsOn", "place", "url"].map((name) => [
        name,
        [`offerings { ${name} }`, ({ offerings }) => (offerings as Values[])[0]?.[name]],
      ]),
    ),
  },
  {
    input: "AnnouncementInput",
    operation: "proposeAnnouncement",
    token: () => c.provider.token,
    also: () => ({ programId: lectureId }),
  },
];

/** Inputs that other tests keep an eye on. */
const elsewhere: Record<string, string> = {
  ApprovedKindInput: "test/attendance/credit-kinds",
  AttendanceRowInput: "test/attendance/credit-kinds",
  AttendanceRowKindInput: "test/attendance/credit-kinds",
  BundleColumnInput: "test/moving/bundles",
  ChecklistItemInput: "test/programs/review-desk",
  CreditRuleTrialInput: "test/certificates/rule-trial",
  DoorScanInput: "test/presence/door-scans",
  ClaimInput: "test/claims/claim-session",
  EnterAttendanceInput: "test/attendance/enter-attendance",
  EvaluationAnswerInput: "test/evaluations/evaluations",
  EvaluationFormInput: "test/evaluations/evaluations",
  EvaluationQuestionInput: "test/evaluations/evaluations",
  LearningAnswerInput: "test/evaluations/learning-check",
  LearningCheckInput: "test/evaluations/learning-check",
  LearningQuestionInput: "test/evaluations/learning-check",
  HeadingUseInput: "test/persons/member-imports",
  KindCreditsInput: "test/programs/application-fields",
  KitWordsInput: "test/kit/kit",
  MemberImportTerms: "test/persons/member-imports",
  NewPasskeyInput: "test/accounts/passkeys",
  OfferingInput: "test/programs/application-fields",
  PasskeyAnswerInput: "test/accounts/passkeys",
  ProgramInput: "test/programs/application-fields",
  RegisterAttendeeInput: "test/accounts/register",
  OutsideKindInput: "changeOutsideCredit, in kinds",
  ReissueScopeInput: "test/certificates/reissue-many",
  RenewalPartInput: "test/renewals/renewals",
  RegisterProviderInput: "test/accounts/register",
  SavedViewInput: "test/lists/saved-views",
  SessionKindInput: "test/claims/claim-kinds",
  SpeakerInput: "test/programs/application-fields",
};

test("of every input it is known who tries that it is kept; of filters and orders, test/lists does", () => {
  const given = Object.values(schema.getTypeMap())
    .filter((type) => isInputObjectType(type) && !/(Filter|Order)$/.test(type.name))
    .map(({ name }) => name);
  expect(given.sort()).toEqual([...new Set([...kept.map(({ input }) => input), ...Object.keys(elsewhere)])].sort());
});

test.each(kept.map((each) => [each.operation, each.input, each] as const))(
  "%s keeps what it is given: %s",
  async (operation, input, each) => {
    const fields = Object.values(inputType(input).getFields());
    const mutation = schema.getMutationType()?.getFields()[operation];
    if (!mutation) throw new Error(`There is no ${operation}.`);
    const type = getNamedType(mutation.type) as GraphQLObjectType;
    for (const turn of [0, 1]) {
      const special = (await each.values?.(turn)) ?? {};
      const given = Object.fromEntries(
        fields.map(({ name, type: of }) => [name, name in special ? special[name] : valueFor(name, of, turn)]),
      );
      const seen = fields.map(({ name }) => name).filter((name) => !each.unseen?.[name]);
      const missing = seen.filter((name) => !each.readAs?.[name] && !(isObjectType(type) && type.getFields()[name]));
      expect([type.name, missing]).toEqual([type.name, []]);
      const selection = seen.map((name) => each.readAs?.[name]?.[0] ?? name).join(" ");
      const also = (await each.also?.(turn)) ?? {};
      const declared = mutation.args.filter(({ name }) => name === "input" || name in also);
      const query = `mutation (${declared.map(({ name, type: of }) => `$${name}: ${String(of)}`).join(", ")}) {
      ${operation}(${declared.map(({ name }) => `${name}: $${name}`).join(", ")}) { ${selection} } }`;
      const answer: Values = (await c.world.ok(each.token(), query, { ...also, input: given }))[operation];
      const shown = Object.fromEntries(seen.map((name) => [name, each.readAs?.[name]?.[1](answer) ?? answer[name]]));
      expect(shown).toEqual(Object.fromEntries(seen.map((name) => [name, given[name]])));
    }
  },
);
