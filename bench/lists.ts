import { consoleDocument } from "../test/support/console-documents.ts";
import { type Bench, median, startBench } from "./bench-server.ts";
import { fillConference, fillPeople, fillPrograms, tokens } from "./fill-lists.ts";

/** Programs; there are ten times as many attendance records. */
const sizes = [1_000, 10_000, 100_000];
const limit = { milliseconds: 300, statements: 4 };
const warmUps = 1;
/** Requests of each kind: fewer where only the growth is read of them. */
const requests = (size: number): number => (size === sizes.at(-1) ? 12 : 4);

/** What the filters look for, from what was filled in. */
interface Known {
  conferenceId: string;
  programId: string;
  waitingId: string;
  programNumber: string;
  providerId: string;
  typeId: string;
  day: string;
}

interface Case {
  list: string;
  what: string;
  token: string;
  document: string;
  variables: Record<string, unknown>;
}

interface Measured {
  p50: number;
  p95: number;
  statements: number;
}

type Filters = Record<string, unknown>[];

const label = (filter: object): string => Object.keys(filter).join(" + ") || "first page";

/** Every list of the console, as the console asks for it: the first page, each filter, each sort in both directions, and deep pages. */
function casesOf(known: Known, orderFields: (type: string) => string[]): Case[] {
  const cases: Case[] = [];
  const add = (
    list: string,
    token: string,
    operation: string,
    orderType: string | null,
    filters: Filters,
    more: Record<string, unknown> = {},
    base: object | null = null,
  ): void => {
    const document = consoleDocument(operation);
    const page = { first: 20, offset: 0, ...more };
    for (const filter of filters)
      cases.push({
        list,
        what: label(filter),
        token,
        document,
        variables: { ...page, filter: { ...base, ...filter } },
      });
    for (const field of orderType ? orderFields(orderType) : [])
      for (const direction of ["ASC", "DESC"])
        cases.push({
          list,
          what: `by ${field} ${direction}`,
          token,
          document,
          variables: { ...page, filter: base ?? {}, orderBy: [{ field, direction }] },
        });
  };
  const programs: Filters = [
    {},
    { inbox: true },
    { number: known.programNumber.slice(2) },
    { number: "B2" },
    { name: "oximetry" },
    { name: "sl" },
    { name: "no such name" },
    { typeId: known.typeId },
    { status: ["COMPLETED"] },
    { status: ["SUBMITTED", "IN_REVIEW"] },
    { submittedFrom: known.day },
    { submittedTo: known.day },
    { startsFrom: known.day },
    { startsTo: known.day },
  ];
  const attendance: Filters = [
    {},
    { programNumber: known.programNumber },
    { programNumber: "B00000" },
    { memberNumber: "200100" },
    { completedFrom: known.day },
    { completedTo: known.day },
    { completedFrom: known.day, completedTo: known.day },
  ];
  const certificates: Filters = [
    {},
    { programNumber: known.programNumber },
    { memberNumber: "200100" },
    { status: ["ISSUED"] },
    { status: ["REVOKED"] },
    { status: ["SUPERSEDED"] },
    { recipientName: "ada" },
    { recipientName: "smith" },
    { recipientName: "no such name" },
    { issuedFrom: known.day },
    { issuedTo: known.day },
  ];
  const uploads: Filters = [{}, { status: ["PROCESSED"] }, { status: ["CHECKING"] }, { preview: true }];
  const members: Filters = [
    { lastName: "sm" },
    { firstName: "ja" },
    { email: "member1" },
    { city: "Ch" },
    { state: "IL" },
    { zip: "10" },
    { county: "Ch" },
    { role: "Pr" },
    { memberNumber: "200100" },
  ];
  for (const [who, token] of Object.entries(tokens)) {
    const staff = who === "staff";
    const own: Filters = staff ? [{ providerId: known.providerId }] : [];
    add(`programs, ${who}`, token, "ProgramList", "Program", [...programs, ...own]);
    add(`attendance, ${who}`, token, "AttendanceList", "Attendance", [...attendance, ...own]);
    add(`uploads, ${who}`, token, "UploadList", "AttendanceUpload", [...uploads, ...own]);
    add(`certificates, ${who}`, token, "CertificateList", "Certificate", certificates);
    add(
      `conferences, ${who}`,
      token,
      "ConferenceList",
      null,
      [{}, { name: "oximetry" }],
      {},
      { typeCode: "CONFERENCE" },
    );
    add(
      `members, ${who}`,
      token,
      "MemberSearch",
      staff ? "Member" : null,
      members,
      {},
      staff ? { lastName: "sm" } : null,
    );
    add(`dashboard, ${who}`, token, staff ? "StaffDashboard" : "ProviderDashboard", null, [{}]);
  }
  add("inbox order, staff", tokens.staff, "InboxOrder", null, [{}], { id: known.waitingId });
  add("programs to report, large", tokens.large, "ReportablePrograms", null, [{}]);
  add("providers to choose", tokens.staff, "ProviderChoices", null, [{}, { name: "Chicago" }]);
  add("mails, staff", tokens.staff, "MailList", "Mail", [
    {},
    { toAddress: "member1999" },
    { toAddress: "m" },
    { toAddress: "nobody.at.all" },
    { status: ["SENT"] },
    { status: ["QUEUED"] },
    { status: ["FAILED"] },
  ]);
  for (const token of [tokens.staff, tokens.large]) {
    const of = { id: known.conferenceId };
    const who = token === tokens.staff ? "staff" : "large";
    add(
      `sessions, ${who}`,
      token,
      "ConferenceSessions",
      "Session",
      [{}, { text: "Speaker 7" }, { eligible: true }],
      of,
    );
    add(`registrations, ${who}`, token, "ConferenceRegistrations", "Registration", [{}, { email: "19" }], of);
    add(`who claimed, ${who}`, token, "ConferenceAttendees", "ConferenceAttendee", [{}, { text: "smith" }], of);
  }
  add("audit log of a program, staff", tokens.staff, "AuditLog", null, [{}], { subjectId: known.programId });
  add("audit log, staff", tokens.staff, "AuditList", "AuditEntry", [
    {},
    { actor: "provider" },
    { actor: "nobody" },
    { action: "program" },
    { action: "program.approve" },
    { from: `${known.day}T00:00:00Z` },
    { before: `${known.day}T00:00:00Z` },
  ]);
  return cases;
}

