import SCIMMY from "scimmy";
import { isId } from "../../core/ids.ts";
import type { Bindings } from "../../core/lists/sql.ts";
import { type Message, say } from "../../core/messages/message.ts";
import { fullNameSql } from "../../members/full-name.ts";
import { assertReadable, expressionLimits } from "./assert-readable.ts";
import { scimError } from "./scim-error.ts";

type Bind = Bindings["bind"];

/** How an attribute is asked about in SQL. */
interface Attribute {
  /** SQL of its value: text, empty where there is none; or a boolean, or an instant. */
  sql: string;
  kind: "text" | "boolean" | "instant";
  /** By an index, where a whole value is asked for. */
  equals?(value: string, bind: Bind): string;
}

const text = (sql: string, equals?: Attribute["equals"]): Attribute => ({
  sql: `coalesce(${sql}, '')`,
  kind: "text",
  ...(equals && { equals }),
});

/** Whose address it is: what the association has, or the account's primary one. */
const address = text(
  "coalesce(m.contact_email, (SELECT e.address FROM email_address e WHERE e.account_id = m.account_id AND e.is_primary))",
  (value, bind) =>
    `m.id IN (SELECT id FROM member WHERE contact_email = ${bind(value.toLowerCase())} UNION ALL SELECT k.id FROM email_address e JOIN member k
      ON k.account_id = e.account_id WHERE e.is_primary AND k.contact_email IS NULL AND e.address = ${bind(value.toLowerCase())})`,
);

/** By their names in lower case. */
const attributes: Record<string, Attribute> = {
  id: text("m.id::text", (value, bind) => (isId(value) ? `m.id = ${bind(value)}::uuid` : "false")),
  username: text("m.member_number", (value, bind) => {
    const ways = [value, value.toUpperCase(), value.toLowerCase()];
    return `m.member_number = ANY (${bind(ways)}::text[])`;
  }),
  externalid: text("m.external_id", (value, bind) => `m.external_id = ${bind(value)}`),
  displayname: text(fullNameSql("m")),
  "name.formatted": text(fullNameSql("m")),
  "name.givenname": text("m.first_name"),
  "name.familyname": text("m.last_name"),
  "name.honorificsuffix": text("m.suffix"),
  title: text("m.role"),
  usertype: text("initcap(m.membership)"),
  active: { sql: "m.active", kind: "boolean" },
  emails: address,
  "emails.value": address,
  phonenumbers: text("m.phone"),
  "phonenumbers.value": text("m.phone"),
  "addresses.locality": text("m.city"),
  "addresses.region": text("m.state"),
  "addresses.postalcode": text("m.zip"),
  "meta.created": { sql: "m.created_at", kind: "instant" },
};

/** What everybody's address, number and place is: asked for in a filter of values, it leaves nobody out. */
const alike: Record<string, string | boolean> = {
  "emails.type": "work",
  "emails.primary": true,
  "phonenumbers.type": "work",
  "addresses.type": "work",
  "addresses.primary": true,
};

const bad = (what: Message) => scimError(400, "invalidFilter", what);

const likeText = (value: string): string => value.replace(/[\\%_]/g, "\\$&");

const order: Record<string, string> = { gt: ">", ge: ">=", lt: "<", le: "<=" };

function condition(name: string, said: unknown[], bind: Bind): string {
  const [first, ...rest] = said;
  if (first === "not") return `NOT (${condition(name, rest, bind)})`;
  const operator = String(first).toLowerCase();
  const value = rest[0];
  const known = alike[name];
  if (known !== undefined) {
    if (operator === "eq") return String(known === value);
    if (operator === "pr") return "true";
    throw bad(say("scim.comparesBy", { name, operator }));
  }
  const attribute = attributes[name];
  if (!attribute) throw bad(say("scim.asksForWhatIsNot", { name }));
  const { sql, kind, equals } = attribute;
  if (operator === "pr" || operator === "np") {
    const there = kind === "text" ? `${sql} <> ''` : "true";
    return operator === "pr" ? there : `NOT (${there})`;
  }
  if (value === undefined || value === null) throw bad(say("scim.comparesNothing", { name }));
  const refuse = (): never => {
    throw bad(say("scim.comparesWith", { name, operator, value: JSON.stringify(value).slice(0, 100) }));
  };
  if (kind === "boolean") {
    if (typeof value !== "boolean" || !["eq", "ne"].includes(operator)) return refuse();
    return `${sql} = ${bind(operator === "eq" ? value : !value)}`;
  }
  if (kind === "instant") {
    const at = new Date(String(value));
    const sign = { ...order, eq: "=", ne: "<>" }[operator];
    // The database knows no years before its calendar, and nobody means them.
    const year = at.getUTCFullYear();
    return !(year >= 1 && year <= 9999) || !sign ? refuse() : `${sql} ${sign} ${bind(at)}::timestamptz`;
  }
  if (typeof value !== "string") return refuse();
  const like = (pattern: string) => `${sql} ILIKE ${bind(pattern)}`;
  switch (operator) {
    case "eq":
      return equals ? equals(value, bind) : `lower(${sql}) = lower(${bind(value)})`;
    case "ne":
      return `lower(${sql}) <> lower(${bind(value)})`;
    case "co":
      return like(`%${likeText(value)}%`);
    case "sw":
      return like(`${likeText(value)}%`);
    case "ew":
      return like(`%${likeText(value)}`);
    default:
      return refuse();
  }
}

const isCondition = (said: unknown): said is unknown[] => Array.isArray(said);

/** The conditions of one conjunction, each with the whole name of its attribute. */
function* conditionsOf(said: Record<string, unknown>, prefix = ""): Generator<[name: string, said: unknown[]]> {
  for (const [key, value] of Object.entries(said)) {
    const name = `${prefix}${key.replace(/^urn:ietf:params:scim:schemas:core:2\.0:User:/i, "")}`.toLowerCase();
    if (isCondition(value)) {
      if (isCondition(value[0])) for (const each of value as unknown[][]) yield [name, each];
      else yield [name, value];
    } else if (typeof value === "object" && value !== null)
      yield* conditionsOf(value as Record<string, unknown>, `${name}.`);
    else throw bad(say("scim.asksNothing", { name }));
  }
}

/**
 * SQL of a filter over m, as scimmy has parsed it: the database finds who is meant, and nobody else is read.
 * @throws scimError 400, invalidFilter, for what is no filter, asks too much, or for what there is not
 */
export function scimFilterSql(expression: string, bind: Bind): string {
  assertReadable(expression);
  let parsed: Record<string, unknown>[];
  try {
    parsed = [...(new SCIMMY.Types.Filter(expression) as unknown as Record<string, unknown>[])];
  } catch (error) {
    throw error instanceof SCIMMY.Types.Error ? error : bad(say("scim.noFilter"));
  }
  const terms = parsed.map((each) => [...conditionsOf(each)]);
  if (terms.length === 0 || terms.some((each) => each.length === 0)) throw bad(say("scim.noFilter"));
  const { conditions } = expressionLimits;
  if (terms.flat().length > conditions) throw bad(say("scim.conditions", { most: conditions }));
  return `(${terms.map((each) => `(${each.map(([name, said]) => condition(name, said, bind)).join(" AND ")})`).join(" OR ")})`;
}
