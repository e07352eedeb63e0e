import type { Context } from "../core/context.ts";
import { isAnyOf } from "../core/lists/conditions.ts";
import { defineFixedList } from "../core/lists/define-list.ts";
import { type Connection, mapNodes, type PageArgs } from "../core/lists/page.ts";
import type { Fields } from "../core/lists/sql.ts";
import { visibleTo } from "../core/viewer.ts";
import type { Event } from "./event.entity.ts";
import { type EventFacts, type EventPart, type EventType, partOf, typesFor } from "./event.types.ts";
import { numberEvents } from "./number-events.ts";

type Kept = Pick<Event, "id" | "type" | "at" | "facts">;

/** An event as it is told: beside what all have, one part by its type. */
export type ToldEvent = Pick<Event, "id" | "type" | "at"> & Partial<Record<EventPart, EventFacts>>;

export const tellEvent = ({ id, type, at, facts }: Kept): ToldEvent => ({ id, type, at, [partOf(type)]: facts });

const fields: Fields<Kept> = { id: "e.id", type: "e.type", at: "e.at", facts: "e.facts" };

/** Events in the order of their numbers: those of the viewer's programs, or all. */
const eventFeed = defineFixedList({
  from: "event e",
  key: "e.number",
  fields,
  where: (ctx: Context, { types }: { types: readonly EventType[] | null }, bind) => [
    "e.number IS NOT NULL",
    visibleTo(ctx.viewer, "e.provider_id", bind),
    `e.type = ANY(${bind(typesFor(ctx.viewer))})`,
    isAnyOf("e.type", types, bind),
  ],
  sortedBy: [[], "ASC"],
});

/** The feed, oldest first. The cursor of an empty page is the one that was given: whoever asks again goes on from there. */
export async function listEvents(
  ctx: Context,
  types: readonly EventType[] | null,
  page: PageArgs,
): Promise<Connection<ToldEvent>> {
  await numberEvents(ctx);
  const told = mapNodes(await eventFeed.page(ctx, { types }, page), tellEvent);
  const endCursor = told.pageInfo.endCursor ?? page.after ?? null;
  return { ...told, pageInfo: { ...told.pageInfo, endCursor } };
}
