import fc from "fast-check";
import { sealKeyOf, unseal } from "../../server/core/seal.ts";
import { StaffRole } from "../../server/core/staff-roles.ts";
import { CheckDigit, hasCheckDigit, hasForm, isLicenceNumber, readMask } from "../../server/members/licence-mask.ts";
import { sealLicencesAnew } from "../../server/members/seal-licences-anew.ts";
import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

/** By the letter of the formula: every second digit from the right doubled, over the number with its prefix. */
const naiveLuhn = (digits: string): boolean =>
  [...digits].reverse().reduce((sum, digit, n) => {
    const doubled = n % 2 === 1 ? String(Number(digit) * 2) : digit;
    return sum + [...doubled].reduce((all, each) => all + Number(each), 0);
  }, 0) %
    10 ===
  0;

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(""));
const letters = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 25 }), { minLength: length, maxLength: length })
    .map((all) => all.map((n) => String.fromCharCode(65 + n)).join(""));

test("a thousand right NPIs and a thousand wrong ones are told apart", () => {
  expect(isLicenceNumber({ mask: "9999999999", checkDigit: CheckDigit.NPI }, "1234567893")).toBe(true);
  fc.assert(
    fc.property(
      fc.constantFrom("1", "2"),
      digits(8),
      fc.integer({ min: 1, max: 9 }),
      fc.nat(9),
      (first, rest, by, at) => {
        const body = first + rest;
        const right = body + [..."0123456789"].find((last) => naiveLuhn(`80840${body}${last}`));
        expect(hasCheckDigit(CheckDigit.NPI, right)).toBe(true);
        // One digit otherwise is always found.
        const wrong = [...right].map((digit, n) => (n === at ? String((Number(digit) + by) % 10) : digit)).join("");
        expect(hasCheckDigit(CheckDigit.NPI, wrong)).toBe(false);
      },
    ),
    { numRuns: 1_000 },
  );
});

test.each([
  // A registered nurse of Texas: six digits; of Florida: RN or ARNP and up to seven; a sleep technologist's state number.
  ["999999", digits(6), /^\d{6}$/],
  [
    '"RN" 9(999999) | "ARNP" 9(999999)',
    fc.oneof(
      digits(7).map((n) => `RN ${n}`),
      digits(3).map((n) => `arnp-${n}`),
    ),
    /^(?:RN|ARNP)\d{1,7}$/,
  ],
  [
    "AA-9999(99)X",
    fc.tuple(letters(2), fc.oneof(digits(4), digits(6)), letters(1)).map((parts) => parts.join("-")),
    /^[A-Z]{2}\d{4,6}[A-Z0-9]$/,
  ],
  // In quotes the letters are themselves.
  ['"MMDD" 99', digits(2).map((n) => `MMDD ${n}`), /^MMDD\d{2}$/],
  // NABP's e-Profile: its number with the month and day of birth.
  [
    "999999(9) MMDD",
    fc
      .tuple(digits(6), fc.integer({ min: 0, max: 365 }))
      .map(([id, day]) => `${id} ${new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(5, 10)}`),
    /^\d{6,7}(?:(?:0[13578]|1[02])(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)(?:0[1-9]|[12]\d|30)|02(?:0[1-9]|[12]\d))$/,
  ],
])("numbers of the form %s, and a thousand others, are told apart", (mask, right, naive) => {
  const alternatives = readMask(mask);
  const kind = { mask, checkDigit: CheckDigit.NONE };
  fc.assert(
    fc.property(right, (number) => isLicenceNumber(kind, number)),
    { numRuns: 1_000 },
  );
  const any = fc.array(fc.constantFrom(..."0123456789ARNPXZMD"), { maxLength: 11 }).map((all) => all.join(""));
  const near = fc.tuple(right, fc.nat(12), fc.constantFrom(..."07AZ", "")).map(([number, at, by]) => {
    const key = number.toUpperCase().replace(/[^0-9A-Z]/g, "");
    return key.slice(0, at) + by + key.slice(at + 1);
  });
  fc.assert(
    fc.property(fc.oneof(any, near), (key) => {
      expect(hasForm(alternatives, key)).toBe(naive.test(key));
    }),
    { numRuns: 1_000 },
  );
});

