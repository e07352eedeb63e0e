import { listExports } from "../../server/http/exports.routes.ts";
import { consoleDocument } from "../support/console-documents.ts";
import { World } from "../support/world.ts";

let world: World;
let staff: Awaited<ReturnType<World["staff"]>>;
let lakeside: Awaited<ReturnType<World["provider"]>>;
let northern: Awaited<ReturnType<World["provider"]>>;
let conferenceId: string;

/** So many of each thing for each provider: more than a page, and most of them equal in most columns. */
const many = 24;
/** So many of the members claim sessions of the conference. */
const claimants = 18;

beforeAll(async () => {
  world = await World.start();
  world.writesOwnAudit = true;
  staff = await world.staff();
  lakeside = await world.provider({ name: "Lakeside" });
  northern = await world.provider({ name: "Northern" });
  await world.sql(
    `INSERT INTO member (member_number, first_name, last_name, first_name_key, given_names_key, last_name_key, city, state, zip, county,
       role, membership, active, created_at)
     SELECT (99990 + n)::text, 'Ann', 'Smith', 'ann', 'ann', 'smith', CASE WHEN n % 3 > 0 THEN 'City ' || n % 4 END, 'IL',
       (60000 + n % 5)::text, CASE WHEN n % 2 = 0 THEN 'Cook' END, CASE WHEN n % 4 > 0 THEN '=1+1' END,
       CASE WHEN n % 2 = 0 THEN 'GUEST' ELSE 'MEMBER' END, n % 3 > 0, now()
     FROM generate_series(1, $1::int) n`,
    [many],
  );
  await world.sql(
    "INSERT INTO stored_file (media_type, byte_size, sha256, content, created_at) VALUES ('a/b', 1, sha256('x'), 'x', now())",
  );
  for (const { id, number } of [lakeside, northern]) {
    await world.sql(
      `INSERT INTO program (number, provider_id, type_id, credit_rule_id, status, name, name_key, minutes, credits, starts_on, ends_on,
         submitted_at, created_at)
       SELECT CASE WHEN n % 4 > 0 THEN $3 || (990 + n)::text END, $1,
         (SELECT id FROM program_type WHERE code = CASE WHEN n % 6 < 5 THEN 'CONFERENCE' ELSE 'LECTURE' END),
         (SELECT id FROM credit_rule WHERE code = 'CONTACT_HOUR_60'), CASE WHEN n % 2 = 0 THEN 'COMPLETED' ELSE 'DRAFT' END,
         'Name ' || n % 3, 'name' || n % 3, 60, 2, CASE WHEN n % 5 > 0 THEN date '2026-01-01' + n % 4 END, date '2026-02-01',
         CASE WHEN n % 4 > 0 THEN timestamptz '2026-01-01 12:00Z' END, timestamptz '2026-01-01 12:00Z' + n % 2 * interval '1 hour'
       FROM generate_series(1, $2::int) n`,
      [id, many, number === lakeside.number ? "L26" : "N26"],
    );
    await world.sql(
      `INSERT INTO offering (program_id, starts_on, ends_on, time_zone, format)
       SELECT id, '2026-01-01', '2026-01-01', 'America/Chicago', 'VIRTUAL' FROM program WHERE provider_id = $1`,
      [id],
    );
    await world.sql(
      `INSERT INTO attendance_upload (provider_id, file_name, sha256, byte_size, status, preview, row_count, recorded_rows, error_count,
         created_at)
       SELECT $1, 'roster' || n % 3, '', 1, CASE WHEN n % 2 = 0 THEN 'PROCESSED' ELSE 'REJECTED' END, false,
         CASE WHEN n % 4 > 0 THEN n % 5 END, n % 2, n % 3, timestamptz '2026-01-01 12:00Z' + n % 2 * interval '1 hour'
       FROM generate_series(1, $2::int) n`,
      [id, many],
    );
    await world.sql(
      `INSERT INTO attendance_record (member_id, program_id, offering_id, completed_on, credits, source, recorded_at)
       SELECT m.id, p.id, o.id, date '2026-01-01' + p.n::int % 3, 1 + p.n % 3, CASE WHEN p.n % 2 = 0 THEN 'ENTRY' ELSE 'API' END,
         timestamptz '2026-01-01 12:00Z' + p.n % 2 * interval '1 hour'
       FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM program WHERE provider_id = $1) p
       JOIN offering o ON o.program_id = p.id
       JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM member WHERE last_name = 'Smith') m ON m.n = 1 + p.n % 7`,
      [id],
    );
    await world.sql(
      `INSERT INTO ledger_entry (provider_id, kind, amount, currency, at, actor_as, reference)
       SELECT $1, 'SURPLUS', n, 'USD', timestamptz '2026-01-01 12:00Z' + n % 2 * interval '1 hour', 'STAFF', 'Check ' || n
       FROM generate_series(1, $2::int) n`,
      [id, many],
    );
    await world.sql(
      `INSERT INTO invoice (number, provider_id, currency, total, tax_name, tax_percent, tax, issued_at, due_on, file_id)
       SELECT 'I' || $3 || '-' || lpad(n::text, 4, '0'), $1, 'USD', 100 + n % 3, '', 0, 0,
         timestamptz '2026-01-01 12:00Z' + n % 2 * interval '1 hour', '2026-02-01', (SELECT id FROM stored_file)
       FROM generate_series(1, $2::int) n`,
      [id, many, number],
    );
    await world.sql(
      `INSERT INTO certificate (number, verification_code, member_id, program_id, attendance_record_id, status, recipient_name,
         recipient_key, provider_name, accreditor_name, title, credits, credit_unit, completed_on, issued_at, pdf_file_id)
       SELECT 'C' || (CASE WHEN $2 THEN 99990 ELSE 99900 END + row_number() OVER ()), a.id::text, a.member_id, a.program_id, a.id,
         'ISSUED', 'Ann Smith', 'annsmith', 'Provider', 'Accreditor', p.name, a.credits, 'credit', a.completed_on, a.recorded_at, (SELECT id FROM stored_file)
       FROM attendance_record a JOIN program p ON p.id = a.program_id WHERE p.provider_id = $1`,
      [id, number === lakeside.number],
    );
  }
  await world.sql(
    `UPDATE certificate SET status = 'SUPERSEDED', superseded_by_id = (SELECT id FROM certificate WHERE number = 'C99991')
     WHERE number > 'C99991' AND number < 'C99999'`,
  );
  await world.sql(
    `INSERT INTO mail (kind, dedupe_key, to_address, to_name, subject, text, status, attempts, created_at)
     SELECT 'CERTIFICATE', n::text, 'ann' || n % 3 || '@example.test', 'Ann', '=cmd', 'Text', CASE WHEN n % 2 = 0 THEN 'SENT' ELSE 'FAILED' END, n % 4,
       timestamptz '2026-01-01 12:00Z' + n % 2 * interval '1 hour'
     FROM generate_series(1, $1::int) n`,
    [many],
  );
  [{ id: conferenceId }] = await world.sql("SELECT id FROM program WHERE number = 'L26991'");
  await world.sql(
    `INSERT INTO session (program_id, title, starts_at, ends_at, minutes, room, track, virtual, eligible, credits,
       speakers)
     SELECT $1, 'Session ' || n % 3, timestamptz '2026-01-01 12:00Z' + n % 2 * interval '1 hour', '2026-01-02 12:00Z', 60,
       CASE WHEN n % 4 > 0 THEN 'Room ' || n % 2 END, CASE WHEN n % 3 > 0 THEN 'Track' END, n % 2 = 0, n % 3 = 0, n % 2,
       CASE WHEN n % 5 > 1 THEN array['Ada', 'Bo'] WHEN n % 5 > 0 THEN array['Ada'] ELSE '{}' END
     FROM generate_series(1, $2::int) n`,
    [conferenceId, many],
  );
  await world.sql(
    `INSERT INTO registration (program_id, email, registration_type, access_from, virtual_only, created_at)
     SELECT $1, 'ann' || n || '@example.test', 'Type ' || n % 2, CASE WHEN n % 3 > 0 THEN date '2026-01-01' END, n % 2 = 0, now()
     FROM generate_series(1, $2::int) n`,
    [conferenceId, many],
  );
  await world.sql(
    `INSERT INTO audit_entry (at, actor_as, actor_name, action, subject_type, subject_id)
     SELECT timestamptz '2026-01-01 12:00Z' + n % 2 * interval '1 hour', 'STAFF', 'Ann' || n % 3 || '@example.test', 'listed.' || n % 4,
       'mail', uuid_v7()
     FROM generate_series(1, $1::int) n`,
    [many],
  );
  // Some claim two of the sessions that are eligible, some one.
  await world.sql(
    `WITH claimant AS (
       SELECT m.id, row_number() OVER (ORDER BY m.id) AS n FROM member m WHERE last_name = 'Smith'),
     bound AS (
       UPDATE registration r SET member_id = c.id FROM claimant c
       WHERE r.email = 'ann' || c.n || '@example.test' AND c.n <= $2 AND r.program_id = $1 RETURNING r.id, r.member_id, c.n),
     chosen AS (
       SELECT id, row_number() OVER (ORDER BY id) AS k FROM session WHERE program_id = $1 AND eligible ORDER BY id LIMIT 2)
     INSERT INTO session_claim (member_id, session_id, registration_id, attended_on, claimed_at)
     SELECT b.member_id, s.id, b.id, '2026-01-01', now() FROM bound b JOIN chosen s ON s.k <= 1 + b.n % 2`,
    [conferenceId, claimants],
  );
});
afterAll(() => world.stop());

