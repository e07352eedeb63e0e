import type { Bindings } from "../../core/lists/sql.ts";
import { say } from "../../core/messages/message.ts";
import { languages, sentence } from "../../core/messages/sentence.ts";
import { fullNameSql } from "../../members/full-name.ts";
import { jointNamesSql } from "../../programs/joint-providers.ts";

/** What a certificate may say otherwise than it would by now. */
export enum Mistake {
  NAME = "NAME",
  TITLE = "TITLE",
  PROVIDER = "PROVIDER",
  JOINT_PROVIDERS = "JOINT_PROVIDERS",
  ACCREDITOR = "ACCREDITOR",
  PLACE = "PLACE",
  SIGNATURE = "SIGNATURE",
  LOGO = "LOGO",
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** SQL of what is printed of a place that there is none of, in the accreditor's language. */
const onlineSql = (): string =>
  `CASE a.language ${languages()
    .map((each) => `WHEN ${quoted(each)} THEN ${quoted(sentence(say("certificate.online"), each))}`)
    .join(" ")} END`;

/** SQL of what is printed and of what would be, over `c`, `m`, `p`, `v`, `a` and its offering `o`. What was not kept of old certificates is null. */
const printedSql = (): Record<Mistake, readonly [before: string, after: string]> => ({
  NAME: ["c.recipient_name", fullNameSql("m")],
  TITLE: ["c.title", "p.name"],
  PROVIDER: ["c.provider_name", "v.name"],
  JOINT_PROVIDERS: ["array_to_string(c.joint_providers, '; ')", `array_to_string(${jointNamesSql("p")}, '; ')`],
  ACCREDITOR: ["c.accreditor_name", "a.accreditor_name"],
  PLACE: ["c.printed ->> 'place'", `CASE WHEN o.format = 'VIRTUAL' THEN ${onlineSql()} ELSE o.place END`],
  SIGNATURE: [
    "(c.printed ->> 'signatoryName') || ', ' || (c.printed ->> 'signatoryTitle')",
    "a.signatory_name || ', ' || a.signatory_title",
  ],
  // Files have no names of their own: which of them it is is all there is to say.
  LOGO: [
    "coalesce(c.printed ->> 'logo', CASE WHEN c.printed IS NOT NULL THEN '' END)",
    "coalesce(a.printed_logo_file_id::text, '')",
  ],
});

/** What that needs besides `c`. */
export const printedJoins = {
  p: "JOIN program p ON p.id = c.program_id",
  m: "JOIN member m ON m.id = c.member_id",
  v: "JOIN provider v ON v.id = p.provider_id",
  a: "CROSS JOIN accreditor_settings a",
  o: `CROSS JOIN LATERAL (SELECT f.format, f.place FROM offering f WHERE f.program_id = p.id
    AND (c.attendance_record_id IS NULL OR f.id = (SELECT r.offering_id FROM attendance_record r WHERE r.id = c.attendance_record_id))
    ORDER BY f.starts_on, f.id LIMIT 1) o`,
};

/** Which certificates are to be issued anew. All conditions must hold. */
export interface ReissueScope {
  programId?: string | null;
  memberId?: string | null;
  ids?: string[] | null;
  mistakes?: Mistake[] | null;
}

/**
 * SQL of whether a certificate is printed otherwise than it would be by now. Of old certificates it is not known how they are printed in
 * part: they are among those whose mistake is named.
 */
export function isMistakenSql(mistakes: readonly Mistake[] | null | undefined): string {
  const named = mistakes && mistakes.length > 0;
  const printed = printedSql();
  const each = (named ? mistakes : Object.values(Mistake)).map((mistake) => {
    const [before, after] = printed[mistake];
    return `${before} <> ${after}${named ? ` OR ${before} IS NULL` : ""}`;
  });
  return `c.status = 'ISSUED' AND m.erased_at IS NULL AND (${each.join(" OR ")})`;
}

/** SQL of what changes on paper, as JSON. */
export const changesSql = (): string =>
  `(SELECT coalesce(json_agg(json_build_object('mistake', x.mistake, 'before', x.before, 'after', x.after)), '[]') FROM (VALUES ${Object.entries(
    printedSql(),
  )
    .map(([mistake, [before, after]]) => `('${mistake}', ${before}, ${after})`)
    .join(", ")}) AS x (mistake, before, after) WHERE x.before IS DISTINCT FROM x.after)`;

/** The conditions of a scope. */
export function scopeSql({ programId, memberId, ids, mistakes }: ReissueScope, bind: Bindings["bind"]): string[] {
  return [
    isMistakenSql(mistakes),
    ...(programId ? [`c.program_id = ${bind(programId)}::uuid`] : []),
    ...(memberId ? [`c.member_id = ${bind(memberId)}::uuid`] : []),
    ...(ids ? [`c.id = ANY(${bind(ids)}::uuid[])`] : []),
  ];
}