test("no form is slow, and what is none is refused where it is typed", () => {
  const hostile = readMask(`(${"X".repeat(63)})9`);
  expect(hasForm(hostile, "A".repeat(64))).toBe(false);
  for (const mask of ["", "(9)", "9(9", "9)", "((9))", '9"A', "9[A]", "9|", "a", "9".repeat(65), '"é"', "9(9|9)"])
    expect(() => readMask(mask)).toThrow();
  const free = { mask: null, checkDigit: CheckDigit.NONE };
  expect(["12 34-5", "A.1/2", "１２"].map((text) => isLicenceNumber(free, text))).toEqual([true, true, true]);
  expect(["", "--", "12#3", "É1", "9".repeat(41)].map((text) => isLicenceNumber(free, text))).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});

const saveKind =
  "mutation ($id: ID, $version: Int, $input: LicenceKindInput!) { saveLicenceKind(id: $id, version: $version, input: $input) { id version } }";
const save = `mutation ($id: ID, $memberId: ID, $input: LicenceInput!) {
  saveLicence(id: $id, memberId: $memberId, input: $input) { licences { id number jurisdiction expiresOn verifiedAt kind { code } } } }`;
const remove = "mutation ($id: ID!) { removeLicence(id: $id) { licences { id } } }";
const verify =
  "mutation ($id: ID!, $verified: Boolean!) { verifyLicence(id: $id, verified: $verified) { licences { verifiedAt } } }";
const ofMember = "query ($id: ID!) { member(id: $id) { licences { number } } }";

const kindOf = async (token: string, input: Record<string, unknown>): Promise<string> =>
  (await world.ok(token, saveKind, { input: { name: input.code, ...input } })).saveLicenceKind.id;

const signedInMember = async () => {
  const account = await world.account();
  return { ...account, member: await world.member({ accountId: account.id }) };
};

test("members and registrars keep licences; what a kind asks for is there, and one number is one person's", async () => {
  const { token } = await world.staff();
  const npi = await kindOf(token, { code: "NPI", mask: "9999999999", checkDigit: "NPI", onRosters: true });
  const state = await kindOf(token, { code: "STATE", mask: "999999", asksJurisdiction: true, asksExpiry: true });
  expect(await world.refused(token, saveKind, { input: { code: "NPI", name: "Again" } })).toBe("BAD_INPUT");
  expect(await world.refused(token, saveKind, { input: { code: "BAD", name: "Bad", mask: "[0-9]+" } })).toBe(
    "BAD_INPUT",
  );
  expect(
    await world.refused(token, saveKind, { input: { code: "BAD", name: "Bad", sensitive: true, onRosters: true } }),
  ).toBe("BAD_INPUT");
  expect(await world.refused(token, saveKind, { id: npi, version: 1, input: { code: "NPI2", name: "NPI" } })).toBe(
    "BAD_INPUT",
  );
  expect(await world.refused(token, saveKind, { id: npi, version: 9, input: { code: "NPI", name: "NPI" } })).toBe(
    "STALE_VERSION",
  );

  const one = await signedInMember();
  const other = await signedInMember();
  const give = (who: { token: string }, input: object, memberId?: string) => ({
    who: who.token,
    variables: { memberId, input },
  });
  const refusedTo = async ({ who, variables }: ReturnType<typeof give>) => world.refused(who, save, variables);
  const given = (await world.ok(one.token, save, { input: { kindId: npi, number: " 1234567893 " } })).saveLicence
    .licences;
  expect(given).toMatchObject([{ number: "1234567893", verifiedAt: null, kind: { code: "NPI" } }]);
  for (const input of [
    { kindId: npi, number: "1234567894" },
    { kindId: npi, number: "1245319599", jurisdiction: "TX" },
    { kindId: npi, number: "1234567893" },
    { kindId: state, number: "123456", jurisdiction: "TX" },
    { kindId: state, number: "123456", expiresOn: "2030-01-31" },
  ])
    expect(await refusedTo(give(one, input))).toBe("BAD_INPUT");
  expect(await refusedTo(give(other, { kindId: npi, number: "1234567893" }))).toBe("BAD_INPUT");
  expect(await refusedTo(give(other, { kindId: npi, number: "1245319599" }, one.member.id))).toBe("NOT_FOUND");
  const inState = { kindId: state, number: "123-456", jurisdiction: "tx", expiresOn: "2030-01-31" };
  await world.ok(other.token, save, { input: inState });
  await world.ok(one.token, save, { input: { ...inState, jurisdiction: "FL" } });
  expect(await refusedTo(give({ token }, { ...inState, number: "123456" }, one.member.id))).toBe("BAD_INPUT");
  expect(
    await world.refused(token, saveKind, {
      id: state,
      version: 1,
      input: { code: "STATE", name: "State", sensitive: true, asksJurisdiction: true },
    }),
  ).toBe("BAD_INPUT");

  const { id } = given[0];
  const auditor = await world.staff(StaffRole.AUDITOR);
  expect(await world.refused(one.token, verify, { id, verified: true })).toBe("FORBIDDEN");
  expect(await world.refused(other.token, remove, { id })).toBe("NOT_FOUND");
  expect(await world.refused(auditor.token, remove, { id })).toBe("NOT_FOUND");
  const seen = await world.ok(token, verify, { id, verified: true });
  expect(seen.verifyLicence.licences[0].verifiedAt).not.toBeNull();
  // Another number has to be looked at anew.
  const changed = await world.ok(one.token, save, { id, input: { kindId: npi, number: "1245319599" } });
  expect(changed.saveLicence.licences[0]).toMatchObject({ number: "1245319599", verifiedAt: null });
  const removed = await world.ok(one.token, remove, { id });
  expect(removed.removeLicence.licences).toHaveLength(1);
});