// biome-ignore lint/suspicious/noExplicitAny: nodes of any list
type Node = any;

interface List {
  /** The query, what it needs beside a page and an order, and what is read of a node. */
  field: string;
  args?: string;
  filter?: string;
  nodes: string;
  order: string;
  /** What tells a node from others; without it its ID. */
  id?: (node: Node) => string;
  /** What a node is sorted by. */
  by: Record<string, (node: Node) => unknown>;
  /** How many staff see, and how many Lakeside; null where it sees none. */
  staff: number;
  lakeside: number | null;
  /** The export, and which of its columns has which value of a node. */
  csv: [name: string, column: string, value: (node: Node) => string];
}

/** By year, then by the running number as a number. */
const numberKey = (number: string | null): string | null =>
  number && `${number.slice(0, 3)}${number.slice(3).padStart(9, "0")}`;

const programs: Record<string, (node: Node) => unknown> = {
  NUMBER: (p) => numberKey(p.number),
  NAME: (p) => p.name,
  TYPE: (p) => p.type.name,
  STARTS_ON: (p) => p.startsOn,
  PROVIDER: (p) => p.provider.name,
  SUBMITTED_AT: (p) => p.submittedAt,
  STATUS: (p) => (p.status === "DRAFT" ? 0 : 1),
  CREATED_AT: (p) => p.createdAt,
  CHANGED_AT: (p) => p.changedAt,
};

