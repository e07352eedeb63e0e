import { ArrayMaxSize } from "class-validator";
import { Args, ArgsType, Ctx, Field, Query, Resolver } from "type-graphql";
import type { Context } from "../core/context.ts";
import { type Connection, PageArgs } from "../core/lists/page.ts";
import { Allow, everyKey, staffOrProvider } from "../core/policy.ts";
import { EventConnection, EventObject } from "./event.object.ts";
import { listEvents, type ToldEvent } from "./event.queries.ts";
import { EventType } from "./event.types.ts";

@ArgsType()
class EventArgs extends PageArgs {
  @Field(() => [EventType], { nullable: true, description: "Of which types; left out: of all." })
  @ArrayMaxSize(20)
  types?: EventType[] | null;
}

@Resolver(() => EventObject)
export class EventResolver {
  @Allow(staffOrProvider, everyKey)
  @Query(() => EventConnection, {
    description:
      "What happened, oldest first, kept for 90 days: all of it for the accreditor, what happened to its own programs for a provider. An API key reads of what its scopes reach. An event never comes to stand before one that could be read already, so whoever goes on from `endCursor` misses nothing; of an empty page that is the cursor that was given.",
  })
  events(@Args(() => EventArgs) { types, ...page }: EventArgs, @Ctx() ctx: Context): Promise<Connection<ToldEvent>> {
    return listEvents(ctx, types ?? null, page);
  }
}
