import { createHmac } from "node:crypto";
import type { EntityManager } from "typeorm";
import type { Config } from "../core/config.ts";
import type { Context } from "../core/context.ts";
import { defineLoader, groupByKey } from "../core/lists/loaders.ts";
import { type Fields, selectFields, takeNested } from "../core/lists/sql.ts";
import { sealKeyIn, unsealIn } from "../core/seal.ts";
import type { Licence, LicenceKind } from "./licence.entity.ts";
import { licenceKey } from "./licence-mask.ts";
import { readsWholeNumber } from "./member.policy.ts";

type Keys = Pick<Config, "secretsKey" | "previousSecretsKey">;

/** What a sealed number belongs to: it cannot be opened in another row. */
const about = (licenceId: string): string => `licence:${licenceId}`;

export { about as aboutLicence };

/** What a number is found by: of a sensitive kind nothing that says it without the installation's key. */
export function numberKeyOf(
  config: Keys,
  { id, sensitive }: Pick<LicenceKind, "id" | "sensitive">,
  text: string,
): string {
  const key = licenceKey(text);
  return sensitive ? createHmac("sha256", sealKeyIn(config)).update(`${id}:${key}`).digest("hex") : key;
}

/** The number whole. */
export const wholeNumber = (config: Keys, { id, number, sealed }: Pick<Licence, "id" | "number" | "sealed">): string =>
  sealed ? unsealIn(config, sealed, about(id)).toString() : (number ?? "");

/** The end of a number, for who is to recognise it and not to have it. */
export const endOf = (number: string): string => `••••${number.length > 6 ? number.slice(-4) : number.slice(-1)}`;

export const licenceKindFields: Fields<LicenceKind> = {
  id: "k.id",
  code: "k.code",
  name: "k.name",
  mask: "k.mask",
  checkDigit: "k.check_digit",
  asksJurisdiction: "k.asks_jurisdiction",
  asksProfession: "k.asks_profession",
  asksExpiry: "k.asks_expiry",
  isUnique: "k.is_unique",
  sensitive: "k.sensitive",
  onRosters: "k.on_rosters",
  printed: "k.printed",
  active: "k.active",
  version: "k.version",
};

/** A licence as the API shows it. */
export type LicenceRow = Pick<
  Licence,
  "id" | "memberId" | "jurisdiction" | "profession" | "expiresOn" | "verifiedAt"
> & {
  kind: LicenceKind;
  number: string;
};

type StoredRow = Omit<LicenceRow, "number"> & Pick<Licence, "number" | "sealed">;

const fields: Fields<StoredRow> = {
  id: "l.id",
  memberId: "l.member_id",
  number: "l.number",
  sealed: "l.sealed",
  jurisdiction: "l.jurisdiction",
  profession: "l.profession",
  expiresOn: "l.expires_on",
  verifiedAt: "l.verified_at",
  kind: licenceKindFields,
};

async function read(ctx: Context, condition: string, values: unknown[]): Promise<LicenceRow[]> {
  const rows: StoredRow[] = await ctx.db.query(
    `SELECT ${selectFields(fields)} FROM licence l JOIN licence_kind k ON k.id = l.kind_id
     WHERE ${condition} ORDER BY k.name, l.jurisdiction, l.created_at, l.id`,
    values,
  );
  takeNested(rows, fields);
  return rows.map(({ sealed, ...row }) => {
    const whole = wholeNumber(ctx.config, { ...row, sealed });
    return { ...row, number: sealed && !readsWholeNumber(ctx.viewer, { id: row.memberId }) ? endOf(whole) : whole };
  });
}

/** What registries and boards gave members. */
export const licencesOf = defineLoader<string, LicenceRow[]>(async (ctx, memberIds) => {
  const rows = await read(ctx, "l.member_id = ANY($1::uuid[])", [memberIds]);
  return groupByKey(memberIds as string[], rows, (row) => row.memberId);
});

/** So many are printed of one member. */
const mostPrinted = 10;

/**
 * What is printed of a member's licences, each in a line: `State license TX 123456`. Those that had ended by a day are left out. Numbers
 * of sensitive kinds are whole: that their kind is printed was decided by staff.
 * @param day YYYY-MM-DD
 */
export async function printedLicences(
  tx: EntityManager,
  { config }: Context,
  memberId: string,
  day: string,
): Promise<string[]> {
  const rows: (Pick<Licence, "id" | "number" | "sealed" | "jurisdiction"> & { kind: string })[] = await tx.query(
    `SELECT l.id, l.number, l.sealed, l.jurisdiction, k.name AS kind FROM licence l JOIN licence_kind k ON k.id = l.kind_id
     WHERE l.member_id = $1 AND k.printed AND (l.expires_on IS NULL OR l.expires_on >= $2)
     ORDER BY k.code, l.jurisdiction, l.created_at, l.id LIMIT ${mostPrinted}`,
    [memberId, day],
  );
  return rows.map(({ kind, jurisdiction, ...row }) =>
    [kind, jurisdiction, wholeNumber(config, row)].filter(Boolean).join(" "),
  );
}

/** SQL of what lists as files say of the licences of member `m`: `NPI 1234567893; RN TX 123456`. Sealed numbers are not in it. */
export const listedLicencesSql = (m: string): string =>
  `(SELECT string_agg(concat_ws(' ', k.code, l.jurisdiction, l.number), '; ' ORDER BY k.code, l.jurisdiction, l.number)
    FROM licence l JOIN licence_kind k ON k.id = l.kind_id WHERE l.member_id = ${m}.id AND k.printed AND NOT k.sensitive)`;

/** Every kind, by its name. */
export const licenceKinds = (ctx: Context): Promise<LicenceKind[]> =>
  ctx.db.query(`SELECT ${selectFields(licenceKindFields)} FROM licence_kind k ORDER BY k.name, k.id`);
