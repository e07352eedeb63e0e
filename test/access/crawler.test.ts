import { memberGuessesByProvider, membersSuggestedByProvider } from "../../server/attendance/attendance.limits.ts";
import { memberSearchesByProvider, membersShownByProvider } from "../../server/members/member.limits.ts";
import { csv, heading, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";

const members = 20_000;
/** Long after every limit is reached; `ACCRUE_CRAWLS=5000` asks more often. */
const calls = Number(process.env.ACCRUE_CRAWLS ?? 400);
const atOnce = 16;

/** The limits of members as they are by default; the others would only slow the crawler down. */
const dailyLimits = Object.fromEntries(
  [memberSearchesByProvider, membersShownByProvider, membersSuggestedByProvider, memberGuessesByProvider].map(
    ({ name, most }) => [name, most],
  ),
);

/** Names must have letters. */
const letters = (i: number): string => String.fromCharCode(97 + Math.floor(i / 26), 97 + (i % 26));

test(`a crawler with ${calls} calls, two accounts and a key learns at most 1 % of ${members} members`, async () => {
  const { world, provider } = await startRosterWorld({ rateLimits: dailyLimits });
  try {
    // 300 family names by 70 given names, as unevenly met as real ones are.
    const given = Array.from({ length: 70 }, (_, i) => `Given${letters(i)}`);
    const family = Array.from({ length: 300 }, (_, i) => `${letters((i * 7) % 676)}son${letters(i)}`);
    await world.sql(
      `INSERT INTO member (member_number, first_name, last_name, first_name_key, given_names_key, last_name_key, city, state,
         zip, county, role, created_at)
       SELECT (200000 + n)::text, f, l, lower(f), lower(f), lower(l), 'City' || n % 50, 'IL', (60000 + n % 900)::text,
         'County' || n % 30, 'Practitioner', now()
       FROM generate_series(1, $3::int) n,
         LATERAL (SELECT ($1::text[])[1 + (n % 70) * (n % 70) / 70] AS f, ($2::text[])[1 + (n % 300) * (n % 300) / 300] AS l) names`,
      [given, family, members],
    );
    await world.sql("ANALYZE member");
    const colleague = await world.account();
    await world.actFor(provider.id, colleague.id);
    const { createApiKey } = await world.ok(
      provider.token,
      `mutation ($p: ID!) { createApiKey(name: "crawler", scopes: [MEMBERS_READ, ATTENDANCE_WRITE, ATTENDANCE_READ, CERTIFICATES_READ],
         providerId: $p, expiresInDays: 30) { key } }`,
      { p: provider.id },
    );
    const tokens = [provider.token, colleague.token, createApiKey.key];

    /** Member numbers of whom more is known than that there may be such a number. */
    const learned = new Set<string>();
    const refusals = new Set<string>();
    const search = `query ($filter: MemberFilter!, $first: Int!, $offset: Int, $after: String) {
      members(filter: $filter, first: $first, offset: $offset, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } nodes { memberNumber firstName lastName } } }`;
    let made = 0;
    let answered = 0;

    async function call(query: string, variables: Record<string, unknown>) {
      const answer = await world.graphql(tokens[made++ % tokens.length] ?? null, query, variables);
      for (const { extensions } of answer.errors) refusals.add(extensions.code);
      if (answer.data?.members) answered++;
      // A document that is none asks for nothing.
      expect(answer.status).toBe(200);
      for (const { memberNumber } of (answer.data?.members ?? answer.data?.certificates)?.nodes ?? [])
        learned.add(memberNumber);
      for (const { suggestions } of (answer.errors[0]?.extensions.problems ?? []) as { suggestions?: string[] }[])
        for (const suggestion of suggestions ?? []) learned.add(suggestion.split(",")[0] ?? "");
      return answer;
    }
    const number = (i: number) => String(200_001 + (i % members));
    const prefixes = Array.from({ length: 676 }, (_, i) => letters(i));
    const filters = (i: number): Record<string, string>[] => [
      { lastName: prefixes[i % 676] ?? "" },
      { firstName: `given${letters(i % 70)}`, lastName: prefixes[i % 676] ?? "" },
      { zip: String(60_000 + (i % 900)) },
      { city: `City${i % 50}` },
      { county: `County${i % 30}`, firstName: "gi" },
      { role: "Pr", state: "IL" },
      { email: `person${i}@example.test` },
      { memberNumber: number(i) },
    ];
    const entry = (memberNumber: string, firstName: string, lastName: string) => ({
      input: { programNumber: "A09164", memberNumber, firstName, lastName, completionDate: "2009-04-11", credits: "1" },
    });
    const enter = "mutation ($input: EnterAttendanceInput!) { enterAttendance(input: $input) { id } }";

    const strategies: ((i: number) => Promise<unknown>)[] = [
      (i) => call(search, { filter: filters(i)[i % 8], first: 50 }),
      (i) => call(search, { filter: { lastName: prefixes[i % 676] }, first: 50, offset: 50 * (i % 9) }),
      // Totals alone: a page beyond the end shows nobody, and what it tells of the total says yes or no.
      async (i) => {
        const filter = { memberNumber: number(i), lastName: prefixes[i % 26]?.slice(0, 1) };
        const { data } = await call(search, { filter, first: 1, offset: 5_000 });
        if (data?.members.totalCount > 0) learned.add(number(i));
      },
      // Entries on a day that the program was not held record nothing, but tell whose name is right.
      async (i) => {
        const memberNumber = number(i * 3);
        const { errors } = await call(enter, entry(memberNumber, given[0] ?? "", family[0] ?? ""));
        const codes = ((errors[0]?.extensions.problems ?? []) as { code: string }[]).map(({ code }) => code);
        if (
          codes.length > 0 &&
          codes.filter((code) => code === "NAME_MISMATCH").length < 2 &&
          !codes.includes("UNKNOWN_MEMBER")
        )
          learned.add(memberNumber);
      },
      // A whole name with a number that nobody has asks for suggestions.
      (i) => call(enter, entry("999999", given[i % 70] ?? "", family[(i * 11) % 300] ?? "")),
      (i) =>
        call(`query ($t: String) { certificates(filter: { recipientName: $t }) { nodes { memberNumber } } }`, {
          t: prefixes[i % 676],
        }),
    ];
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        while (made < calls) {
          const i = made;
          await strategies[i % strategies.length]?.(Math.floor(i / strategies.length));
        }
      }),
    );

    // Rosters of guesses, looked at and not recorded.
    for (let file = 0; file < 10; file++) {
      const rows = Array.from({ length: 400 }, (_, i) => [
        "A09164",
        number(file * 400 + i),
        given[0] ?? "",
        family[file] ?? "",
        "4/10/2009",
        "1",
      ]);
      const { data, errors } = await world.upload(
        provider.token,
        uploadDocument,
        { providerId: provider.id, preview: true },
        csv(rows, heading),
      );
      for (const { extensions } of errors) refusals.add(extensions.code);
      const upload = data?.uploadAttendance;
      if (!upload) continue;
      const wrong = new Map<number, number>();
      for (const { line, code, suggestions } of upload.errors.nodes) {
        for (const suggestion of suggestions) learned.add(suggestion.split(",")[0]);
        if (code === "NAME_MISMATCH") wrong.set(line, (wrong.get(line) ?? 0) + 1);
      }
      // Of each row that was told about, a name that is right.
      const last = Math.max(0, ...wrong.keys());
      rows.forEach(([, memberNumber = ""], i) => {
        if (i + 2 <= last && (wrong.get(i + 2) ?? 0) < 2) learned.add(memberNumber);
      });
    }
    if (process.env.ACCRUE_CRAWLS) console.log(`${made} calls and 10 rosters: ${learned.size} of ${members} learned`);
    expect(made).toBeGreaterThanOrEqual(calls);
    expect(refusals).toContain("TOO_MANY_REQUESTS");
    // It gets somewhere, so that it is the limits that stop it. How far depends on which of its calls come first.
    expect(learned.size).toBeGreaterThan(90);
    expect(learned.size).toBeLessThanOrEqual(members / 100);
    // Each search that was answered stands in the audit log.
    const [{ searches }] = await world.sql(
      "SELECT count(*)::int AS searches FROM audit_entry WHERE action = 'member.search'",
    );
    expect(answered).toBeGreaterThan(20);
    expect(searches).toBeGreaterThanOrEqual(answered);
    // Another provider is not kept from its work by it, and staff see what they need.
    const other = await world.provider();
    expect((await world.ok(other.token, search, { filter: { lastName: "aa" }, first: 5 })).members.nodes).toHaveLength(
      5,
    );
    const staff = await world.staff();
    expect((await world.ok(staff.token, search, { filter: { role: "Pr" }, first: 5 })).members.totalCount).toBe(
      members,
    );
    // The refusal says when to come back.
    const again = await world.fetch("/graphql", {
      method: "POST",
      token: provider.token,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ query: search, variables: { filter: { lastName: "aa" }, first: 5 } }),
    });
    expect(Number(again.headers.get("Retry-After"))).toBeGreaterThan(0);
  } finally {
    await world.stop();
  }
});