/** The values of an enum `…OrderField` of the schema. */
async function readOrderFields(bench: Bench): Promise<(type: string) => string[]> {
  const { __schema } = (await ask(bench, tokens.staff, "{ __schema { types { name enumValues { name } } } }")) as {
    __schema: { types: { name: string; enumValues: { name: string }[] | null }[] };
  };
  return (type) => {
    const found = __schema.types.find(({ name }) => name === `${type}OrderField`)?.enumValues;
    if (!found) throw new Error(`The schema has no ${type}OrderField.`);
    return found.map(({ name }) => name);
  };
}

async function ask({ url }: Bench, token: string, query: string, variables: object = {}): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: { message: string }[] };
  if (errors) throw new Error(`${JSON.stringify(variables)}: ${errors[0]?.message}`);
  return data;
}

async function measure(bench: Bench, { token, document, variables }: Case, count: number): Promise<Measured> {
  const times: number[] = [];
  let statements = 0;
  for (let i = 0; i < warmUps + count; i++) {
    bench.statements();
    const start = performance.now();
    await ask(bench, token, document, variables);
    if (i < warmUps) continue;
    times.push(performance.now() - start);
    statements = Math.max(statements, bench.statements());
  }
  const sorted = times.toSorted((a, b) => a - b);
  return { p50: median(times), p95: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN, statements };
}

/**
 * Every list of the console at 1,000, 10,000 and 100,000 programs with ten attendance records each: the 50th and 95th percentile of a
 * request, how many SQL statements it sends, signing in and limits included, and how it grows. One request at a time.
 */
export async function lists(): Promise<void> {
  const bench = await startBench({
    LIMIT_MEMBER_SEARCH_BY_VIEWER: "1000000000",
    LIMIT_MEMBER_SEARCHES_BY_PROVIDER: "1000000000",
    LIMIT_MEMBERS_SHOWN_BY_PROVIDER: "1000000000",
  });
  try {
    const found = new Map<string, { wanted: Case; by: Measured[] }>();
    const { db } = bench;
    await fillPeople(db);
    let filled = 0;
    let known: Known | null = null;
    for (const size of sizes) {
      const start = performance.now();
      await fillPrograms(db, filled + 1, size);
      filled = size;
      known ??= await know(bench, await fillConference(db));
      await db.query("VACUUM ANALYZE");
      const filledIn = performance.now() - start;
      for (const wanted of casesOf(known, await readOrderFields(bench))) {
        const key = `${wanted.list}: ${wanted.what} ${JSON.stringify(wanted.variables.filter ?? {})}`;
        const entry = found.get(key) ?? { wanted, by: [] };
        entry.by.push(await measure(bench, wanted, requests(size)));
        found.set(key, entry);
      }
      const seconds = (ms: number) => `${(ms / 1_000).toFixed(0)} s`;
      console.log(
        `${size} programs: filled in ${seconds(filledIn)}, asked in ${seconds(performance.now() - start - filledIn)}`,
      );
    }
    report([...found.entries()]);
  } finally {
    await bench.stop();
  }
}

async function know({ db }: Bench, conferenceId: string): Promise<Known> {
  const { rows } = await db.query(
    `SELECT p.id AS "programId", p.number AS "programNumber", p.provider_id AS "providerId", p.type_id AS "typeId",
       p.starts_on::text AS day, (SELECT id FROM program WHERE status = 'SUBMITTED' LIMIT 1) AS "waitingId"
     FROM program p JOIN bench_program b ON b.id = p.id JOIN bench_provider v ON v.id = p.provider_id
     WHERE p.status = 'COMPLETED' ORDER BY v.n, p.starts_on OFFSET 50 LIMIT 1`,
  );
  return { ...rows[0], conferenceId };
}

function report(found: [key: string, { by: Measured[] }][]): void {
  const rows = found
    .map(([key, { by }]) => {
      const last = by.at(-1) ?? { p50: Number.NaN, p95: Number.NaN, statements: Number.NaN };
      return { key, ...last, growth: last.p50 / (by[0]?.p50 ?? Number.NaN) };
    })
    .toSorted((a, b) => b.p95 - a.p95);
  console.log(
    `\nAt ${sizes.at(-1)} programs, the slowest first; the limits are ${limit.milliseconds} ms and ${limit.statements} statements.`,
  );
  console.log(" p50 ms   p95 ms  of limit  statements  growth");
  for (const { key, p50, p95, statements, growth } of rows)
    console.log(
      [
        p50.toFixed(1).padStart(7),
        p95.toFixed(1).padStart(8),
        (p95 / limit.milliseconds).toFixed(2).padStart(9),
        `${statements}${statements > limit.statements ? "!" : ""}`.padStart(11),
        `× ${growth.toFixed(1)}`.padStart(8),
        key,
      ].join(" "),
    );
  const slow = rows.filter((row) => row.p95 > limit.milliseconds).length;
  const chatty = rows.filter((row) => row.statements > limit.statements).length;
  console.log(`${rows.length} requests: ${slow} over the time, ${chatty} over the statements.`);
}
