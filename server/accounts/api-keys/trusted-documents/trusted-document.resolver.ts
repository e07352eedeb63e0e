import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, ID, Info, Mutation, Query, Resolver } from "type-graphql";
import { ApiScope } from "../../../core/api-scopes.ts";
import type { Context } from "../../../core/context.ts";
import { Allow, keysWith, staffOrProvider } from "../../../core/policy.ts";
import { rolesOfKeys } from "../api-key.policy.ts";
import { listTrustedDocuments } from "./list-trusted-documents.ts";
import { registerTrustedDocuments } from "./register-trusted-documents.ts";
import { removeTrustedDocuments } from "./remove-trusted-documents.ts";
import {
  type KnownByHash,
  RegisterTrustedDocumentsArgs,
  RemoveTrustedDocumentsArgs,
  TrustedDocumentObject,
} from "./trusted-document.object.ts";

@Resolver(() => TrustedDocumentObject)
export class TrustedDocumentResolver {
  @Allow(staffOrProvider, keysWith(ApiScope.DOCUMENTS_WRITE))
  @Query(() => [TrustedDocumentObject], {
    description:
      "Documents that were registered, by name: of a key, for who manages it and for itself, or of everybody, for staff. Errors: NOT_FOUND, FORBIDDEN.",
  })
  trustedDocuments(
    @Arg("apiKeyId", () => ID, {
      nullable: true,
      description: "The key; left out: the one that asks, or everybody where staff ask.",
    })
    apiKeyId: string | null,
    @Ctx() ctx: Context,
  ): Promise<KnownByHash[]> {
    return listTrustedDocuments(ctx, apiKeyId);
  }

  @Allow(staffOrProvider, keysWith(ApiScope.DOCUMENTS_WRITE), "FRESH_OF_PEOPLE", rolesOfKeys)
  @Mutation(() => [TrustedDocumentObject], {
    description:
      "Makes documents known by their hash, for a key that the viewer manages, for the key that asks or another one of those for whom it acts, or, by staff, for everybody. Each is checked as a request is, and answered with its hash. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT, TOO_MANY_TRUSTED_DOCUMENTS.",
  })
  registerTrustedDocuments(
    @Args(() => RegisterTrustedDocumentsArgs) { documents, apiKeyId = null }: RegisterTrustedDocumentsArgs,
    @Ctx() ctx: Context,
    @Info() { schema }: GraphQLResolveInfo,
  ): Promise<KnownByHash[]> {
    return registerTrustedDocuments(ctx, schema, documents, apiKeyId);
  }

  @Allow(staffOrProvider, keysWith(ApiScope.DOCUMENTS_WRITE), "FRESH_OF_PEOPLE", rolesOfKeys)
  @Mutation(() => [TrustedDocumentObject], {
    description:
      "Documents that were registered are not known any more. Answers those that were. Errors: NOT_FOUND, FORBIDDEN.",
  })
  removeTrustedDocuments(
    @Args(() => RemoveTrustedDocumentsArgs) { hashes, apiKeyId = null }: RemoveTrustedDocumentsArgs,
    @Ctx() ctx: Context,
  ): Promise<KnownByHash[]> {
    return removeTrustedDocuments(ctx, hashes, apiKeyId);
  }
}
