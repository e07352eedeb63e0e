import type { World } from "../support/world.ts";

// The second answer to whether what is awarded is what was approved: from rows of the tables as they are, with loops and whole
// hundredths, and without a line of the server's own rules or SQL.

// biome-ignore lint/suspicious/noExplicitAny: rows of any table
type Row = any;

const tableNames = [
  "program",
  "program_type",
  "offering",
  "session",
  "session_credit",
  "session_instructor",
  "attendance_record",
  "attendance_credit",
  "certificate",
  "certificate_line",
  "certificate_credit",
  "credit_kind",
  "credit_rule",
  "repeat_rule",
  "instructor_rule",
  "member",
  "licence",
] as const;

export type Tables = Record<(typeof tableNames)[number] | "approval", Row[]>;

/** All rows of these tables, as far as they are of these programs or of none, and what staff approved of each program, in its order. */
export async function readTables(world: World, programIds: readonly string[]): Promise<Tables> {
  const parts = tableNames.map((name) => `'${name}', (SELECT coalesce(json_agg(t), '[]') FROM ${name} t)`);
  const [{ tables }] = await world.sql(
    `SELECT json_build_object(${parts.join(", ")}, 'approval', (SELECT coalesce(json_agg(e ORDER BY e.id), '[]') FROM audit_entry e
       WHERE e.action IN ('program.approve', 'program.correct-credits'))) AS tables`,
  );
  const isOfThese = (row: Row) => (row.program_id ? programIds.includes(row.program_id) : true);
  return Object.fromEntries(
    Object.entries(tables as Tables).map(([name, rows]) => [name, rows.filter(isOfThese)]),
  ) as Tables;
}

const cents = (amount: unknown): number => Math.round(Number(amount ?? 0) * 100);
const sum = (rows: readonly { credits: unknown }[]): number =>
  rows.reduce((total, row) => total + cents(row.credits), 0);
const millis = (instant: string): number => new Date(instant).getTime();

/** An amount of each further kind, by its ID. */
type Kinds = Record<string, number>;

function addUp(rows: readonly Row[]): Kinds {
  const found: Kinds = {};
  for (const { kind_id, credits } of rows) found[kind_id] = (found[kind_id] ?? 0) + cents(credits);
  return found;
}

const equal = (a: Kinds, b: Kinds): boolean =>
  [...Object.keys(a), ...Object.keys(b)].every((kind) => (a[kind] ?? 0) === (b[kind] ?? 0));

/** What staff had approved of a program at an instant: of the default kind, and of each further one. */
function approvedAt(tables: Tables, programId: string, instant: number): { credits: number; kinds: Kinds } {
  let credits = 0;
  const kinds: Kinds = {};
  for (const { subject_id, at, after } of tables.approval) {
    if (subject_id !== programId || millis(at) > instant) continue;
    if (after.credits !== undefined) credits = cents(after.credits);
    for (const each of after.creditKinds ?? []) {
      const kind = tables.credit_kind.find(({ code }) => code === each.kind);
      if (kind) kinds[kind.id] = cents(each.credits);
    }
  }
  return { credits, kinds };
}

/** Whether what is completed on these two days earns once, by the rule of the program's type that holds on the first. */
function isOnePeriod(tables: Tables, type: Row, day: string, other: string): boolean {
  if (type.form === "SERIES") return true;
  const [rule] = tables.repeat_rule
    .filter(({ type_id, starts_on }) => type_id === type.id && starts_on <= day)
    .sort((a, b) => (a.starts_on < b.starts_on ? 1 : -1));
  const years = [day, other].map((each) => Number(each.slice(0, 4)));
  const cycles = years.map((year) => Math.floor((year - rule?.cycle_from) / rule?.cycle_years));
  if (rule?.scope === "YEAR") return years[0] === years[1];
  if (rule?.scope === "CYCLE") return cycles[0] === cycles[1];
  return rule?.scope === "PROGRAM";
}

/** How many times what attendees earn of a session its speaker does; null: the person is none, or earns nothing of their own. */
function timesAsMuch(tables: Tables, record: Row, type: Row, session: Row): number | null {
  const link = tables.session_instructor.find(
    ({ session_id, member_id, linked }) => session_id === session.id && member_id === record.member_id && linked,
  );
  const [rule] = tables.instructor_rule
    .filter(({ type_id, starts_on }) => type_id === type.id && starts_on <= localDay(session.starts_at))
    .sort((a, b) => (a.starts_on < b.starts_on ? 1 : -1));
  if (!link || !rule?.multiple || (rule.first_time_only && link.given_before)) return null;
  return Number(rule.multiple);
}

