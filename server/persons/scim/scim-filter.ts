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

/** @param value undefined: the operator has none */
function condition(name: string, operator: string, value: unknown, bind: Bind): string {
  const known = alike[name];
  if (known !== undefined) {
    if (operator === "eq") return String(known === value);
    if (operator === "pr") return "true";
    throw bad(say("scim.comparesBy", { name, operator }));
  }
  const attribute = attributes[name];
  if (!attribute) throw bad(say("scim.asksForWhatIsNot", { name }));
  const { sql, kind, equals } = attribute;
  if (operator === "pr") return kind === "text" ? `${sql} <> ''` : "true";
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

/** A quoted text, a number or a word with the dots and colons of a path, or a bracket. */
const TOKEN = /\s*("[^"]*"|[()[\]]|[^\s()[\]"]+)/y;
/** What may stand before the name of an attribute of a user. */
export const NAMESPACE = /^urn:ietf:params:scim:schemas:core:2\.0:User:/i;
/** How deep groups may stand in one another. */
const mostGroups = 20;

function tokensOf(expression: string): string[] {
  const tokens: string[] = [];
  const end = expression.trimEnd().length;
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < end; ) {
    const [, token] = TOKEN.exec(expression) ?? [];
    if (token === undefined) throw bad(say("scim.noFilter"));
    tokens.push(token);
  }
  return tokens;
}

/** Reads a filter as RFC 7644, 3.4.2.2 has it, into SQL: what is in a group is decided within it, and negated as a whole. */
class FilterReader {
  private readonly tokens: readonly string[];
  private readonly bind: Bind;
  private at = 0;
  private depth = 0;
  private conditions = 0;

  constructor(expression: string, bind: Bind) {
    this.tokens = tokensOf(expression);
    this.bind = bind;
  }

  read(): string {
    const sql = this.alternatives("");
    if (this.at < this.tokens.length) throw bad(say("scim.noFilter"));
    return sql;
  }

  private alternatives(prefix: string): string {
    if (++this.depth > mostGroups) throw bad(say("scim.noFilter"));
    const found = [this.conjunction(prefix)];
    while (this.takes("or")) found.push(this.conjunction(prefix));
    this.depth--;
    return `(${found.join(" OR ")})`;
  }

  private conjunction(prefix: string): string {
    const found = [this.term(prefix)];
    while (this.takes("and")) found.push(this.term(prefix));
    return found.join(" AND ");
  }

  private term(prefix: string): string {
    if (this.tokens[this.at + 1] === "(" && this.takes("not")) return `NOT coalesce(${this.group(prefix)}, false)`;
    if (this.tokens[this.at] === "(") return this.group(prefix);
    const said = this.next();
    if (!/^[a-z][\w.:$-]*$/i.test(said)) throw bad(say("scim.noFilter"));
    const name = `${prefix}${said.replace(NAMESPACE, "")}`.toLowerCase();
    if (prefix === "" && this.takes("[")) {
      const sql = this.alternatives(`${name}.`);
      if (!this.takes("]")) throw bad(say("scim.noFilter"));
      return sql;
    }
    const { conditions: most } = expressionLimits;
    if (++this.conditions > most) throw bad(say("scim.conditions", { most }));
    const operator = this.next().toLowerCase();
    return condition(name, operator, operator === "pr" ? undefined : this.value(), this.bind);
  }

  private group(prefix: string): string {
    this.at++;
    const sql = this.alternatives(prefix);
    if (!this.takes(")")) throw bad(say("scim.noFilter"));
    return sql;
  }

  private value(): unknown {
    const token = this.next();
    if (token.startsWith('"')) return token.slice(1, -1);
    if (/^(?:true|false|null)$/i.test(token)) return JSON.parse(token.toLowerCase());
    if (/^-?\d{1,15}(?:\.\d{1,15})?$/.test(token)) return Number(token);
    throw bad(say("scim.noFilter"));
  }

  private next(): string {
    const token = this.tokens[this.at++];
    if (token === undefined) throw bad(say("scim.noFilter"));
    return token;
  }

  private takes(word: string): boolean {
    if (this.tokens[this.at]?.toLowerCase() !== word) return false;
    this.at++;
    return true;
  }
}

/**
 * SQL of a filter over m: the database finds who is meant, and nobody else is read. scimmy's own reader negates each condition of a group instead of
 * the group.
 * @throws scimError 400, invalidFilter, for what is no filter, asks too much, or for what there is not
 */
export function scimFilterSql(expression: string, bind: Bind): string {
  assertReadable(expression);
  return new FilterReader(expression, bind).read();
}
