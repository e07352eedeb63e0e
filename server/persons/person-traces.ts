import type { EntityManager } from "typeorm";
import { fold } from "../core/fold.ts";

/** Who is to be erased, under all IDs, numbers, addresses and names. */
export interface PersonTraces {
  accountIds: string[];
  memberIds: string[];
  memberNumbers: string[];
  /** Every address that was ever written for the accounts, also one that was never shown to be theirs. */
  addresses: string[];
  /** What is theirs beyond doubt, and may be taken out of what others wrote. */
  ownAddresses: string[];
  names: { firstName: string; lastName: string; firstNameKey: string; lastNameKey: string; unique: boolean }[];
}

/**
 * Collects what says who somebody is. An address that was added and never verified may be another's, and is not looked for in what
 * others wrote; nor is a name that another member has, too.
 */
export async function readTraces(
  tx: EntityManager,
  { accountId, memberId }: { accountId: string | null; memberId: string | null },
): Promise<PersonTraces> {
  const accounts: { id: string }[] = await tx.query(
    "SELECT id FROM account WHERE id = $1 OR merged_into_id = $1 ORDER BY id",
    [accountId],
  );
  const accountIds = accounts.map(({ id }) => id);
  const members: (PersonTraces["names"][number] & { id: string; memberNumber: string })[] = await tx.query(
    `SELECT m.id, m.member_number AS "memberNumber", m.first_name AS "firstName", m.last_name AS "lastName",
       m.first_name_key AS "firstNameKey", m.last_name_key AS "lastNameKey",
       NOT EXISTS (SELECT FROM member o WHERE o.first_name_key = m.first_name_key AND o.last_name_key = m.last_name_key
         AND o.id <> $1 AND o.merged_into_id IS DISTINCT FROM $1) AS unique
     FROM member m WHERE m.id = $1 OR m.merged_into_id = $1 ORDER BY m.id`,
    [memberId],
  );
  const names = await withFormerNames(tx, members, memberId);
  const addresses: { address: string; own: boolean }[] = await tx.query(
    `SELECT address, bool_or(own) AND NOT EXISTS (SELECT FROM email_address e WHERE e.address = known.address
         AND e.verified_at IS NOT NULL AND e.account_id <> ALL ($1::uuid[])) AS own
     FROM (
       SELECT address, verified_at IS NOT NULL AS own FROM email_address WHERE account_id = ANY($1::uuid[])
       UNION ALL
       SELECT after ->> 'address', action = 'account.verify-address' FROM audit_entry
       WHERE subject_id = ANY($1::uuid[]) AND action IN ('account.verify-address', 'account.add-address')
       UNION ALL
       -- Only to an address that was theirs is mailed what a change is told by, and a certificate.
       SELECT to_address, dedupe_key LIKE 'change:%' OR dedupe_key LIKE 'certificate:%' FROM mail
       WHERE recipient_account_id = ANY($1::uuid[])
     ) known WHERE address LIKE '%_@_%' GROUP BY address`,
    [accountIds],
  );
  return {
    accountIds,
    memberIds: members.map(({ id }) => id),
    memberNumbers: members.map(({ memberNumber }) => memberNumber),
    addresses: addresses.map(({ address }) => address),
    ownAddresses: addresses.filter(({ own }) => own).map(({ address }) => address),
    names,
  };
}

/** The names that the audit log has of these members, besides those that they have. */
async function withFormerNames(
  tx: EntityManager,
  members: (PersonTraces["names"][number] & { id: string })[],
  memberId: string | null,
): Promise<PersonTraces["names"]> {
  const said: { id: string; firstName: string | null; lastName: string | null }[] = await tx.query(
    `SELECT DISTINCT e.subject_id AS id, s.said ->> 'firstName' AS "firstName", s.said ->> 'lastName' AS "lastName"
     FROM audit_entry e CROSS JOIN LATERAL (VALUES (e.before), (e.after)) AS s (said)
     WHERE e.subject_id = ANY($1::uuid[]) AND e.subject_type = 'member' AND s.said ?| ARRAY['firstName', 'lastName']`,
    [members.map(({ id }) => id)],
  );
  const kept: { firstName: string; lastName: string }[] = await tx.query(
    `SELECT first_name AS "firstName", last_name AS "lastName" FROM former_name WHERE member_id = ANY($1::uuid[])
     UNION SELECT first_name, last_name FROM name_request WHERE member_id = ANY($1::uuid[])`,
    [members.map(({ id }) => id)],
  );
  const former = [...said, ...kept.map((name) => ({ ...name, id: null }))].flatMap((name) => {
    const now = members.find(({ id }) => id === name.id);
    const firstName = name.firstName ?? now?.firstName ?? "";
    const lastName = name.lastName ?? now?.lastName ?? "";
    if (firstName === now?.firstName && lastName === now?.lastName) return [];
    return [{ firstName, lastName, firstNameKey: fold(firstName), lastNameKey: fold(lastName) }];
  });
  const shared: { unique: boolean }[] = await tx.query(
    `SELECT NOT EXISTS (SELECT FROM member o WHERE o.first_name_key = n.first AND o.last_name_key = n.last
       AND o.id <> $3 AND o.merged_into_id IS DISTINCT FROM $3) AS unique
     FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS n (first, last, place) ORDER BY place`,
    [former.map(({ firstNameKey }) => firstNameKey), former.map(({ lastNameKey }) => lastNameKey), memberId],
  );
  return [...members, ...former.map((name, i) => ({ ...name, unique: shared[i]?.unique ?? false }))];
}

/** Text as a part of a regular expression of PostgreSQL that matches just that. */
const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** No letter or digit stands before or after. */
const word = (expression: string): string => `(?<![[:alnum:]])${expression}(?![[:alnum:]])`;

const between = "[\\s,._-]+";

const fullNames = (names: PersonTraces["names"]): string[] =>
  names
    .filter(({ firstName, lastName }) => firstName.trim() && lastName.trim())
    .flatMap(({ firstName, lastName }) => {
      const parts = [firstName, lastName].map((name) => name.trim().split(/\s+/).map(literal).join(between));
      return [parts.join(between), parts.toReversed().join(between)];
    });

/** No text at all matches this. */
const nothing = "(?!)";

const anyOf = (expressions: string[]): string =>
  expressions.length > 0 ? word(`(?:${[...new Set(expressions)].join("|")})`) : nothing;

/** What may be taken out of anything that anybody wrote. */
export const patternEverywhere = ({ ownAddresses, names }: PersonTraces): string =>
  anyOf([...ownAddresses.map(literal), ...fullNames(names.filter(({ unique }) => unique))]);

/** What is taken out of what is about this person alone: single names and unverified addresses, too. */
export const patternOfOwn = ({ addresses, names }: PersonTraces): string =>
  anyOf([
    ...addresses.map(literal),
    ...fullNames(names),
    ...names.flatMap(({ firstName, lastName }) =>
      [firstName, lastName]
        .map((name) => name.trim())
        .filter((name) => name.length > 1)
        .map(literal),
    ),
  ]);
