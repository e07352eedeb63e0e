import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, peopleOnly, staffOrProvider } from "../core/policy.ts";
import { InboxPlaceObject } from "./inbox-place.object.ts";
import { type InboxPlace, inboxPlace } from "./inbox-place.queries.ts";

@Resolver(() => InboxPlaceObject)
export class InboxPlaceResolver {
  @Allow(staffOrProvider, peopleOnly)
  @Query(() => InboxPlaceObject, {
    description: "Where a program stands among what waits for the viewer, and what comes before and after it.",
  })
  inboxPlace(
    @Arg("programId", () => ID, { nullable: true, description: "The program; none: where the inbox begins." })
    programId: string | null,
    @Ctx() ctx: Context,
  ): Promise<InboxPlace> {
    return inboxPlace(ctx, programId);
  }
}
