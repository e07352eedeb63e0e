import { type GraphQLResolveInfo, type GraphQLSchema, isObjectType } from "graphql";
import { Arg, Ctx, ID, Info, Query, Resolver } from "type-graphql";
import type { Context } from "./core/context.ts";
import { DomainError, ErrorCode } from "./core/errors.ts";
import { isId } from "./core/ids.ts";
import { admits, keysOfType } from "./core/key-access.ts";
import { defineLoader, orderByKey } from "./core/lists/loaders.ts";
import { asNode, NodeObject, type NodeReader, type NodeType } from "./core/node.ts";
import { readNodeId, sideTypes } from "./core/node-ids.ts";
import { Allow, anyone, everyProgram, type Keys, refusalOf } from "./core/policy.ts";
import { scopesOf } from "./core/viewer.ts";
import { nodeTypes } from "./nodes.ts";

/** Types by whose table an ID alone can be told, and that table in SQL. */
const byTable = nodeTypes.filter(({ name }) => !sideTypes.has(name));
const whereaboutsSql = byTable
  .map(({ name, table }) => `SELECT id, '${name}' AS type FROM "${table}" WHERE id = ANY($1::uuid[])`)
  .join(" UNION ALL ");

/** Of what type the thing is that has an ID; null: of none that is read here. One statement for a request. */
const typeOfRow = defineLoader<string, string | null>(async (ctx, ids) => {
  const rows: { id: string; type: string }[] = await ctx.db.query(whereaboutsSql, [ids]);
  return orderByKey(ids, rows, ({ id }) => id).map((row) => row?.type ?? null);
});

/** Whether the viewer may use the query that shows a type, and, where a program asks, be shown the type. */
function mayRead(schema: GraphQLSchema, { name }: NodeType, { operation }: NodeReader, { viewer }: Context): boolean {
  const field = schema.getQueryType()?.getFields()[operation];
  const type = schema.getType(name);
  if (!field || !isObjectType(type) || refusalOf(field, viewer)) return false;
  return (
    !scopesOf(viewer) || (admits((field.extensions.keys ?? []) as Keys, viewer) && admits(keysOfType(type), viewer))
  );
}

async function readNode(ctx: Context, schema: GraphQLSchema, given: string): Promise<object | null> {
  const { type, id } = readNodeId(given);
  if (!isId(id)) return null;
  const name = type ?? (await typeOfRow(ctx, id.toLowerCase()));
  const node = nodeTypes.find((each) => each.name === name);
  if (!node) return null;
  for (const reader of node.readers) {
    const thing = mayRead(schema, node, reader, ctx) ? await reader.find(ctx, id.toLowerCase()) : null;
    if (thing) return asNode(thing, node.name);
  }
  return null;
}

/** So many at once, as in a list. */
const mostNodes = 100;

@Resolver()
export class NodeResolver {
  @Allow(anyone, everyProgram)
  @Query(() => NodeObject, {
    nullable: true,
    description:
      "A thing by its ID, of whichever type; null where it is missing or not the viewer's to see, by the rules of the query that shows that type.",
  })
  node(
    @Arg("id", () => ID, { description: "Its ID." }) id: string,
    @Ctx() ctx: Context,
    @Info() { schema }: GraphQLResolveInfo,
  ): Promise<object | null> {
    return readNode(ctx, schema, id);
  }

  @Allow(anyone, everyProgram)
  @Query(() => [NodeObject], {
    nullable: "items",
    description: "Several things by their IDs, in that order, null for what `node` has none. Errors: BAD_INPUT.",
  })
  nodes(
    @Arg("ids", () => [ID], { description: "Their IDs, at most 100." }) ids: string[],
    @Ctx() ctx: Context,
    @Info() { schema }: GraphQLResolveInfo,
  ): Promise<(object | null)[]> {
    if (ids.length > mostNodes)
      throw new DomainError(ErrorCode.BAD_INPUT, "core.nodesAtMost", { field: "ids", most: mostNodes });
    return Promise.all(ids.map((id) => readNode(ctx, schema, id)));
  }
}
