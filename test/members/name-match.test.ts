import fc from "fast-check";
import { fold, loose, looseSql, spellings } from "../../server/core/fold.ts";
import { isCalled, isCalledSql, nameBeginsSql, nameKeys, spellingsSaid } from "../../server/members/name-keys.ts";
import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const piece = fc.constantFrom(
  ..."aeouäöüåøßÄÖÅæn é-.'’ y".split(""),
  "A\u030a",
  "u\u0308",
  "김",
  "محمد",
  "Jr.",
  "III",
  "3rd",
);
const part = fc.oneof(
  fc.array(piece, { maxLength: 7 }).map((all) => all.join("")),
  fc.constantFrom("", "-", ".", "Müller", "Mueller", "Muller"),
);
const written = (name: string) =>
  name
    .normalize("NFC")
    .replace(/[äöü]/g, (letter) => ({ ä: "ae", ö: "oe", ü: "ue" })[letter] ?? "")
    .replace(/ø/g, "oe")
    .replace(/å/g, "aa")
    .replace(/ß/g, "ss");
const called = (said: [string, string], is: [string, string], suffix: string | null = null) => {
  const { first, given, last } = spellingsSaid(...said);
  const found = isCalled(
    { first: first!, given: given!, last: last! },
    nameKeys({ firstName: is[0], lastName: is[1], suffix }),
  );
  return found.first && found.last;
};

test.each<[boolean, [string, string], [string, string], string?]>([
  [true, ["Juergen", "Mueller"], ["Jürgen", "Müller"]],
  [true, ["Jurgen", "Muller"], ["Jürgen", "Müller"]],
  [true, ["Jürgen", "Müller"], ["Juergen", "Mueller"]],
  [true, ["Soeren", "Aangstroem"], ["Søren", "Ångström"]],
  [true, ["Soren", "Angstroem"], ["Søren", "Ångström"]],
  [true, ["Anna Maria", "Strasse"], ["Anna-Maria", "Straße"]],
  [true, ["Maria-Anna", "Weiss Loewe"], ["Anna Maria", "Weiß-Löwe"]],
  [true, ["Bjoern Haakon", "Aas"], ["Håkon Björn", "Ås"]],
  [false, ["Michal", "Bauer"], ["Michael", "Bauer"]],
  [false, ["Jörg", "Müller-Baur"], ["Jörg", "Müller-Bauer"]],
  [false, ["Juergen", "Muller"], ["Juergen", "Mueller"]],
  [true, ["Wira", "-"], ["Wira", ""]],
  [true, [".", "Wira"], ["Wira", ""]],
  [true, ["Wira", ""], ["", "Wira"]],
  [true, ["Wira", "Wira"], ["", "Wira"]],
  [false, ["Wira", "Hidayat"], ["Wira", ""]],
  [false, ["Wira", ""], ["Wira", "Hidayat"]],
  [false, ["", "Hidayat"], ["Wira", "Hidayat"]],
  [false, ["", ""], ["Wira", ""]],
  [true, ["John", "Hale"], ["John", "Hale"], "Jr."],
  [true, ["John", "Hale, JR"], ["John", "Hale"], "Jr."],
  [true, ["John", "Hale Junior"], ["John", "Hale"], "Jr."],
  [true, ["John", "Hale 3rd"], ["John", "Hale III"]],
  [false, ["John", "Hale Jr."], ["John", "Hale"], "III"],
  [false, ["John", "Hale Jr."], ["John", "Hale"]],
])("%j: %j is %j %s", (is, said, name, ...rest) => {
  const [suffix] = rest as unknown[];
  expect(called(said, name, typeof suffix === "string" ? suffix : null)).toBe(is);
});

test("any name is matched by itself, as it is written out, and in capitals without accents", () => {
  fc.assert(
    fc.property(part, part, (first, last) => {
      fc.pre(fold(first) !== "" || fold(last) !== "");
      expect(called([first, last], [first, last])).toBe(true);
      expect(called([written(first), written(last)], [first, last])).toBe(true);
      expect(called([first.toUpperCase(), last.normalize("NFD")], [first, last])).toBe(true);
      for (const way of spellings(last)) expect(loose(way)).toBe(loose(fold(last)));
    }),
  );
});