const lists: List[] = [
  {
    field: "programs",
    nodes: "id number name status startsOn submittedAt createdAt changedAt type { name } provider { name }",
    order: "Program",
    by: programs,
    staff: 2 * many,
    lakeside: many,
    csv: ["programs", "Program Name", (p) => p.name],
  },
  {
    field: "attendance",
    nodes: `id completedOn credits source recordedAt member { memberNumber lastName } program { number name provider { name } }`,
    order: "Attendance",
    by: {
      PROGRAM_NUMBER: (a) => numberKey(a.program.number),
      PROGRAM_NAME: (a) => a.program.name,
      MEMBER_NUMBER: (a) => Number(a.member.memberNumber),
      MEMBER_NAME: (a) => a.member.lastName,
      COMPLETED_ON: (a) => a.completedOn,
      CREDITS: (a) => Number(a.credits),
      SOURCE: (a) => a.source,
      RECORDED_AT: (a) => a.recordedAt,
    },
    staff: 2 * many,
    lakeside: many,
    csv: ["attendance", "Member ID", (a) => a.member.memberNumber],
  },
  {
    field: "attendanceUploads",
    nodes: "id fileName status rowCount recordedRows errorCount createdAt provider { name }",
    order: "AttendanceUpload",
    by: {
      CREATED_AT: (u) => u.createdAt,
      FILE_NAME: (u) => u.fileName,
      PROVIDER: (u) => u.provider.name,
      STATUS: (u) => u.status,
      ROWS: (u) => u.rowCount,
      RECORDED_ROWS: (u) => u.recordedRows,
      ERRORS: (u) => u.errorCount,
    },
    staff: 2 * many,
    lakeside: many,
    csv: ["attendance-uploads", "File", (u) => u.fileName],
  },
  {
    field: "members",
    filter: `{ lastName: "smith" }`,
    nodes: "id memberNumber firstName lastName city state zip county role membership active changedAt",
    order: "Member",
    by: {
      NUMBER: (m) => Number(m.memberNumber),
      FIRST_NAME: (m) => m.firstName,
      LAST_NAME: (m) => m.lastName,
      CITY: (m) => m.city,
      STATE: (m) => m.state,
      ZIP: (m) => m.zip,
      COUNTY: (m) => m.county,
      ROLE: (m) => m.role,
      CHANGED_AT: (m) => m.changedAt,
      MEMBERSHIP: (m) => `${m.membership} ${m.active ? 1 : 0}`,
    },
    staff: many,
    lakeside: many,
    csv: ["members", "Member ID", (m) => m.memberNumber],
  },
  {
    field: "certificates",
    nodes: "id number recipientName title credits completedOn issuedAt changedAt status supersededBy { number }",
    order: "Certificate",
    by: {
      NUMBER: (c) => Number(c.number.slice(1)),
      RECIPIENT: (c) => c.recipientName,
      TITLE: (c) => c.title,
      COMPLETED_ON: (c) => c.completedOn,
      CREDITS: (c) => Number(c.credits),
      ISSUED_AT: (c) => c.issuedAt,
      CHANGED_AT: (c) => c.changedAt,
      STATUS: (c) => c.status,
    },
    staff: 2 * many,
    lakeside: many,
    csv: ["certificates", "Number", (c) => c.number],
  },
  {
    field: "mails",
    nodes: "id toAddress subject status attempts createdAt",
    order: "Mail",
    by: {
      CREATED_AT: (m) => m.createdAt,
      TO_ADDRESS: (m) => m.toAddress,
      SUBJECT: (m) => m.subject,
      STATUS: (m) => m.status,
      ATTEMPTS: (m) => m.attempts,
    },
    staff: many,
    lakeside: null,
    csv: ["mails", "To Address", (m) => m.toAddress],
  },
  {
    field: "sessions",
    args: "programId: $of",
    nodes: "id title startsAt room track credits eligible virtual speakers claimCount",
    order: "Session",
    by: {
      STARTS_AT: (s) => s.startsAt,
      TITLE: (s) => s.title,
      ROOM: (s) => s.room,
      TRACK: (s) => s.track,
      CREDITS: (s) => Number(s.credits),
      ELIGIBLE: (s) => Number(s.eligible),
      VIRTUAL: (s) => Number(s.virtual),
      SPEAKERS: (s) => s.speakers.join(", ") || null,
      CLAIMS: (s) => s.claimCount,
    },
    staff: many,
    lakeside: many,
    csv: ["sessions", "Title", (s) => s.title],
  },
  {
    field: "registrations",
    args: "programId: $of",
    nodes: "id email registrationType accessFrom virtualOnly createdAt claimedBy { lastName }",
    order: "Registration",
    by: {
      EMAIL: (r) => r.email,
      TYPE: (r) => r.registrationType,
      ACCESS_FROM: (r) => r.accessFrom,
      VIRTUAL_ONLY: (r) => Number(r.virtualOnly),
      CREATED_AT: (r) => r.createdAt,
      CLAIMED_BY: (r) => r.claimedBy?.lastName ?? null,
    },
    staff: many,
    lakeside: many,
    csv: ["registrations", "Email", (r) => r.email],
  },
  {
    field: "conferenceAttendees",
    args: "programId: $of",
    nodes: "sessions credits member { id memberNumber lastName } certificate { number }",
    id: (a) => a.member.id,
    order: "ConferenceAttendee",
    by: {
      NUMBER: (a) => Number(a.member.memberNumber),
      NAME: (a) => a.member.lastName,
      SESSIONS: (a) => a.sessions,
      CREDITS: (a) => Number(a.credits),
      CERTIFICATE: (a) => a.certificate?.number ?? null,
    },
    staff: claimants,
    lakeside: claimants,
    csv: ["conference-attendees", "Member ID", (a) => a.member.memberNumber],
  },
  {
    field: "invoices",
    nodes: "id number issuedAt total",
    order: "Invoice",
    by: { ISSUED_AT: (i) => i.issuedAt, NUMBER: (i) => i.number, TOTAL: (i) => i.total },
    staff: 2 * many,
    lakeside: many,
    csv: ["invoices", "Invoice", (i) => i.number],
  },
  {
    field: "ledger",
    nodes: "id at reference",
    order: "Ledger",
    by: { AT: (l) => l.at },
    staff: 2 * many,
    lakeside: many,
    csv: ["ledger", "Reference", (l) => l.reference],
  },
  {
    field: "auditEntries",
    filter: `{ action: "listed." }`,
    nodes: "id at actor action",
    order: "AuditEntry",
    by: { AT: (e) => e.at, ACTOR: (e) => e.actor.toLowerCase(), ACTION: (e) => e.action },
    staff: many,
    lakeside: null,
    csv: ["audit-entries", "Actor", (e) => e.actor],
  },
];

