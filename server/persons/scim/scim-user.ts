import { createHash } from "node:crypto";
import { isEmail, validateSync } from "class-validator";
import SCIMMY from "scimmy";
import { inputProblems } from "../../core/input-rules.ts";
import { type Message, say } from "../../core/messages/message.ts";
import type { DirectoryInput } from "../../members/correct-member.ts";
import { Membership } from "../../members/member.entity.ts";
import { MemberInput } from "../../members/member.input.ts";
import { read, scimError } from "./scim-error.ts";

/** What SCIM tells of a member, as one statement reads it. */
export interface DirectoryRow {
  id: string;
  memberNumber: string;
  externalId: string | null;
  firstName: string;
  lastName: string;
  suffix: string | null;
  name: string;
  role: string | null;
  membership: Membership;
  active: boolean;
  /** What the association has, or else the account's primary address. */
  email: string | null;
  phone: string | null;
  city: string | null;
  state: string | null;
  zip: string | null;
  createdAt: Date;
}

/** A resource of the schema User, as a client sends one or scimmy makes one. */
export interface ScimUser {
  id?: string;
  userName?: string;
  externalId?: string;
  name?: { formatted?: string; givenName?: string; familyName?: string; honorificSuffix?: string };
  title?: string;
  userType?: string;
  active?: boolean;
  emails?: Valued[];
  phoneNumbers?: Valued[];
  addresses?: { locality?: string; region?: string; postalCode?: string; type?: string; primary?: boolean }[];
}

interface Valued {
  value?: string;
  type?: string;
  primary?: boolean;
}

const isNothing = (value: unknown): boolean => value === null || value === undefined || value === "";

/** An object without what says nothing; undefined where nothing is left. */
function said<T extends object>(object: T): Partial<T> | undefined {
  const entries = Object.entries(object).filter(([, value]) => !isNothing(value));
  return entries.length > 0 ? (Object.fromEntries(entries) as Partial<T>) : undefined;
}

const one = (value: string | null): Valued[] | undefined =>
  value === null ? undefined : [{ value, type: "work", primary: true }];

/** A member as SCIM says it. Its version is of what is said: it changes when that does. */
export function userOf(row: DirectoryRow) {
  const { city, state, zip } = row;
  const place = said({ locality: city, region: state, postalCode: zip });
  const user = said({
    userName: row.memberNumber,
    externalId: row.externalId,
    displayName: row.name,
    name: said({
      formatted: row.name,
      givenName: row.firstName,
      familyName: row.lastName,
      honorificSuffix: row.suffix,
    }),
    title: row.role,
    userType: row.membership === Membership.GUEST ? "Guest" : "Member",
    active: row.active,
    emails: one(row.email),
    phoneNumbers: one(row.phone),
    addresses: place && [{ ...place, type: "work", primary: true }],
  });
  const version = `W/"${createHash("sha256").update(JSON.stringify(user)).digest("base64url").slice(0, 22)}"`;
  return { id: row.id, ...user, meta: { created: row.createdAt, version } };
}

/** The one that is preferred. A null among them is none (RFC 7643, 2.5). */
const preferred = <T extends { primary?: boolean }>(values: (T | null | undefined)[] | undefined): T | undefined => {
  const there = values?.filter((value) => value != null);
  return there?.find(({ primary }) => primary) ?? there?.[0];
};

const bad = (detail: Message) => scimError(400, "invalidValue", detail);

/**
 * What a resource says of a member, by the rules of what staff may write. What it lacks is taken away, but who may earn, and who is member or
 * guest, stay where nothing is said of it.
 * @throws scimError 400
 */
export function inputOf(user: ScimUser): DirectoryInput {
  const { name, title, userType, active } = user;
  const place = preferred(user.addresses);
  const email = preferred(user.emails)?.value?.trim().toLowerCase() || null;
  if (email !== null && (email.length > 254 || !isEmail(email)))
    throw bad(say("scim.noAddress", { address: email.slice(0, 100) }));
  const externalId = user.externalId?.trim() || null;
  if (externalId !== null && externalId.length > 250) throw bad(say("scim.externalId", { most: 250 }));
  const kind = userType?.toUpperCase();
  if (kind !== undefined && kind !== Membership.MEMBER && kind !== Membership.GUEST) throw bad(say("scim.userType"));
  // Who sends a name in one piece has no parts of it.
  const parts = name?.givenName || name?.familyName ? name : { givenName: name?.formatted };
  const input = Object.assign(new MemberInput(), {
    firstName: parts?.givenName ?? "",
    lastName: parts && "familyName" in parts ? (parts.familyName ?? "") : "",
    suffix: name?.honorificSuffix ?? null,
    role: title ?? null,
    city: place?.locality ?? null,
    state: place?.region ?? null,
    zip: place?.postalCode ?? null,
    phone: preferred(user.phoneNumbers)?.value ?? null,
    ...(kind && { membership: kind }),
    ...(active !== undefined && active !== null && { active }),
  });
  const [problem] = inputProblems(validateSync(input, { skipMissingProperties: true, forbidUnknownValues: false }));
  if (problem) throw bad(say("scim.field", { field: problem.field, problem: problem.message }));
  return Object.assign(input, { contactEmail: email, externalId });
}

/** A resource as scimmy has checked it. @throws scimError 400 */
export function readUser(body: unknown): ScimUser {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw scimError(400, "invalidSyntax", say("scim.noUser"));
  return read(() => new SCIMMY.Schemas.User(body as never, "in") as ScimUser);
}
