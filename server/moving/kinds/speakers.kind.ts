import { plain, type ReadCell } from "../../attendance/read-cells.ts";
import { ErrorCode } from "../../core/errors.ts";
import { say } from "../../core/messages/message.ts";
import { FindingSeverity } from "../../core/row-error.object.ts";
import { always, goesOnHereSql, type MovingKind } from "../moving-kind.ts";
import { programNumberColumn } from "./programs.kind.ts";

const place: ReadCell = (text) =>
  /^[1-9]\d{0,2}$/.test(text) ? text : { code: ErrorCode.INVALID_VALUE, advice: say("bundle.placeInList") };

/** SQL of by what a row says which speaker it is: by the place in the list, else by the name. */
const known = "concat_ws(chr(31), s.program_number, coalesce('n' || s.place, 'd' || lower(s.name)))";

/** Who teaches in programs. */
export const speakersKind: MovingKind = {
  name: "SPEAKERS",
  fileNames: ["speakers", "speaker", "faculty", "presenters", "instructors"],
  table: "speaker",
  columns: [
    programNumberColumn,
    { key: "place", type: "number", headings: ["Order", "Position"], read: place },
    { key: "name", headings: ["Name", "Speaker", "Presenter"], read: plain(200), required: true },
    { key: "credentials", headings: ["Credentials", "Degrees"], read: plain(500) },
  ],
  references: [
    {
      column: "program_number",
      to: "moving_program",
      code: ErrorCode.UNKNOWN_PROGRAM,
      message: "bundle.noSuchProgram",
    },
    {
      column: "name",
      to: "moving_speaker",
      by: known,
      // Of a program that there is not, the program is told of; and who is not there yet is new.
      when: "false",
      code: ErrorCode.INVALID_VALUE,
      message: "bundle.noSuchProgram",
    },
  ],
  key: `coalesce(r_name.id::text, ${known})`,
  keyColumn: "name",
  match: "t.id = r_name.id",
  same: "true",
  called: "t.name",
  fields: [
    { column: "program_id", type: "uuid", value: "r_program_number.id" },
    { column: "position", type: "integer", value: "r_name.position" },
    always("name", "text", "''"),
    { column: "credentials", type: "text", value: "coalesce(s.credentials, t.credentials, '')" },
  ],
  inserted: {},
  removed: { fields: ["program_id", "name"], severity: FindingSeverity.WARNING },
  exported: {
    from: "speaker t JOIN program p ON p.id = t.program_id WHERE p.number IS NOT NULL",
    cells: {
      program_number: "p.number",
      place: "t.position + 1",
      name: "t.name",
      credentials: "t.credentials",
    },
    key: ["program_number", "place"],
    refers: { program_number: ["PROGRAMS", "number"] },
  },
  rules: [
    {
      column: "program_number",
      code: ErrorCode.NUMBER_TAKEN,
      when: "c.nth = 1 AND EXISTS (SELECT FROM moving_program p WHERE p.id = c.r_program_number AND p.own) AND c.action <> 'UNCHANGED'",
      message: "bundle.programOfHere",
    },
    {
      column: "program_number",
      code: ErrorCode.ALREADY_RECORDED,
      when: `c.nth = 1 AND c.action IN ('ADDED', 'CHANGED') AND ${goesOnHereSql("c.v_program_id")}`,
      message: "bundle.programGoesOn",
    },
  ],
  async prepare(tx) {
    // Who has no place in the list comes behind those who have one, in the order of the rows.
    await tx.query(
      `CREATE TEMPORARY TABLE moving_speaker ON COMMIT DROP AS
       WITH given AS (
         SELECT DISTINCT ON (number) * FROM (SELECT ${known} AS number, p.id AS program_id, s.place::integer - 1 AS said, s.name, s.file, s.line
           FROM stage_speakers s JOIN moving_program p ON p.number = s.program_number WHERE s.name IS NOT NULL) s
         ORDER BY number, file, line),
       known AS (
         SELECT g.*, x.id, x.position FROM given g LEFT JOIN LATERAL (SELECT x.id, x.position FROM speaker x WHERE x.program_id = g.program_id
           AND CASE WHEN g.said IS NULL THEN lower(x.name) = lower(g.name) ELSE x.position = g.said END ORDER BY x.position LIMIT 1) x ON true)
       SELECT number, id, coalesce(said, position, greatest(coalesce((SELECT max(x.position) FROM speaker x WHERE x.program_id = k.program_id), -1),
           coalesce(max(said) OVER (PARTITION BY program_id), -1))
         + row_number() OVER (PARTITION BY program_id, said IS NULL AND id IS NULL ORDER BY file, line))::integer AS position
       FROM known k`,
    );
    await tx.query("CREATE UNIQUE INDEX ON moving_speaker (number)");
    await tx.query("ANALYZE moving_speaker");
  },
};