interface Page {
  nodes: Node[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

async function read(list: List, token: string, variables: Record<string, unknown>): Promise<Page> {
  const of = list.args ? ", $of: ID!" : "";
  const query = `query ($orderBy: [${list.order}Order!], $first: Int!, $after: String, $offset: Int${of}) {
    ${list.field}(${list.args ?? ""} ${list.filter ? `filter: ${list.filter}` : ""} orderBy: $orderBy, first: $first, after: $after,
      offset: $offset) { totalCount pageInfo { hasNextPage endCursor } nodes { ${list.nodes} } } }`;
  const given = list.args ? { of: conferenceId, ...variables } : variables;
  return (await world.ok(token, query, given))[list.field];
}

/** By numbers, and by texts as the database's collation has them; nothing comes last. */
function compare(a: unknown, b: unknown, descending: boolean): number {
  const missing = Number(a === null) - Number(b === null);
  if (missing !== 0 || a === null) return missing;
  const order =
    typeof a === "number" ? a - (b as number) : String(a) < String(b) ? -1 : Number(String(a) !== String(b));
  return descending ? -order : order;
}

const orders = lists.flatMap((list) =>
  Object.keys(list.by).flatMap((field) =>
    ["ASC", "DESC"].map((direction) => [list.field, field, direction, list] as const),
  ),
);

/** Lists that are of another answer, by the test that tries them. */
const triedElsewhere = { CreditDifference: "test/certificates/rule-trial" };
const here = ([order]: [string, unknown]): boolean => !(order.replace(/Order(Field)?$/, "") in triedElsewhere);

test("every list is tried here, by each field that it can be sorted by, and so is its export", async () => {
  const { __schema } = await world.ok(staff.token, "{ __schema { types { name enumValues { name } } } }");
  const sortable = __schema.types.filter(({ name }: Node) => name.endsWith("OrderField"));
  expect(
    new Map(
      sortable
        .map(({ name, enumValues }: Node) => [name, enumValues.map((value: Node) => value.name).sort()])
        .filter(here),
    ),
  ).toEqual(new Map(lists.map(({ order, by }) => [`${order}OrderField`, Object.keys(by).sort()])));
  expect(
    new Map(
      listExports.filter(({ orderType }) => here([orderType, null])).map(({ name, orderType }) => [name, orderType]),
    ),
  ).toEqual(
    new Map([...lists.map(({ csv, order }) => [csv[0], `${order}Order`] as const), ["conferences", "ProgramOrder"]]),
  );
});

test.each(orders)(
  "%s by %s %s: sorted, by pages the same as by cursor, each row once",
  async (_, field, direction, list) => {
    const orderBy = [{ field, direction }];
    const whole = (await read(list, staff.token, { orderBy, first: 50 })).nodes;
    expect(whole).toHaveLength(list.staff);
    const value = list.by[field] ?? (() => null);
    for (const [i, node] of whole.entries())
      if (i > 0) expect(compare(value(whole[i - 1]), value(node), direction === "DESC")).toBeLessThanOrEqual(0);
    const idOf = list.id ?? ((node: Node) => node.id);
    const ids = whole.map(idOf);
    expect(new Set(ids).size).toBe(list.staff);
    const walked: string[] = [];
    const jumped: string[] = [];
    let after: string | null = null;
    do {
      const page: Page = await read(list, staff.token, { orderBy, first: 17, after });
      const same: Page = await read(list, staff.token, { orderBy, first: 17, offset: jumped.length });
      expect([page.totalCount, same.totalCount]).toEqual([list.staff, list.staff]);
      walked.push(...page.nodes.map(idOf));
      jumped.push(...same.nodes.map(idOf));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(walked).toEqual(ids);
    expect(jumped).toEqual(ids);
  },
);

test.each(lists.map((list) => [list.field, list] as const))(
  "%s: sorted or not, a provider sees its own",
  async (_, list) => {
    for (const field of Object.keys(list.by).slice(0, 2)) {
      const reading = read(list, lakeside.token, { orderBy: [{ field, direction: "DESC" }], first: 50 });
      if (list.lakeside === null) await expect(reading).rejects.toThrow("FORBIDDEN");
      else expect(await reading).toMatchObject({ totalCount: list.lakeside, nodes: { length: list.lakeside } });
    }
    if (list.args) await expect(read(list, northern.token, { first: 5 })).rejects.toThrow("NOT_FOUND");
  },
);

/** What no row has; by each of several, where they share the rows among themselves. */
function matchingNothing(field: string, type: string, values: string[]): unknown[] {
  if (values.length > 0) return values;
  if (type === "Boolean") return [true, false];
  if (type === "ID") return ["01970000-0000-7000-8000-000000000000"];
  const past = field === "before" || /To$|^to$/.test(field);
  if (type === "LocalDate") return [past ? "1900-01-01" : "2999-01-01"];
  if (type === "DateTime") return [past ? "1900-01-01T00:00:00Z" : "2999-01-01T00:00:00Z"];
  return ["zzzz"];
}

test.each(lists.map((list) => [list.field, list] as const))(
  "%s: each field of its filter narrows it",
  async (_, list) => {
    const { __schema } = await world.ok(
      staff.token,
      `{ __schema { queryType { fields { name args { name type { name ofType { name } } } } }
       types { name enumValues { name } inputFields { name type { kind name ofType { kind name ofType { kind name ofType { name } } } } } } } }`,
    );
    const typeOf = (name: string): Node => __schema.types.find((type: Node) => type.name === name);
    const innermost = (type: Node): string => (type.ofType ? innermost(type.ofType) : type.name);
    const args: Node[] = __schema.queryType.fields.find(({ name }: Node) => name === list.field).args;
    const filter = args.find(({ name }) => name === "filter");
    const wide: Record<string, unknown> = list.filter ? JSON.parse(list.filter.replace(/(\w+):/g, '"$1":')) : {};
    const of = list.args ? ", $of: ID!" : "";
    for (const { name, type } of filter ? typeOf(filter.type.name ?? filter.type.ofType.name).inputFields : []) {
      const isList = (type.ofType ?? type).kind === "LIST" || type.kind === "LIST";
      const values = (typeOf(innermost(type)).enumValues ?? []).map((value: Node) => value.name);
      const totals: number[] = [];
      for (const value of matchingNothing(name, innermost(type), values)) {
        const query = `query ($filter: ${filter.type.name ?? `${filter.type.ofType.name}!`}${of}) { ${list.field}(${list.args ?? ""} filter: $filter, first: 1) { totalCount } }`;
        const variables = {
          filter: { ...wide, [name]: isList ? [value] : value },
          ...(of ? { of: conferenceId } : {}),
        };
        totals.push((await world.ok(staff.token, query, variables))[list.field].totalCount);
      }
      const sum = totals.reduce((a, b) => a + b, 0);
      if (innermost(type) === "Boolean") expect([name, Math.min(...totals) < list.staff]).toEqual([name, true]);
      else if (values.length > 0) expect([name, sum]).toEqual([name, list.staff]);
      else expect([name, sum]).toEqual([name, 0]);
    }
  },
);

test("a provider who is a member too sees both their own and their program's, once each", async () => {
  const [{ id: memberId }] = await world.sql(
    `SELECT a.member_id AS id FROM attendance_record a JOIN program p ON p.id = a.program_id WHERE p.provider_id = $1 LIMIT 1`,
    [northern.id],
  );
  await world.sql("UPDATE member SET account_id = $1 WHERE id = $2", [lakeside.accountId, memberId]);
  try {
    const [{ count }] = await world.sql(
      `SELECT count(*)::int FROM attendance_record a JOIN program p ON p.id = a.program_id 
       WHERE p.provider_id = $1 OR a.member_id = $2`,
      [lakeside.id, memberId],
    );
    expect(count).toBeGreaterThan(many);
    for (const list of lists.filter(({ field }) => field === "attendance" || field === "certificates")) {
      const { nodes, totalCount } = await read(list, lakeside.token, { first: 50 });
      expect([new Set(nodes.map((node) => node.id)).size, totalCount]).toEqual([count, count]);
    }
  } finally {
    await world.sql("UPDATE member SET account_id = NULL WHERE id = $1", [memberId]);
  }
});

describe("exports", () => {
  const cells = (line: string): string[] =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = ""]) => cell);
  const fetched = async (token: string, path: string): Promise<{ status: number; rows: string[][] }> => {
    const response = await world.fetch(`/exports/${path}`, { token });
    const text = (await response.text()).replace("\uFEFF", "").trim();
    return { status: response.status, rows: text.split("\r\n").map(cells) };
  };
  const address = (list: List, orderBy: unknown): string => {
    const filter = list.filter ? JSON.parse(list.filter.replace(/(\w+):/, '"$1":')) : {};
    const of: Record<string, string> = list.args ? { programId: conferenceId } : {};
    return `${list.csv[0]}.csv?${new URLSearchParams({ filter: JSON.stringify(filter), orderBy: JSON.stringify(orderBy), ...of })}`;
  };

  test.each(lists.map((list) => [list.field, list] as const))(
    "%s: every row in the order that is shown",
    async (_, list) => {
      const [, column, value] = list.csv;
      for (const field of Object.keys(list.by).slice(0, 3)) {
        const orderBy = [{ field, direction: "DESC" }];
        const { status, rows } = await fetched(staff.token, address(list, orderBy));
        expect(status).toBe(200);
        const at = rows[0]?.indexOf(column) ?? -1;
        const { nodes } = await read(list, staff.token, { orderBy, first: 50 });
        expect(rows.slice(1).map((row) => row[at])).toEqual(nodes.map(value));
      }
      const [entry] = await world.sql(
        "SELECT after FROM audit_entry WHERE action = 'list.export' ORDER BY at DESC, id DESC LIMIT 1",
      );
      expect(entry.after.list).toBe(list.csv[0]);
    },
  );

  test.each(lists.map((list) => [list.field, list] as const))(
    "%s: a provider gets what is its own",
    async (_, list) => {
      const { status, rows } = await fetched(lakeside.token, address(list, []));
      const hidden = list.lakeside === null || list.field === "members";
      expect([status, hidden ? 0 : rows.length - 1]).toEqual(hidden ? [404, 0] : [200, list.lakeside]);
      if (list.args) expect((await fetched(northern.token, address(list, []))).status).toBe(404);
    },
  );

  test("conferences are the programs of that type", async () => {
    const { rows } = await fetched(lakeside.token, "conferences.csv");
    const [{ count }] = await world.sql(
      "SELECT count(*)::int FROM program p JOIN program_type t ON t.id = p.type_id WHERE t.code = 'CONFERENCE' AND p.provider_id = $1",
      [lakeside.id],
    );
    expect(rows.length - 1).toBe(count);
  });

  test("who claimed is exported with the sessions and credits of each", async () => {
    const { rows } = await fetched(lakeside.token, `conference-attendees.csv?programId=${conferenceId}`);
    const [headings, ...claimed] = rows;
    expect(headings?.filter(Boolean)).toEqual([
      "Member ID",
      "First Name",
      "Last Name",
      "Sessions",
      "Credits",
      "Without Evidence of Presence",
    ]);
    expect(new Set(claimed.map(([, , lastName, sessions]) => `${lastName} ${sessions}`))).toEqual(
      new Set(["Smith 1", "Smith 2"]),
    );
  });

  test("cells that begin like a formula are made harmless", async () => {
    const { rows } = await fetched(staff.token, `members.csv?filter=${encodeURIComponent('{"lastName":"smith"}')}`);
    const role = rows[0]?.indexOf("Role") ?? -1;
    expect(rows.filter((row) => row[role] === "'=1+1").length).toBe(many - many / 4);
    expect((await fetched(staff.token, "mails.csv")).rows.flat().filter((cell) => cell.startsWith("="))).toEqual([]);
  });

  test.each([
    ["orderBy=%5B", "no JSON"],
    [`orderBy=${encodeURIComponent('[{"field":"NOTHING"}]')}`, "an unknown column"],
    [`orderBy=${encodeURIComponent('[{"field":"NAME","direction":"UP"}]')}`, "an unknown direction"],
    ["orderBy=%5B%5D&orderBy=%5B%5D", "two orders"],
  ])("%s is refused: %s", async (query) => {
    expect((await fetched(staff.token, `programs.csv?${query}`)).status).toBe(400);
  });

  test("the member search is not exported without a condition", async () => {
    expect((await fetched(staff.token, "members.csv")).status).toBe(400);
  });
});

