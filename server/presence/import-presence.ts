import type { EntityManager } from "typeorm";
import { badgeTag, readBadge } from "../conferences/badge.ts";
import { ImportKind } from "../conferences/conference-import.queries.ts";
import type { ImportFile } from "../conferences/import.args.ts";
import { lockConference } from "../conferences/lock-conference.ts";
import { mostFileErrors, rowErrorOf } from "../conferences/read-schedule.ts";
import { wallTime } from "../conferences/schedule/wall-time.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { cellProblem } from "../core/csv/csv-problem.ts";
import { ErrorCode, notFound } from "../core/errors.ts";
import { fileReader, requestFiles } from "../core/file-room.ts";
import { fold, nameSpellings } from "../core/fold.ts";
import { type Message, say } from "../core/messages/message.ts";
import { textsOf } from "../core/messages/sentence.ts";
import type { RowError } from "../core/row-error.object.ts";
import { fullNameSql } from "../members/full-name.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { PresenceImport } from "./presence-import.entity.ts";
import type { FileTime, PresenceFileRow, PresenceRowsPart, PresenceRowsTask } from "./read-presence-rows.ts";

/** Largest file of who was at a session that is taken, in bytes: some fifty thousand rows. */
export const presenceFileMaxBytes = 4 * 1024 * 1024;

export enum PresenceChangeKind {
  ADDED = "ADDED",
  CHANGED = "CHANGED",
}

/** What an import does with what is known of one person at one session. */
export interface PresenceChange {
  kind: PresenceChangeKind;
  /** Address of the registration. */
  email: string;
  title: string;
  startsAt: Date;
  /** Minutes that the file states; null: the whole session. */
  minutes: number | null;
}

export interface PresenceImportOutcome {
  preview: boolean;
  added: number;
  changed: number;
  unchanged: number;
  changes: PresenceChange[];
  errors: RowError[];
}

interface FileSession {
  id: string;
  externalId: string | null;
  title: string;
  startsAt: Date;
  endsAt: Date;
  minutes: number;
}

interface FilePerson {
  id: string;
  memberId: string | null;
  email: string;
}

/** What a file says of one person at one session, in however many rows. */
interface Said {
  session: FileSession;
  person: FilePerson;
  line: number;
  /** A row that states nothing: the whole session. */
  whole: boolean;
  minutes: number;
  stays: [from: number, until: number][];
}

const presenceReader = fileReader<PresenceRowsTask, PresenceRowsPart>(
  "read-presence-rows",
  "readPresenceRows",
  import.meta.url,
);

/**
 * Takes a file of who was at which session: the whole file, or nothing of it. What a file said before of the same person at the same
 * session is replaced; what it does not name stays.
 * @throws what lockConference refuses; FILE_TOO_COSTLY
 */
export const importPresence = (
  ctx: Context,
  programId: string,
  file: ImportFile,
  preview: boolean,
): Promise<PresenceImportOutcome> => requestFiles.inTurn(() => importInTurn(ctx, programId, file, preview));

async function importInTurn(
  ctx: Context,
  programId: string,
  { name, open }: ImportFile,
  preview: boolean,
): Promise<PresenceImportOutcome> {
  return inTransaction(ctx, async (tx) => {
    const { program, days } = await lockConference(tx, ctx, programId);
    const { language } = ctx.request;
    const { memberIdLabel } = await loadSettings(tx);
    const book = new SessionBook(await readSessions(tx, program.id), days.timeZone);
    const said = new Map<string, Said>();
    const errors: RowError[] = [];
    const task = { language, texts: textsOf(language), timeZone: days.timeZone, memberIdLabel };
    const names = new NameBook(tx, program.id);
    for await (const { rows, errors: found, headings } of requestFiles.read(presenceReader, task, open)) {
      const wrong = new Set(found.map(({ line }) => line));
      const whole = rows.filter(({ line }) => !wrong.has(line));
      const persons = await findPersons(tx, program.id, whole);
      for (const [at, row] of whole.entries()) if (isNameAlone(row)) persons[at] = await names.find(row.name);
      const problems = whole.flatMap((row, at) => {
        const problem = take(row, persons[at] ?? "UNKNOWN", book, said);
        if (!problem) return [];
        const { column, code, advice } = problem;
        return [
          rowErrorOf(
            cellProblem(
              row.line,
              headings[column],
              column === "left" || column === "joined" ? "" : row[column],
              code,
              advice,
            ),
            language,
          ),
        ];
      });
      errors.push(...[...found, ...problems].sort((a, b) => a.line - b.line).slice(0, mostFileErrors - errors.length));
      if (errors.length >= mostFileErrors) break;
    }
    const none = { preview, added: 0, changed: 0, unchanged: 0, changes: [] };
    if (errors.length > 0) return { ...none, errors };
    return { ...(await record(tx, ctx, program.id, name, [...said.values()], preview)), preview, errors };
  });
}

