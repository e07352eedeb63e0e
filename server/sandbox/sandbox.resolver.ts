import { Ctx, Mutation, Query, Resolver } from "type-graphql";
import { rolesOfKeys } from "../accounts/api-keys/api-key.policy.ts";
import type { Context } from "../core/context.ts";
import { Allow, peopleOnly, staff, staffOrProvider } from "../core/policy.ts";
import { SandboxObject } from "./sandbox.object.ts";
import { showSandbox } from "./show-sandbox.ts";
import { sweepSandbox } from "./sweep-sandbox.ts";

@Resolver(() => SandboxObject)
export class SandboxResolver {
  @Allow(staffOrProvider, peopleOnly)
  @Query(() => SandboxObject, { nullable: true, description: "Where test keys lead; null: there is no sandbox here." })
  sandbox(@Ctx() ctx: Context): Promise<SandboxObject | null> {
    return showSandbox(ctx);
  }

  @Allow(staff, peopleOnly, "NONE", rolesOfKeys)
  @Mutation(() => SandboxObject, {
    description:
      "Begins to make the sandbox anew, as every night: what test keys did there goes, the keys stay. Errors: FORBIDDEN where there is none.",
  })
  sweepSandbox(@Ctx() ctx: Context): Promise<SandboxObject> {
    return sweepSandbox(ctx);
  }
}
