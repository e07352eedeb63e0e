import type { EntityManager } from "typeorm";
import { FindingSeverity } from "../core/row-error.object.ts";
import { isCalledSql } from "../members/name-keys.ts";
import type { RosterColumn } from "./parse-roster-row.ts";

/** So far up or down a column is looked for when it does not stand beside its rows. */
const furthest = 3;
/** Fewer rows than this may have each other's names by chance. */
const leastRows = 3;
/** Rows whose own name happens to be right may stand between those that slipped. */
const widestGap = 5;

interface Slip {
  part: "first" | "last";
  /** How many rows further down its member stands. */
  by: number;
  /** The line where it begins. */
  line: number;
  /** How many rows have slipped. */
  count: number;
}

/**
 * Finds a column that was moved by a row or more, as spreadsheet programs do when a cell is inserted or one column is sorted alone: of many
 * rows each has the name of the member who stands so many rows away. That is one finding, before those of the rows, which stay as they
 * are. Nobody learns from it what the file does not have right in another row: such rows are not guesses. Their lines are in the temporary table `roster_slip`.
 * @returns how many findings were added
 */
export async function findSlips(tx: EntityManager, headings: Record<RosterColumn, string>): Promise<number> {
  await tx.query("CREATE TEMPORARY TABLE roster_slip (line integer, part text) ON COMMIT DROP");
  const [{ mismatches }] = await tx.query(
    "SELECT count(*)::int AS mismatches FROM roster_checked WHERE NOT first_name_matches OR NOT last_name_matches",
  );
  if (mismatches < leastRows) return 0;
  const called = isCalledSql("r", "m");
  const slips: Slip[] = await tx.query(
    `WITH rows AS MATERIALIZED (
       SELECT s.*, c.member_id, c.first_name_matches, c.last_name_matches, row_number() OVER (ORDER BY s.line) AS place
       FROM roster_stage s JOIN roster_checked c USING (line)),
     met AS MATERIALIZED (
       SELECT r.line, r.place, d.by, NOT r.first_name_matches AND ${called.first} AS first, NOT r.last_name_matches AND ${called.last} AS last
       FROM rows r CROSS JOIN generate_series(${-furthest}, ${furthest}) AS d (by)
       JOIN rows o ON o.place = r.place + d.by JOIN member m ON m.id = o.member_id
       WHERE d.by <> 0 AND (NOT r.first_name_matches OR NOT r.last_name_matches)),
     parts AS (
       SELECT line, place, by, part, place - lag(place) OVER (PARTITION BY part, by ORDER BY place) > ${widestGap} AS apart
       FROM met CROSS JOIN LATERAL (VALUES ('first', first), ('last', last)) AS p (part, is_met) WHERE is_met),
     runs AS (
       SELECT line, by, part, count(*) FILTER (WHERE apart) OVER (PARTITION BY part, by ORDER BY place) AS run FROM parts),
     longest AS (
       SELECT DISTINCT ON (part) part, by, run, min(line) AS line, count(*)::int AS count
       FROM runs GROUP BY part, by, run HAVING count(*) >= ${leastRows} ORDER BY part, count(*) DESC, abs(by), by),
     noted AS (
       INSERT INTO roster_slip SELECT r.line, r.part FROM runs r JOIN longest l USING (part, by, run))
     SELECT part, by, line, count FROM longest ORDER BY part`,
  );
  const [first] = slips;
  if (!first) return 0;
  // Both names are beside the ID of another row: it is the ID that slipped.
  const together = slips.length === 2 && slips.every(({ by, line }) => by === first.by && line === first.line);
  const found = together
    ? [{ ...first, column: "memberNumber" as const }]
    : slips.map((slip) => ({ ...slip, column: columns[slip.part] }));
  for (const [i, { column, by, line, count }] of found.entries())
    await tx.query(
      `INSERT INTO roster_error VALUES ($1, $2, $3, NULL, 'COLUMN_SLIPPED', $4, '{}', '${FindingSeverity.ERROR}')`,
      [
        i - found.length + 1,
        line,
        headings[column],
        { by: Math.abs(by), further: by > 0 ? "down" : "up", rows: count, column: headings[column] },
      ],
    );
  // Whose name it is stands in the file: nobody needs to be suggested.
  await tx.query(
    "UPDATE roster_error e SET suggestions = '{}' FROM roster_slip s WHERE s.line = e.line AND e.code = 'NAME_MISMATCH'",
  );
  return found.length;
}

const columns: Record<Slip["part"], RosterColumn> = { first: "firstName", last: "lastName" };
