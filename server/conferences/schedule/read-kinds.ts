import { fold } from "../../core/fold.ts";
import { say } from "../../core/messages/message.ts";
import { type KnownKind, kindColumns, kindOfColumn } from "../../policies/kind-columns.ts";
import type { ParsedSession, ScheduleProblem } from "./parsed-schedule.ts";
import { problemAt, type RawKind, type RawSession } from "./raw-schedule.ts";

type KindsOfSession = NonNullable<ParsedSession["kinds"]>;

const amountGiven = /^\d{1,4}(\.\d{1,2})?$/;
const nothingGiven = /^(no|n|false|0{1,4}(\.0{1,2})?)$/i;
const allGiven = /^(yes|y|true|x)$/i;

/** An amount, what the minutes earn, or nothing; null where it says none of these. */
function readAmount(text: string): string | null {
  if (nothingGiven.test(text)) return "NONE";
  if (allGiven.test(text)) return "ALL";
  return amountGiven.test(text) ? text : null;
}

/**
 * Reads what sessions of a file earn of further kinds of credit. A kind that the file names nowhere stays as it is; of one that it names, a
 * session that does not name it earns nothing: as an empty cell in a column.
 */
export function kindReader(
  raws: readonly RawSession[],
  known: readonly KnownKind[],
): (raw: RawSession, problems: ScheduleProblem[]) => KindsOfSession {
  const ids = new Map(
    kindColumns(known, []).flatMap(({ key, headings }) =>
      headings.map((heading) => [fold(heading), kindOfColumn(key)] as const),
    ),
  );
  const idOf = ({ kind }: RawKind) => ids.get(fold(kind));
  const named = new Set(raws.flatMap(({ kinds }) => kinds.flatMap((each) => idOf(each) ?? [])));
  return ({ kinds }, problems) => {
    const found: KindsOfSession = Object.fromEntries([...named].map((id) => [id, "NONE"]));
    const seen = new Set<string>();
    for (const each of kinds) {
      const id = idOf(each);
      const amount = readAmount(each.amount);
      const report = (
        code: "INVALID_VALUE" | "INVALID_CREDITS",
        value: string,
        advice: Parameters<typeof problemAt>[3],
      ) => problems.push(problemAt(each.place, value, code, advice));
      if (id === undefined)
        report(
          "INVALID_VALUE",
          each.kind,
          say("file.noSuchKind", { kinds: known.map(({ code }) => code).join(", ") || "none" }),
        );
      else if (seen.has(id)) report("INVALID_VALUE", each.kind, say("file.kindTwice"));
      else if (amount === null) report("INVALID_CREDITS", each.amount, say("file.kindAmount"));
      else found[id] = amount;
      if (id !== undefined) seen.add(id);
    }
    return found;
  };
}