const readSessions = (tx: EntityManager, programId: string): Promise<FileSession[]> =>
  tx.query(
    `SELECT id, external_id AS "externalId", title, starts_at AS "startsAt", ends_at AS "endsAt", minutes FROM session
     WHERE program_id = $1 AND removed_at IS NULL ORDER BY starts_at, id`,
    [programId],
  );

/** The sessions of a conference as files name them. */
class SessionBook {
  readonly #byId = new Map<string, FileSession>();
  readonly #byTitle = new Map<string, FileSession>();
  readonly #timeZone: string;

  constructor(sessions: readonly FileSession[], timeZone: string) {
    this.#timeZone = timeZone;
    for (const session of sessions) {
      this.#byId.set(session.id, session);
      if (session.externalId) this.#byId.set(session.externalId, session);
      this.#byTitle.set(`${fold(session.title)} ${session.startsAt.toISOString()}`, session);
    }
  }

  find({ sessionId, title, start }: PresenceFileRow): FileSession | null {
    if (sessionId !== "") return this.#byId.get(sessionId) ?? this.#byId.get(sessionId.toLowerCase()) ?? null;
    return start === null ? null : (this.#byTitle.get(`${fold(title)} ${new Date(start).toISOString()}`) ?? null);
  }

  /** A time of day is that of the session's day; where that is before it began by far, that of the next. */
  moment(session: FileSession, time: FileTime): number {
    if ("at" in time) return Date.parse(time.at);
    const starts = session.startsAt.getTime();
    const day = new Intl.DateTimeFormat("en-CA", { timeZone: this.#timeZone, dateStyle: "short" }).format(starts);
    const at = wallTime(day, time.clock, this.#timeZone)?.toMillis() ?? starts;
    return at < starts - halfDay ? at + 2 * halfDay : at;
  }
}

const halfDay = 12 * 3_600_000;

/** Whom each row names, of those who are registered: by address, number of the member, or badge. Several ways must name one. */
async function findPersons(
  tx: EntityManager,
  programId: string,
  rows: readonly PresenceFileRow[],
): Promise<(FilePerson | "UNKNOWN" | "SEVERAL")[]> {
  const found: (FilePerson & { line: number })[] = await tx.query(
    `WITH f AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($2::jsonb)
         AS f (line integer, email text, "memberNumber" text, "badgeCode" text)),
       named AS (SELECT f.line, r.id FROM f JOIN registration r ON r.program_id = $1 AND r.email = f.email
         UNION SELECT f.line, r.id FROM f JOIN registration r ON r.program_id = $1 AND r.badge_code = f."badgeCode"
         UNION SELECT f.line, r.id FROM f JOIN member m ON m.member_number = f."memberNumber"
           JOIN registration r ON r.program_id = $1 AND r.member_id = m.id
         UNION SELECT f.line, r.id FROM f JOIN member m ON m.member_number = f."memberNumber"
           JOIN email_address a ON a.account_id = m.account_id AND a.verified_at IS NOT NULL
           JOIN registration r ON r.program_id = $1 AND r.member_id IS NULL AND r.email = a.address)
     SELECT f.line, r.id, r.member_id AS "memberId", r.email
     FROM named n JOIN f USING (line) JOIN registration r ON r.id = n.id
     WHERE (f.email = '' OR r.email = f.email)
       AND (f."badgeCode" IS NULL OR r.badge_code = f."badgeCode")
       AND (f."memberNumber" = '' OR EXISTS (SELECT FROM member m WHERE m.member_number = f."memberNumber"
         AND (r.member_id = m.id OR r.member_id IS NULL AND r.email IN (
           SELECT a.address FROM email_address a WHERE a.account_id = m.account_id AND a.verified_at IS NOT NULL))))
     ORDER BY f.line, r.created_at, r.id`,
    [
      programId,
      JSON.stringify(
        rows.map(({ line, email, memberNumber, badge }) => ({
          line,
          email,
          memberNumber,
          badgeCode: badge === "" ? null : badgeCodeOf(programId, badge),
        })),
      ),
    ],
  );
  const byLine = new Map<number, FilePerson[]>();
  for (const { line, ...person } of found) byLine.set(line, [...(byLine.get(line) ?? []), person]);
  return rows.map(({ line }) => {
    const [first, second] = byLine.get(line) ?? [];
    return first ? (second ? "SEVERAL" : first) : "UNKNOWN";
  });
}

/** Whether nothing but a name says who it was: beside anything else it says nothing, since people write names in many ways. */
const isNameAlone = ({ email, memberNumber, badge, name }: PresenceFileRow): boolean =>
  name !== "" && email === "" && memberNumber === "" && badge === "";

/**
 * Who is registered for a conference by what they are called: by the registration, or as the member whose it is. In whatever order and spelling;
 * where two are called so, it names neither. It is read once a file needs it.
 */
class NameBook {
  #persons: Map<string, Map<string, FilePerson>> | null = null;
  readonly #tx: EntityManager;
  readonly #programId: string;

  constructor(tx: EntityManager, programId: string) {
    this.#tx = tx;
    this.#programId = programId;
  }

  async find(name: string): Promise<FilePerson | "UNKNOWN" | "SEVERAL"> {
    this.#persons ??= await this.#read();
    const found = new Map<string, FilePerson>();
    for (const spelling of nameSpellings(name))
      for (const [id, person] of (spelling && this.#persons.get(spelling)) || []) found.set(id, person);
    const [first, second] = found.values();
    return first ? (second ? "SEVERAL" : first) : "UNKNOWN";
  }

  async #read(): Promise<Map<string, Map<string, FilePerson>>> {
    const rows: (FilePerson & { names: string[] })[] = await this.#tx.query(
      `SELECT r.id, r.member_id AS "memberId", r.email, array_remove(ARRAY[r.name, ${fullNameSql("m")}, concat_ws(' ', m.first_name, m.last_name)], NULL) AS names
       FROM registration r
       LEFT JOIN email_address a ON r.member_id IS NULL AND a.address = r.email AND a.verified_at IS NOT NULL
       LEFT JOIN member m ON m.id = r.member_id OR m.account_id = a.account_id
       WHERE r.program_id = $1`,
      [this.#programId],
    );
    const persons = new Map<string, Map<string, FilePerson>>();
    for (const { names, ...person } of rows)
      for (const spelling of names.flatMap((name) => nameSpellings(name)))
        persons.set(spelling, (persons.get(spelling) ?? new Map()).set(person.id, person));
    return persons;
  }
}

/** What is no badge of the conference is nobody's. */
function badgeCodeOf(programId: string, badge: string): string {
  const read = readBadge(badge);
  return read && read.tag === badgeTag(programId) ? read.badgeCode : "";
}

type RowProblem = {
  column: "sessionId" | "title" | "email" | "memberNumber" | "badge" | "name" | "joined";
  code: ErrorCode;
  advice: Message;
};

/** Adds what a row says; or says what is wrong with it. */
function take(
  row: PresenceFileRow,
  person: FilePerson | "UNKNOWN" | "SEVERAL",
  book: SessionBook,
  all: Map<string, Said>,
): RowProblem | { column: "left"; code: ErrorCode; advice: Message } | null {
  const session = book.find(row);
  if (!session)
    return {
      column: row.sessionId === "" ? "title" : "sessionId",
      code: ErrorCode.INVALID_VALUE,
      advice: say("presence.fileNoSession"),
    };
  if (typeof person === "string") {
    const column = isNameAlone(row)
      ? "name"
      : row.email !== ""
        ? "email"
        : row.memberNumber !== ""
          ? "memberNumber"
          : "badge";
    return person === "UNKNOWN"
      ? { column, code: ErrorCode.UNKNOWN_MEMBER, advice: say("presence.fileNobody") }
      : {
          column,
          code: ErrorCode.AMBIGUOUS_MEMBER,
          advice: say(column === "name" ? "presence.fileNamesakes" : "presence.fileSeveral"),
        };
  }
  let stay: [number, number] | null = null;
  if (row.stay) {
    const [joined, left] = [book.moment(session, row.stay.joined), book.moment(session, row.stay.left)];
    if (left <= joined) return { column: "left", code: ErrorCode.ENDS_BEFORE_START, advice: say("presence.fileLeft") };
    stay = [Math.max(joined, session.startsAt.getTime()), Math.min(left, session.endsAt.getTime())];
    if (stay[1] <= stay[0])
      return {
        column: "joined",
        code: ErrorCode.INVALID_TIME,
        advice: say("presence.fileOutside", { title: session.title }),
      };
  }
  const key = `${session.id} ${person.id}`;
  const before = all.get(key);
  const whole = !stay && row.minutes === null;
  // Meetings are left and joined again, so that rows add up; who was there for all of it was so once.
  if (before && (whole || before.whole || before.stays.length > 0 !== (stay !== null))) {
    const column = row.email !== "" ? "email" : row.memberNumber !== "" ? "memberNumber" : "badge";
    return { column, code: ErrorCode.DUPLICATE_ROW, advice: say("presence.fileTwice", { line: before.line }) };
  }
  const said = before ?? { session, person, line: row.line, whole, minutes: 0, stays: [] };
  said.minutes += row.minutes ?? 0;
  if (stay) said.stays.push(stay);
  all.set(key, said);
  return null;
}

/** Whole minutes; null: the whole session. Times that overlap, as those of two devices, count once. */
function minutesOf({ session, whole, minutes, stays }: Said): number | null {
  if (whole) return null;
  let [together, until] = [0, 0];
  for (const [from, to] of stays.toSorted((a, b) => a[0] - b[0])) {
    together += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  // Who came for less than a minute was there.
  return Math.min(Math.max(1, minutes + Math.floor(together / 60_000)), session.minutes);
}

async function record(
  tx: EntityManager,
  ctx: Context,
  programId: string,
  fileName: string,
  said: readonly Said[],
  preview: boolean,
): Promise<Pick<PresenceImportOutcome, "added" | "changed" | "unchanged" | "changes">> {
  const rows = said.map((each, position) => ({
    position,
    sessionId: each.session.id,
    registrationId: each.person.id,
    memberId: each.person.memberId,
    minutes: minutesOf(each),
  }));
  const stage = `jsonb_to_recordset($1::jsonb) AS f (position integer, "sessionId" uuid, "registrationId" uuid, "memberId" uuid, minutes integer)`;
  const known: { position: number; same: boolean }[] = await tx.query(
    `SELECT f.position, e.minutes IS NOT DISTINCT FROM f.minutes AS same FROM ${stage}
     JOIN presence e ON e.session_id = f."sessionId" AND e.registration_id = f."registrationId" AND e.source = 'FILE'`,
    [JSON.stringify(rows)],
  );
  const before = new Map(known.map(({ position, same }) => [position, same]));
  const changes = said.flatMap((each, position): PresenceChange[] => {
    if (before.get(position)) return [];
    const kind = before.has(position) ? PresenceChangeKind.CHANGED : PresenceChangeKind.ADDED;
    const { title, startsAt } = each.session;
    return [{ kind, email: each.person.email, title, startsAt, minutes: rows[position]?.minutes ?? null }];
  });
  const added = changes.filter(({ kind }) => kind === PresenceChangeKind.ADDED).length;
  const outcome = { added, changed: changes.length - added, unchanged: said.length - changes.length };
  if (!preview) {
    const { id } = await tx.save(
      tx.create(PresenceImport, { programId, fileName, accountId: ctx.viewer.accountId, importedAt: ctx.now() }),
    );
    await tx.query(
      `INSERT INTO presence (session_id, member_id, registration_id, source, at, minutes, recorded_at, import_id)
       SELECT f."sessionId", f."memberId", f."registrationId", 'FILE', $2, f.minutes, $2, $3 FROM ${stage} ORDER BY f.position
       ON CONFLICT (session_id, registration_id) WHERE source = 'FILE' AND registration_id IS NOT NULL
       DO UPDATE SET minutes = excluded.minutes, at = excluded.at, recorded_at = excluded.recorded_at, import_id = excluded.import_id,
         member_id = coalesce(presence.member_id, excluded.member_id)`,
      [JSON.stringify(rows), ctx.now(), id],
    );
    await audit(tx, ctx, ImportKind.PRESENCE, ["program", programId], { after: { fileName, ...outcome } });
  }
  return { ...outcome, changes };
}

/**
 * Takes back what files of one name said last of who was at sessions. What was awarded for it stays.
 * @returns of how many persons at sessions
 * @throws what lockConference refuses; NOT_FOUND where no file of that name says anything any more
 */
export async function undoPresenceImport(ctx: Context, programId: string, fileName: string): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const { program } = await lockConference(tx, ctx, programId);
    const [{ removed }] = await tx.query(
      `WITH gone AS (DELETE FROM presence e USING presence_import i
         WHERE e.import_id = i.id AND i.program_id = $1 AND i.file_name = $2 RETURNING e.id) SELECT count(*)::int AS removed FROM gone`,
      [program.id, fileName],
    );
    if (removed === 0) throw notFound("file", "fileName");
    await tx.delete(PresenceImport, { programId: program.id, fileName });
    await audit(tx, ctx, "conference.undo-presence", ["program", program.id], { after: { fileName, removed } });
    return removed;
  });
}
