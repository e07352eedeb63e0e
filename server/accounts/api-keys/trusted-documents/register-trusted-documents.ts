import { createHash } from "node:crypto";
import { GraphQLError, type GraphQLSchema, Kind, validate } from "graphql";
import { audit } from "../../../core/audit.ts";
import { type Context, inTransaction } from "../../../core/context.ts";
import { DomainError, ErrorCode } from "../../../core/errors.ts";
import { measureDocument, readDocument } from "../../../core/measure-document.ts";
import { lockOwner } from "./lock-owner.ts";
import { type KnownByHash, knownByHashSql } from "./trusted-document.object.ts";
import { mostTrustedDocuments } from "./trusted-document.policy.ts";

/**
 * What the one operation of a document is called, once it is found to be right and within the limits of documents: it is not looked at again with each request.
 * @throws BAD_INPUT
 */
function nameOf(schema: GraphQLSchema, text: string, field: string): string {
  const refuse = (finding: string): never => {
    throw new DomainError(ErrorCode.BAD_INPUT, "http.documentWrong", { finding, field });
  };
  try {
    const document = readDocument(text);
    const [wrong] = validate(schema, document, undefined, { maxErrors: 1 });
    if (wrong) return refuse(wrong.message);
    measureDocument(schema, document);
    const [operation, ...others] = document.definitions.flatMap((each) =>
      each.kind === Kind.OPERATION_DEFINITION ? [each] : [],
    );
    if (operation?.name && others.length === 0) return operation.name.value;
  } catch (error) {
    if (error instanceof GraphQLError || error instanceof DomainError) return refuse(error.message);
    throw error;
  }
  throw new DomainError(ErrorCode.BAD_INPUT, "trustedDocuments.oneOperation", { field });
}

/**
 * Makes documents known by their hash: to one key, or to everybody. What is known already stays as it is.
 * @param apiKeyId null: of the key that asks; where staff ask, of everybody
 * @throws NOT_FOUND; FORBIDDEN; BAD_INPUT; TOO_MANY_TRUSTED_DOCUMENTS
 */
export async function registerTrustedDocuments(
  ctx: Context,
  schema: GraphQLSchema,
  texts: readonly string[],
  apiKeyId: string | null,
): Promise<KnownByHash[]> {
  const given = texts.map((text, i) => ({
    text,
    name: nameOf(schema, text, `documents.${i}`),
    hash: createHash("sha256").update(text).digest("hex"),
  }));
  return inTransaction(ctx, async (tx) => {
    const key = ctx.viewer.apiKey;
    const owner = await lockOwner(tx, ctx, apiKeyId);
    const added: { hash: string }[] = await tx.query(
      `INSERT INTO trusted_document AS known (api_key_id, hash, name, text, registered_at, registered_by_account_id, registered_by_key_id)
       SELECT $1, decode(d.hash, 'hex'), d.name, d.text, $3, $4, $5 FROM jsonb_to_recordset($2::jsonb) AS d(hash text, name text, text text)
       ORDER BY d.hash
       ON CONFLICT (hash, api_key_id) DO UPDATE SET kept_until = NULL, registered_at = excluded.registered_at,
         registered_by_account_id = excluded.registered_by_account_id, registered_by_key_id = excluded.registered_by_key_id
       WHERE known.kept_until IS NOT NULL
       RETURNING encode(hash, 'hex') AS hash`,
      [owner.apiKeyId, JSON.stringify(given), ctx.now(), key ? null : ctx.viewer.accountId, key?.id ?? null],
    );
    const [{ count }] = await tx.query(
      "SELECT count(*)::int AS count FROM trusted_document WHERE api_key_id IS NOT DISTINCT FROM $1::uuid AND kept_until IS NULL",
      [owner.apiKeyId],
    );
    if (count > mostTrustedDocuments)
      throw new DomainError(ErrorCode.TOO_MANY_TRUSTED_DOCUMENTS, "trustedDocuments.tooMany", {
        field: "documents",
        most: mostTrustedDocuments,
      });
    if (added.length > 0)
      await audit(tx, ctx, "trusted-documents.register", owner.subject, {
        after: { documents: added.map(({ hash }) => hash) },
      });
    return tx.query(
      `SELECT ${knownByHashSql("d")} FROM trusted_document d
       WHERE api_key_id IS NOT DISTINCT FROM $1::uuid AND hash IN (SELECT decode(h, 'hex') FROM unnest($2::text[]) h) ORDER BY d.name, d.hash`,
      [owner.apiKeyId, given.map(({ hash }) => hash)],
    );
  });
}