describe("statements, signing in and limits included", () => {
  /** Documents of lists, and of the pages that begin with lists. */
  const asked: [operation: string, variables: Record<string, unknown>, staffOnly?: boolean][] = [
    ["ProgramList", {}],
    ["ProgramList", { filter: { inbox: true } }],
    ["ProgramList", { orderBy: [{ field: "PROVIDER", direction: "ASC" }] }],
    ["AttendanceList", {}],
    ["AttendanceList", { filter: { programNumber: "L26991" } }],
    ["UploadList", {}],
    ["CertificateList", {}],
    ["ConferenceList", { filter: { typeCode: "CONFERENCE" } }],
    ["MemberSearch", { filter: { lastName: "smith" } }],
    ["MailList", {}, true],
    ["ConferenceSessions", { of: true }],
    ["ConferenceSessions", { of: true, filter: { text: "nothing" } }],
    ["ConferenceRegistrations", { of: true }],
    ["ConferenceAttendees", { of: true }],
    ["AuditList", {}, true],
    ["InboxOrder", {}],
    ["ReportablePrograms", {}],
    ["ProviderChoices", {}, true],
    ["StaffDashboard", {}, true],
    ["ProviderDashboard", {}],
    ["AuditLog", { of: true }, true],
  ];

  test.each(asked)(
    "%s %j: at most four, and no more for twenty rows than for one",
    async (operation, variables, staffOnly = false) => {
      const document = consoleDocument(operation);
      const { of, ...given } = variables;
      const cost = (token: string, first: number) =>
        world.statements(() =>
          // Where the document says itself how many it shows, as many as there are would all be on the first page.
          world.ok(token, document.replace("first: 50", `first: ${first}`), {
            ...given,
            ...(document.includes("$first") && { first }),
            ...(document.includes("$offset") && { offset: 0 }),
            ...(of !== undefined && { id: conferenceId, subjectId: conferenceId }),
          }),
        );
      for (const { token } of staffOnly ? [staff] : [staff, lakeside]) {
        // A token that was not used for a while is marked as used: no statement more.
        await world.sql("UPDATE access_token SET last_used_at = now() - interval '1 day'");
        const one = await cost(token, 1);
        expect(one).toBeLessThanOrEqual(4);
        expect(await cost(token, 20)).toBeLessThanOrEqual(one);
        const [{ stale }] = await world.sql(
          "SELECT bool_and(last_used_at < now() - interval '1 hour') AS stale FROM access_token",
        );
        expect(stale).toBe(false);
      }
    },
  );
});

test.each(["programs", "certificates", "mails"])(
  "%s by their IDs: those of others are as if there were none, and no IDs find nothing",
  async (list) => {
    const query = `query ($ids: [ID!]) { ${list}(first: 50, filter: { ids: $ids }) { nodes { id } } }`;
    const all = await world.ok(staff.token, `{ ${list}(first: 50) { nodes { id } } }`);
    const ids: string[] = all[list].nodes.map(({ id }: Node) => id);
    const asked = async (token: string, of: string[]) =>
      (await world.ok(token, query, { ids: of }))[list].nodes.map(({ id }: Node) => id).sort();
    expect(await asked(staff.token, [...ids.slice(3, 5), "nonsense"])).toEqual(ids.slice(3, 5).sort());
    expect(await asked(staff.token, [])).toEqual([]);
    if (list === "mails") return;
    const own = await world.ok(lakeside.token, `{ ${list}(first: 50) { nodes { id } } }`);
    const ownIds: string[] = own[list].nodes.map(({ id }: Node) => id);
    expect(await asked(lakeside.token, [...new Set([...ids, ...ownIds])])).toEqual([...ownIds].sort());
  },
);
