import { ArrayMaxSize, ArrayMinSize, ArrayUnique, Max, MaxLength, Min } from "class-validator";
import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { ApiScope } from "../../core/api-scopes.ts";
import { NotBlank, PlainLine } from "../../core/input-rules.ts";
import { everyKey, ShownTo } from "../../core/policy.ts";
import { DateTime } from "../../core/scalars.ts";
import type { ApiKey } from "./api-key.entity.ts";
import { ApiKeyAction } from "./api-key.policy.ts";
import type { CreatedApiKey, NewApiKey } from "./create-api-key.ts";

registerEnumType(ApiScope, {
  name: "ApiScope",
  description: "What an API key may be for. A scope adds no right to what its provider or the accreditor has.",
  valuesConfig: {
    PROGRAMS_READ: { description: "Programs and providers." },
    PROGRAMS_WRITE: { description: "Write, submit, copy, withdraw, postpone and cancel applications." },
    PROGRAMS_REVIEW: { description: "Review, approve and deny, for the accreditor." },
    ATTENDANCE_READ: { description: "Attendance records and uploads." },
    ATTENDANCE_WRITE: { description: "Enter and upload attendance." },
    CONFERENCES_READ: { description: "Sessions and registrations of conferences." },
    CONFERENCES_WRITE: { description: "Edit and import sessions and registrations." },
    CERTIFICATES_READ: { description: "Certificates, transcripts and their files." },
    CERTIFICATES_WRITE: { description: "Send certificates again; revoke them, for the accreditor." },
    MEMBERS_READ: { description: "Member search." },
    MEMBERS_WRITE: {
      description: "Import members and provision them by SCIM, for the accreditor; the key reads every member so.",
    },
    MEMBERS_ACT: { description: "Act for members within scopes of their own, for the accreditor: createMemberToken." },
    DOCUMENTS_WRITE: { description: "Register GraphQL documents that requests name by their hash." },
  },
});

registerEnumType(ApiKeyAction, {
  name: "ApiKeyAction",
  description: "What can be done with an API key.",
  valuesConfig: { ROTATE: { description: "rotateApiKey" }, REVOKE: { description: "revokeApiKey" } },
});

@ShownTo(everyKey)
@ObjectType("ApiKey", { description: "What a partner front end signs in with.", simpleResolvers: true })
export class ApiKeyObject
  implements
    Pick<
      ApiKey,
      | "id"
      | "name"
      | "prefix"
      | "scopes"
      | "providerId"
      | "sandbox"
      | "createdAt"
      | "expiresAt"
      | "lastUsedAt"
      | "revokedAt"
    >
{
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => String, { description: "What it is called." }) name!: string;
  @Field(() => String, { description: "How the key begins." }) prefix!: string;
  @Field(() => [ApiScope], { description: "What it is for." }) scopes!: ApiScope[];
  @Field(() => ID, { nullable: true, description: "The provider that it acts for; null: the accreditor." }) providerId!:
    | string
    | null;
  @Field(() => Boolean, { description: "Whether it is a test key: it leads to the sandbox, and to nothing else." })
  sandbox!: boolean;
  @Field(() => DateTime, { description: "When it was made." }) createdAt!: Date;
  @Field(() => DateTime, { description: "When it runs out." }) expiresAt!: Date;
  @Field(() => DateTime, { nullable: true, description: "When it was last used, to within a minute." })
  lastUsedAt!: Date | null;
  @Field(() => DateTime, { nullable: true, description: "When it was revoked." }) revokedAt!: Date | null;
  @Field(() => ID, { nullable: true, description: "The key that replaces it, after a rotation." }) replacedById!:
    | string
    | null;
}

@ShownTo(everyKey)
@ObjectType({ description: "A new key, shown this once.", simpleResolvers: true })
export class CreateApiKeyPayload implements CreatedApiKey {
  @Field(() => String, { description: "The key, for `Authorization: Bearer`. It is not shown again." }) key!: string;
  @Field(() => ApiKeyObject, { description: "What is known of it from now on." }) apiKey!: ApiKey;
}

@ArgsType()
export class CreateApiKeyArgs implements NewApiKey {
  @Field(() => String, { description: "What to call it." })
  @NotBlank()
  @PlainLine()
  @MaxLength(100)
  name!: string;
  @Field(() => [ApiScope], { description: "What it is for." })
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  scopes!: ApiScope[];
  @Field(() => ID, { nullable: true, description: "Whom it acts for; left out: the accreditor." })
  providerId?: string | null;
  @Field(() => Int, { description: "Days until it runs out, at most 730." })
  @Min(1)
  @Max(730)
  expiresInDays: number = 365;
  @Field(() => Boolean, {
    description:
      "Whether it is a test key, which leads to the sandbox, and to nothing else. It begins with accrue_test_.",
  })
  sandbox: boolean = false;
}
