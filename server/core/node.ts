import { Field, ID, InterfaceType } from "type-graphql";
import type { Context } from "./context.ts";

/** Of which type a thing is that was read as a node. */
const types = new WeakMap<object, string>();

/** What has an ID by which `node` reads it again. */
@InterfaceType("Node", {
  description: "A thing that can be read again by its ID alone: node.",
  resolveType: (thing: object) => types.get(thing),
})
export abstract class NodeObject {
  @Field(() => ID, { description: "Opaque, and unique over all types." }) id!: string;
}

/** How the things of a type are read by ID. */
export interface NodeReader {
  /** The query that shows them: who may use it may read them here. */
  operation: string;
  /** By the row's ID, which is a UUID; null: it is missing or not the viewer's to see. Asked for many at once, it reads them together. */
  find(ctx: Context, id: string): Promise<object | null>;
}

export interface NodeType {
  name: string;
  /** Where their rows are: an ID that names no type is looked for there. */
  table: string;
  /** What answers first is it. */
  readers: readonly NodeReader[];
}

/** Notes of what type a thing is that was read. */
export function asNode<T extends object>(thing: T, type: string): T {
  types.set(thing, type);
  return thing;
}
