import type { MigrationInterface, QueryRunner } from "typeorm";

/** What is added to a letter where it is written in two, as names were taken apart when this was written. */
const spell = (name: string): string[] => {
  const parts = name.normalize("NFKD").split(/(a\u030a|[aou]\u0308|\u00f8)/iu);
  let found = [""];
  for (const [i, part] of parts.entries()) {
    const long = i % 2 === 0 ? part : `${part}${part.endsWith("\u030a") ? "a" : "e"}`;
    if (i % 2 === 1 && found.length < 32)
      found = [...found.map((before) => before + part), ...found.map((before) => before + long)];
    else found = found.map((before, at) => before + (at < found.length / 2 ? part : long));
  }
  return found;
};

/** As keys are folded, of the letters that a name in Latin script has. */
const letters = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/gu, "")
    .replace(/[ßæœøłđðþıŋħŧ]/gu, (letter) => plain[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]/gu, "");

const plain: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  ŋ: "ng",
  ħ: "h",
  ŧ: "t",
};

const keysOf = (name: string): string[] => [...new Set(spell(name).map(letters))];

const givenKeysOf = (name: string): string[] => {
  const words = name.split(/[^\p{L}\p{N}\p{M}]+/u).filter(Boolean);
  let found: string[][] = [[]];
  for (const word of words) found = found.flatMap((before) => keysOf(word).map((way) => [...before, way])).slice(0, 32);
  return [...new Set(found.map((each) => each.sort().join(" ")))];
};

/**
 * Some people have one name only: "-" and "." that stood for the other are nothing from now on. What is typed for ä ö ü å ø finds names; a
 * suffix stands for itself, and the whole name is printed as its owner writes it.
 */
export class NamesAsPeopleHaveThem1795903316751 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE member ADD suffix text, ADD printed_name text, ADD first_name_spellings text[] NOT NULL DEFAULT '{}',
         ADD given_names_spellings text[] NOT NULL DEFAULT '{}', ADD last_name_spellings text[] NOT NULL DEFAULT '{}'`,
    );
    // The key of a name without letters is empty; an erased member has none at all.
    await runner.query("UPDATE member SET first_name = '' WHERE first_name_key = '' AND last_name_key <> ''");
    await runner.query(
      `UPDATE member SET last_name = '', last_name_key = first_name_key, first_name_key = '', given_names_key = ''
       WHERE last_name_key = '' AND first_name_key <> ''`,
    );
    await runner.query("ALTER TABLE member ADD CONSTRAINT member_named CHECK (first_name <> '' OR last_name <> '')");
    await runner.query(
      `CREATE INDEX member_by_spelling ON member
         (regexp_replace(regexp_replace(last_name_key, '([aou])e+', '\\1', 'g'), 'a+', 'a', 'g'))`,
    );
    for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
      const rows: { id: string; first: string; last: string; lastKey: string }[] = await runner.query(
        `SELECT id, CASE WHEN first_name_key = '' THEN '' ELSE first_name END AS first,
           CASE WHEN last_name = '' THEN first_name ELSE last_name END AS last, last_name_key AS "lastKey"
         FROM member WHERE id > $1 AND erased_at IS NULL
           AND normalize(first_name || last_name, NFD) ~* '[aou]\u0308|a\u030a|\u00f8'
         ORDER BY id LIMIT 1000`,
        [after],
      );
      const last = rows.at(-1);
      if (!last) return;
      after = last.id;
      await runner.query(
        `UPDATE member m SET
           first_name_spellings = ARRAY(SELECT x FROM jsonb_array_elements_text(s.first) AS x WHERE x <> m.first_name_key),
           given_names_spellings = ARRAY(SELECT x FROM jsonb_array_elements_text(s.given) AS x WHERE x <> m.given_names_key),
           last_name_spellings = ARRAY(SELECT x FROM jsonb_array_elements_text(s.last) AS x WHERE x <> m.last_name_key)
         FROM jsonb_to_recordset($1) AS s (id uuid, first jsonb, given jsonb, last jsonb) WHERE m.id = s.id`,
        [
          JSON.stringify(
            rows.map((row) => ({
              id: row.id,
              first: keysOf(row.first),
              given: givenKeysOf(row.first),
              last: keysOf(row.last),
            })),
          ),
        ],
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX member_by_spelling");
    await runner.query(
      `ALTER TABLE member DROP CONSTRAINT member_named, DROP suffix, DROP printed_name, DROP first_name_spellings,
         DROP given_names_spellings, DROP last_name_spellings`,
    );
  }
}
