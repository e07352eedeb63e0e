import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../core/context.ts";
import { Allow, everyKey, peopleOnly, ShownOnce, signedIn, staffOrProvider } from "../../core/policy.ts";
import type { ApiKey } from "./api-key.entity.ts";
import { ApiKeyObject, CreateApiKeyArgs, CreateApiKeyPayload } from "./api-key.object.ts";
import { ApiKeyAction, apiKeyActions, rolesOfKeys } from "./api-key.policy.ts";
import { type CreatedApiKey, createApiKey } from "./create-api-key.ts";
import { findOwnApiKey, listApiKeys } from "./list-api-keys.ts";
import { revokeApiKey } from "./revoke-api-key.ts";
import { rotateApiKey } from "./rotate-api-key.ts";

@Resolver(() => ApiKeyObject)
export class ApiKeyResolver {
  @FieldResolver(() => [ApiKeyAction], { description: "What the viewer can do with it now." })
  availableActions(@Root() key: ApiKey, @Ctx() ctx: Context): ApiKeyAction[] {
    return apiKeyActions(ctx.viewer, key, ctx.now());
  }

  @Allow(signedIn, everyKey)
  @Query(() => ApiKeyObject, {
    nullable: true,
    description: "The API key that asks: for whom it acts, what for and until when. Null where a person asks.",
  })
  apiKey(@Ctx() ctx: Context): Promise<ApiKey | null> {
    return findOwnApiKey(ctx);
  }

  @Allow(staffOrProvider, peopleOnly)
  @Query(() => [ApiKeyObject], {
    description: "API keys of a provider, for its owners, or of the accreditor, for staff. Newest first, at most 100.",
  })
  apiKeys(
    @Arg("providerId", () => ID, { nullable: true, description: "Whose; left out: the accreditor's." })
    providerId: string | null,
    @Ctx() ctx: Context,
  ): Promise<ApiKey[]> {
    return listApiKeys(ctx, providerId);
  }

  @Allow(staffOrProvider, peopleOnly, "FRESH", rolesOfKeys)
  @ShownOnce()
  @Mutation(() => CreateApiKeyPayload, {
    description:
      "Makes an API key. It is in this answer and never shown again. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT.",
  })
  createApiKey(@Args(() => CreateApiKeyArgs) input: CreateApiKeyArgs, @Ctx() ctx: Context): Promise<CreatedApiKey> {
    return createApiKey(ctx, input);
  }

  @Allow(staffOrProvider, everyKey, "FRESH_OF_PEOPLE", rolesOfKeys)
  @ShownOnce()
  @Mutation(() => CreateApiKeyPayload, {
    description:
      "Makes a key like this one; both are good for the overlap. A key may replace itself, and no other. Errors: NOT_FOUND, BAD_INPUT, ILLEGAL_TRANSITION.",
  })
  rotateApiKey(
    @Arg("id", () => ID, { nullable: true, description: "The key to replace; left out: the one that asks." })
    id: string | null,
    @Arg("overlapHours", () => Int, {
      defaultValue: 24,
      description: "For how many hours the old key stays good, at most 168.",
    })
    overlapHours: number,
    @Ctx() ctx: Context,
  ): Promise<CreatedApiKey> {
    return rotateApiKey(ctx, id, overlapHours);
  }

  @Allow(staffOrProvider, peopleOnly, "NONE", rolesOfKeys)
  @Mutation(() => ApiKeyObject, { description: "Ends an API key at once. Errors: NOT_FOUND." })
  revokeApiKey(@Arg("id", () => ID, { description: "The key." }) id: string, @Ctx() ctx: Context): Promise<ApiKey> {
    return revokeApiKey(ctx, id);
  }
}