test("SQL and TypeScript know the same names, and what is alike in all spellings of a name", async () => {
  const pairs = fc.sample(fc.tuple(part, part, part, part, fc.constantFrom(null, "Jr.", "III")), 1_500);
  const rows = pairs.flatMap(([first, last, otherFirst, otherLast, suffix]) =>
    [
      [first, last],
      [written(first), written(last)],
      [otherFirst, otherLast],
      [first, otherLast],
      [last, ""],
    ].map(([saidFirst = "", saidLast = ""]) => {
      const said = spellingsSaid(saidFirst, saidLast);
      return { said, keys: nameKeys({ firstName: first, lastName: last, suffix }) };
    }),
  );
  const sql = isCalledSql("s", "m");
  const found = await world.sql(
    `SELECT ${sql.first} AS first, ${sql.last} AS last, ${looseSql("m.last_name_key")} AS loose
     FROM jsonb_to_recordset($1) AS r (first_spellings text[], given_spellings text[], last_spellings text[], first_name_key text,
       given_names_key text, last_name_key text, first_name_spellings text[], given_names_spellings text[], last_name_spellings text[], place int)
     CROSS JOIN LATERAL (SELECT r.first_spellings, r.given_spellings, r.last_spellings) s
     CROSS JOIN LATERAL (SELECT r.first_name_key, r.given_names_key, r.last_name_key, r.first_name_spellings, r.given_names_spellings, r.last_name_spellings) m
     ORDER BY place`,
    [
      JSON.stringify(
        rows.map(({ said, keys }, place) => ({
          place,
          first_spellings: said.first,
          given_spellings: said.given,
          last_spellings: said.last,
          first_name_key: keys.firstNameKey,
          given_names_key: keys.givenNamesKey,
          last_name_key: keys.lastNameKey,
          first_name_spellings: keys.firstNameSpellings,
          given_names_spellings: keys.givenNamesSpellings,
          last_name_spellings: keys.lastNameSpellings,
        })),
      ),
    ],
  );
  expect(found).toEqual(
    rows.map(({ said, keys }) => ({
      ...isCalled({ first: said.first!, given: said.given!, last: said.last! }, keys),
      loose: loose(keys.lastNameKey),
    })),
  );
});

test("somebody is found by the beginning of a name in any of its spellings", async () => {
  const found = async (part: "firstName" | "lastName", text: string) => {
    const values: unknown[] = [];
    const sql = nameBeginsSql(part, text, "m", (value) => `$${values.push(value)}`);
    return (
      await world.sql(`SELECT m.first_name || '|' || m.last_name AS name FROM member m WHERE ${sql} ORDER BY 1`, values)
    ).map(({ name }) => name);
  };
  for (const [firstName, lastName] of [
    ["Jürgen", "Müller"],
    ["Juergen", "Mueller"],
    ["Jurgen", "Muller"],
    ["Wira", ""],
    ["Åke", "Ångström"],
    ["Ann", "Munro"],
  ])
    await world.member({ firstName, lastName, email: `${lastName || firstName}@example.test` });
  expect(await found("lastName", "Muel")).toEqual(["Juergen|Mueller", "Jürgen|Müller"]);
  expect(await found("lastName", "Mull")).toEqual(["Jurgen|Muller", "Jürgen|Müller"]);
  expect(await found("lastName", "Müll")).toEqual(["Juergen|Mueller", "Jurgen|Muller", "Jürgen|Müller"]);
  expect(await found("firstName", "Wir")).toEqual(["Wira|"]);
  expect(await found("lastName", "wira")).toEqual(["Wira|"]);
  expect(await found("firstName", "aak")).toEqual(["Åke|Ångström"]);
  expect(await found("lastName", "angstroe")).toEqual(["Åke|Ångström"]);
});
