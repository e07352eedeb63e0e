import { ArrayMaxSize, ArrayMinSize, Matches, MaxLength } from "class-validator";
import { ArgsType, Field, ID, ObjectType } from "type-graphql";
import { ApiScope } from "../../../core/api-scopes.ts";
import { keysWith, ShownTo } from "../../../core/policy.ts";
import { DateTime } from "../../../core/scalars.ts";
import { longestTrustedDocument } from "./trusted-document.policy.ts";

/** A document as it is told of. */
export interface KnownByHash {
  hash: string;
  name: string;
  text: string;
  registeredAt: Date;
  registeredBy: string | null;
  registeredByKeyId: string | null;
  lastUsedAt: Date | null;
}

/** What is told of a document: its columns of `trusted_document`. */
export const knownByHashSql = (
  document: string,
): string => `encode(${document}.hash, 'hex') AS hash, ${document}.name, ${document}.text,
  ${document}.registered_at AS "registeredAt", ${document}.registered_by_key_id AS "registeredByKeyId", ${document}.last_used_at AS "lastUsedAt",
  (SELECT e.address FROM email_address e WHERE e.account_id = ${document}.registered_by_account_id AND e.is_primary) AS "registeredBy"`;

@ShownTo(keysWith(ApiScope.DOCUMENTS_WRITE))
@ObjectType("TrustedDocument", {
  description: "A GraphQL document that a request may name by its hash.",
  simpleResolvers: true,
})
export class TrustedDocumentObject implements KnownByHash {
  @Field(() => String, { description: "SHA-256 of its text, in hexadecimal digits." }) hash!: string;
  @Field(() => String, { description: "What its operation is called." }) name!: string;
  @Field(() => String, { description: "The document." }) text!: string;
  @Field(() => DateTime, { description: "Since when it is known." }) registeredAt!: Date;
  @Field(() => String, {
    nullable: true,
    description: "E-mail address of who registered it; null: a key did, or whoever it was has none any more.",
  })
  registeredBy!: string | null;
  @Field(() => ID, { nullable: true, description: "The key that registered it; null: somebody signed in did." })
  registeredByKeyId!: string | null;
  @Field(() => DateTime, {
    nullable: true,
    description:
      "When a request last named it by its hash, to within a day; null: none has. Of the SDK's own documents, which are known without being registered, it is not kept.",
  })
  lastUsedAt!: Date | null;
}

@ArgsType()
export class RegisterTrustedDocumentsArgs {
  @Field(() => [String], {
    description: `Up to 50 documents of at most ${longestTrustedDocument} characters, each with one operation that has a name.`,
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @MaxLength(longestTrustedDocument, { each: true })
  documents!: string[];
  @Field(() => ID, {
    nullable: true,
    description: "The key; left out: the one that asks, or everybody where staff ask.",
  })
  apiKeyId?: string | null;
}

@ArgsType()
export class RemoveTrustedDocumentsArgs {
  @Field(() => [String], { description: "SHA-256 of each, in hexadecimal digits." })
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @Matches(/^[\da-f]{64}$/, { each: true })
  hashes!: string[];
  @Field(() => ID, {
    nullable: true,
    description: "The key; left out: the one that asks, or everybody where staff ask.",
  })
  apiKeyId?: string | null;
}