/** Whether both were sat through at once, or are one content. */
function clash(a: Row, b: Row, [ofA, ofB]: readonly [Row, Row]): boolean {
  if ((a.recording_of_id ?? a.id) === (b.recording_of_id ?? b.id)) return true;
  if (a.talk_key !== null && a.talk_key === b.talk_key) return true;
  const later = (session: Row, on: string, speaks: boolean) =>
    session.virtual && !speaks && (session.released_on !== null || on > localDay(session.starts_at));
  if (later(a, ofA.attended_on, ofA.as_instructor) || later(b, ofB.attended_on, ofB.as_instructor)) return false;
  return millis(a.starts_at) < millis(b.ends_at) && millis(b.starts_at) < millis(a.ends_at);
}

/** The day in Chicago, where everything of these tests is held. */
const localDay = (instant: string): string =>
  new Date(instant).toLocaleDateString("sv-SE", { timeZone: "America/Chicago" });

/**
 * What is awarded and was not approved, or contradicts something else that is on record.
 * @param now what was recorded and issued at this instant was so by what the tables say
 */
export function contradictions(tables: Tables, now: Date): string[] {
  const found: string[] = [];
  const say = (what: string, ...rows: Row[]) =>
    found.push(`${what}: ${rows.map((row) => JSON.stringify(row)).join(" and ")}`);
  const byId = (name: keyof Tables) => new Map<string, Row>(tables[name].map((row) => [row.id, row]));
  const [programs, types, rules] = [byId("program"), byId("program_type"), byId("credit_rule")];
  const [sessions, members, kindsById] = [byId("session"), byId("member"), byId("credit_kind")];
  const onRecord = tables.attendance_record.filter(({ reversed_at }) => reversed_at === null);
  const kindsOf = (records: readonly Row[]): Kinds => {
    const ids = new Set(records.map(({ id }) => id));
    return addUp(tables.attendance_credit.filter(({ record_id }) => ids.has(record_id)));
  };
  const isNow = (instant: string) => millis(instant) === now.getTime();

  for (const record of onRecord) {
    const program = programs.get(record.program_id)!;
    const rule = rules.get(program.credit_rule_id)!;
    const credits = cents(record.credits);
    if (credits <= 0) say("a record of nothing", record);
    if (credits % cents(rule.step) !== 0) say("a part of a step", record);
    if (members.get(record.member_id)?.merged_into_id) say("a record of who was merged", record);
    const approved = approvedAt(tables, program.id, millis(record.recorded_at));
    if (credits > approved.credits)
      say(`more than ${approved.credits} that were approved when it was recorded`, record);
    const kinds = kindsOf([record]);
    for (const [id, amount] of Object.entries(kinds)) {
      const kind = kindsById.get(id)!;
      if (amount > (approved.kinds[id] ?? 0))
        say(`${amount} of a kind of which ${approved.kinds[id]} were approved`, record);
      const whole = kind.part_of_id && kindsById.get(kind.part_of_id)!;
      const of = whole ? (whole.is_default ? credits : (kinds[whole.id] ?? 0)) : Number.POSITIVE_INFINITY;
      if (amount > of) say(`${amount} of a part of ${of}`, record);
      if (record.completed_on < kind.starts_on) say("a kind before its first day", record);
      const isTheirs = tables.licence.some(
        ({ member_id, profession }) => member_id === record.member_id && kind.professions.includes(profession),
      );
      if (record.session_id !== null && kind.professions.length > 0 && !isTheirs)
        say("a kind that is for others", record);
    }
    if (record.session_id === null || !isNow(record.recorded_at)) continue;
    const session = sessions.get(record.session_id)!;
    if (record.source === "CLAIM" && record.replaces_id === null && !session.eligible)
      say("a session that is not eligible", record);
    const times = timesAsMuch(tables, record, types.get(program.type_id)!, session);
    // A merge records what two were awarded as one person's: whether it was as a speaker is what it was.
    const before = tables.attendance_record.find(({ id }) => id === record.replaces_id);
    const merged = before?.reversal_reason?.includes("are one person");
    if (record.as_instructor !== (merged ? before.as_instructor : times !== null))
      say("a speaker who is none, or one who is not told so", record);
    const most = (amount: unknown) => Math.floor(cents(amount) * (times ?? 1));
    if (credits > most(session.credits)) say("more than the session earns", record, session);
    const earned = addUp(tables.session_credit.filter(({ session_id }) => session_id === session.id));
    for (const [id, amount] of Object.entries(kinds))
      if (amount > Math.floor((earned[id] ?? 0) * (times ?? 1)))
        say("more of a kind than the session earns", record, session);
  }

  // Each person's hours earn once: once at an offering, within a period, in a session.
  for (const [at, one] of onRecord.entries())
    for (const other of onRecord.slice(at + 1)) {
      if (one.member_id !== other.member_id || one.program_id !== other.program_id) continue;
      if (one.session_id === null && other.session_id === null && one.offering_id === other.offering_id)
        say("one offering, twice", one, other);
      if ((one.session_id === null) !== (other.session_id === null)) say("a conference whole and in parts", one, other);
      if (one.session_id !== null && one.session_id === other.session_id) say("one session, twice", one, other);
      const type = types.get(programs.get(one.program_id)!.type_id)!;
      for (const [added, before] of [
        [one, other],
        [other, one],
      ])
        if (added.session_id === null && isNow(added.recorded_at))
          if (isOnePeriod(tables, type, added.completed_on, before.completed_on)) say("one period, twice", one, other);
    }

  for (const certificate of tables.certificate) {
    if (certificate.status !== "ISSUED") continue;
    const isOfConference = certificate.attendance_record_id === null;
    const standsOn = onRecord.filter((record) =>
      isOfConference
        ? record.member_id === certificate.member_id &&
          record.program_id === certificate.program_id &&
          record.session_id !== null
        : record.id === certificate.attendance_record_id,
    );
    if (members.get(certificate.member_id)?.merged_into_id) say("a certificate of who was merged", certificate);
    if (sum(standsOn) !== cents(certificate.credits) || cents(certificate.credits) <= 0)
      say(`a certificate of which ${sum(standsOn)} are on record`, certificate);
    const printed = addUp(tables.certificate_credit.filter(({ certificate_id }) => certificate_id === certificate.id));
    if (!equal(printed, kindsOf(standsOn))) say("a certificate that says otherwise of a kind", certificate);
    const lines = tables.certificate_line.filter(({ certificate_id }) => certificate_id === certificate.id);
    const key = (session: string, on: string, credits: unknown, speaks: boolean) =>
      `${session} ${on} ${cents(credits)} ${speaks}`;
    const listed = lines.map((line) => key(line.session_id, line.attended_on, line.credits, line.as_instructor)).sort();
    const recorded = standsOn
      .map((record) => key(record.session_id, record.completed_on, record.credits, record.as_instructor))
      .sort();
    if (isOfConference && listed.join() !== recorded.join())
      say("a certificate whose lines are not on record", certificate);
    const approved = approvedAt(tables, certificate.program_id, millis(certificate.issued_at));
    if (cents(certificate.credits) > approved.credits)
      say(`a certificate of more than ${approved.credits} that were approved when it was issued`, certificate);
    for (const [id, amount] of Object.entries(printed))
      if (amount > (approved.kinds[id] ?? 0))
        say(`a certificate of ${amount} of a kind of which ${approved.kinds[id] ?? 0} were approved`, certificate);
    if (!isNow(certificate.issued_at)) continue;
    for (const [at, one] of lines.entries())
      for (const other of lines.slice(at + 1)) {
        const [a, b] = [sessions.get(one.session_id)!, sessions.get(other.session_id)!];
        if (clash(a, b, [one, other])) say("minutes that earn twice", certificate, a, b);
      }
  }
  return found;
}