test("a sensitive number is sealed, whole for its member and registrars alone, and goes with the person", async () => {
  const { token } = await world.staff();
  const secret = await kindOf(token, { code: "SECRET", sensitive: true });
  const one = await signedInMember();
  await world.ok(one.token, save, { input: { kindId: secret, number: "SSN-1234567" } });
  const [row] = await world.sql(
    "SELECT number, number_key, encode(sealed, 'escape') AS sealed FROM licence WHERE kind_id = $1",
    [secret],
  );
  expect(row.number).toBeNull();
  expect(JSON.stringify(row)).not.toContain("1234567");
  const auditor = await world.staff(StaffRole.AUDITOR);
  const shown = async (who: string) => (await world.ok(who, ofMember, { id: one.member.id })).member.licences;
  expect(await shown(one.token)).toEqual([{ number: "SSN-1234567" }]);
  expect(await shown(token)).toEqual([{ number: "SSN-1234567" }]);
  expect(await shown(auditor.token)).toEqual([{ number: "••••4567" }]);
  const log = await world.sql(
    "SELECT after::text AS after FROM audit_entry WHERE action = 'member.save-licence' AND subject_id = $1",
    [one.member.id],
  );
  // The IDs beside it may have any digits.
  expect(JSON.parse(log[0].after)).toMatchObject({ number: "••••4567" });
  expect(log[0].after).not.toContain("1234567");

  // Another key seals and finds it anew.
  const before = world.config.secretsKey;
  const anotherKey = sealKeyOf("another key");
  await sealLicencesAnew({
    ...world.ctx,
    config: { ...world.config, secretsKey: anotherKey, previousSecretsKey: before ?? Buffer.alloc(32) },
  });
  const [anew] = await world.sql("SELECT id, sealed, number_key FROM licence WHERE kind_id = $1", [secret]);
  expect(unseal(anotherKey, anew.sealed, `licence:${anew.id}`).toString()).toBe("SSN-1234567");
  expect(anew.number_key).not.toBe(row.number_key);
  await sealLicencesAnew({
    ...world.ctx,
    config: { ...world.config, secretsKey: before, previousSecretsKey: anotherKey },
  });

  // Nobody else has it, and of two that become one it stays once.
  const other = await signedInMember();
  expect(await world.refused(other.token, save, { input: { kindId: secret, number: "ssn 1234567" } })).toBe(
    "BAD_INPUT",
  );
  const shared = await kindOf(token, { code: "SHARED", isUnique: false });
  for (const who of [one, other]) await world.ok(who.token, save, { input: { kindId: shared, number: "77" } });
  await world.ok(other.token, save, { input: { kindId: shared, number: "88" } });
  const fingerprint = (
    await world.ok(token, "query ($a: ID!, $b: ID!) { mergePreview(keepId: $a, mergeId: $b) { fingerprint } }", {
      a: one.member.id,
      b: other.member.id,
    })
  ).mergePreview.fingerprint;
  await world.ok(
    token,
    `mutation ($a: ID!, $b: ID!, $f: String!) { mergeMembers(keepId: $a, mergeId: $b, fingerprint: $f, reason: "One person.") { id } }`,
    { a: one.member.id, b: other.member.id, f: fingerprint },
  );
  expect((await shown(token)).map(({ number }: { number: string }) => number).sort()).toEqual([
    "77",
    "88",
    "SSN-1234567",
  ]);
  await world.ok(token, `mutation ($id: ID!) { eraseMember(memberId: $id, reason: "Asked.") }`, { id: one.member.id });
  await world.runJobs();
  expect(await world.sql("SELECT * FROM licence WHERE member_id = $1", [one.member.id])).toEqual([]);
});
