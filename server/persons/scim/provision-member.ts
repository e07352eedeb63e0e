import { isDeepStrictEqual } from "node:util";
import SCIMMY from "scimmy";
import type { EntityManager } from "typeorm";
import { parseMemberNumber } from "../../attendance/parse-roster-row.ts";
import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { DomainError, ErrorCode, violates } from "../../core/errors.ts";
import { say } from "../../core/messages/message.ts";
import { applyToMember, createFrom, type DirectoryInput, lockMember } from "../../members/correct-member.ts";
import { keepPersons } from "../../members/keep-persons.ts";
import { assertPatchReadable } from "./assert-readable.ts";
import { directoryRow } from "./directory.queries.ts";
import { misread, read, scimError } from "./scim-error.ts";
import { NAMESPACE } from "./scim-filter.ts";
import { type DirectoryRow, inputOf, readUser, type ScimUser, userOf } from "./scim-user.ts";

const gone = (id: string) => scimError(404, null, say("scim.notFound", { id: id.slice(0, 100) }));

/** The directory makes a member, by the number that it is their userName. @throws scimError 400, 409 */
export async function provisionMember(ctx: Context, body: unknown): Promise<DirectoryRow> {
  const user = readUser(body);
  const number = parseMemberNumber(user.userName?.trim() ?? "").value;
  if (number === null) throw scimError(400, "invalidValue", say("scim.userName"));
  const input = inputOf(user);
  const taken = () => scimError(409, "uniqueness", say("scim.numberTaken", { number }));
  try {
    return await inTransaction(ctx, async (tx) => {
      await keepPersons(tx);
      const { id } = await createFrom(tx, ctx, input, number);
      await audit(tx, ctx, "member.provision", ["member", id]);
      return found(await directoryRow(tx, id), id);
    });
  } catch (error) {
    throw violates(error, "member_number_once") ? taken() : error;
  }
}

/**
 * The directory says anew who a member is. What is as before is not touched: an address that is the account's own becomes none of the
 * directory's by being said again.
 * @param ifMatch the version that the client knows; null: whichever
 * @throws scimError 400, 404, 412
 */
export function replaceMember(ctx: Context, id: string, body: unknown, ifMatch: string | null): Promise<DirectoryRow> {
  return change(ctx, id, ifMatch, async () => readUser(body));
}

/** As `replaceMember`, by the operations of a patch. Source: RFC 7644, 3.5.2. */
export function patchMember(ctx: Context, id: string, body: unknown, ifMatch: string | null): Promise<DirectoryRow> {
  return change(ctx, id, ifMatch, async (before) => {
    const source = new SCIMMY.Schemas.User(before as never);
    const patch = read(() => new SCIMMY.Messages.PatchOp(plainly(body) as never));
    const patched = await patch.apply(source).catch((error: unknown) => {
      throw misread(error);
    });
    return (patched ?? source) as ScimUser;
  });
}

/** A member whom the directory has no more earns no more; credit, certificates and the number stay. */
export async function deprovisionMember(ctx: Context, id: string, ifMatch: string | null): Promise<void> {
  await change(ctx, id, ifMatch, async (before) => ({ ...before, active: false }) as ScimUser);
}

/** What some directories write for true and false, and for the name of an attribute, which the schema's may stand before (RFC 7644, 3.10). */
function plainly(body: unknown): unknown {
  const flag = (value: unknown) =>
    typeof value === "string" && /^(true|false)$/i.test(value) ? value.toLowerCase() === "true" : value;
  const operations = (body as { Operations?: unknown } | null)?.Operations;
  if (!Array.isArray(operations)) return body;
  assertPatchReadable(operations);
  return {
    ...(body as object),
    Operations: operations.map((operation) => {
      const { path: given, value } = (operation ?? {}) as { path?: unknown; value?: unknown };
      const path = typeof given === "string" ? given.replace(NAMESPACE, "") : given;
      if (typeof path === "string")
        return { ...operation, path, ...(path.toLowerCase() === "active" && { value: flag(value) }) };
      if (path !== undefined || typeof value !== "object" || value === null || !("active" in value)) return operation;
      return { ...operation, value: { ...value, active: flag(value.active) } };
    }),
  };
}

function found(row: DirectoryRow | null, id: string): DirectoryRow {
  if (!row) throw gone(id);
  return row;
}

async function change(
  ctx: Context,
  id: string,
  ifMatch: string | null,
  work: (before: ReturnType<typeof userOf>) => Promise<ScimUser>,
): Promise<DirectoryRow> {
  return inTransaction(ctx, async (tx) => {
    await keepPersons(tx);
    const member = await lockMember(tx, id).catch((error: unknown) => {
      throw error instanceof DomainError ? gone(id) : error;
    });
    const before = userOf(found(await directoryRow(tx, id), id));
    if (ifMatch !== null && ifMatch !== "*" && ifMatch !== before.meta.version)
      throw scimError(412, null, say("scim.stale", { version: before.meta.version }));
    const user = await work(before);
    if (user.userName !== undefined && user.userName !== member.memberNumber)
      throw scimError(400, "mutability", say("scim.numberStays"));
    const input = differences(inputOf(before as ScimUser), inputOf(user));
    if (Object.keys(input).length > 0) await write(tx, ctx, member, input);
    return found(await directoryRow(tx, id), id);
  });
}

async function write(
  tx: EntityManager,
  ctx: Context,
  member: Awaited<ReturnType<typeof lockMember>>,
  input: DirectoryInput,
): Promise<void> {
  if (member.accountId !== null && member.accountId === ctx.viewer.accountId)
    throw new DomainError(ErrorCode.CONFLICT_OF_INTEREST, "members.yourself");
  await applyToMember(tx, ctx, member, input, "member.provision");
}

/** What the second says otherwise than the first. */
const differences = (before: DirectoryInput, after: DirectoryInput): DirectoryInput =>
  Object.fromEntries(
    Object.entries(after).filter(([name, value]) => !isDeepStrictEqual(before[name as keyof DirectoryInput], value)),
  );