interface Sums {
  credits: number;
  /** By the name of the kind. */
  kinds: Record<string, number>;
}

/** What somebody holds, of a year or of all. */
export function holds(tables: Tables, memberId: string, year?: number): Sums {
  const records = tables.attendance_record.filter(
    ({ member_id, reversed_at, completed_on }) =>
      member_id === memberId && reversed_at === null && (!year || completed_on.startsWith(`${year}`)),
  );
  const kinds: Record<string, number> = {};
  for (const { id } of records)
    for (const { record_id, kind_id, credits } of tables.attendance_credit) {
      if (record_id !== id) continue;
      const { name } = tables.credit_kind.find((kind) => kind.id === kind_id)!;
      kinds[name] = (kinds[name] ?? 0) + cents(credits);
    }
  return { credits: sum(records), kinds };
}

/** What a transcript adds up to, by its lines, and by its totals: they are to say the same. */
export function transcriptSums(transcript: {
  lines: { credits: string; kinds: { name: string; credits: string }[] }[];
  totals: { credits: string }[];
  kindTotals: { name: string; credits: string }[];
}): [Sums, Sums] {
  const byName = (rows: { name: string; credits: string }[]) => {
    const kinds: Record<string, number> = {};
    for (const { name, credits } of rows) kinds[name] = (kinds[name] ?? 0) + cents(credits);
    return kinds;
  };
  return [
    { credits: sum(transcript.lines), kinds: byName(transcript.lines.flatMap(({ kinds }) => kinds)) },
    { credits: sum(transcript.totals), kinds: byName(transcript.kindTotals) },
  ];
}
