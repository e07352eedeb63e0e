import { Max, Min } from "class-validator";
import { ArgsType, type ClassType, Field, Int, ObjectType } from "type-graphql";
import { DomainError, ErrorCode } from "../errors.ts";

/** Which page: `first`/`after` for partners who walk a list, `first`/`offset` for a console that jumps to a page. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { description: "How many, at most 100." })
  @Min(1)
  @Max(100)
  first: number = 20;

  @Field(() => String, { nullable: true, description: "Cursor of the entry after which to go on." })
  after?: string | null;

  @Field(() => Int, { nullable: true, description: "How many entries to skip from the start (or from `after`)." })
  @Min(0)
  @Max(10_000_000)
  offset?: number | null;

  /** A page that code asks for. Refuses what a client could not have asked for either. */
  static of(page: Partial<Pick<PageArgs, "first" | "after" | "offset">>): PageArgs {
    const args = Object.assign(new PageArgs(), page);
    if (!Number.isInteger(args.first) || args.first < 1 || args.first > 100)
      throw new DomainError(ErrorCode.BAD_INPUT, "core.pageSize", { field: "first" });
    return args;
  }
}

@ObjectType({ description: "Where a page stands in its list.", simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: "Whether more entries follow." }) hasNextPage!: boolean;
  @Field(() => Boolean, { description: "Whether entries came before." }) hasPreviousPage!: boolean;
  @Field(() => String, { nullable: true, description: "Cursor of the first entry of the page." }) startCursor!:
    | string
    | null;
  @Field(() => String, {
    nullable: true,
    description: "Cursor of the last entry of the page; of an empty page the `after` that was given.",
  })
  endCursor!: string | null;
}

export interface Edge<T> {
  cursor: string;
  node: T;
}

/** One page of a list. The total is counted only when it is asked for. */
export interface Connection<T> {
  nodes: T[];
  edges: Edge<T>[];
  pageInfo: PageInfo;
  totalCount(): Promise<number>;
}

/** The GraphQL type of a list of `node`, named `${name}Connection`. */
export function connectionOf<T extends object>(name: string, node: () => ClassType<T>): ClassType<Connection<T>> {
  @ObjectType(`${name}Edge`, { description: `One entry of a ${name}Connection.`, simpleResolvers: true })
  class EdgeObject implements Edge<T> {
    @Field(() => String, { description: "Opaque; for `after`." }) cursor!: string;
    @Field(node, { description: "The entry itself." }) node!: T;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}, in a stable order.` })
  class ConnectionObject implements Connection<T> {
    @Field(() => [node()], { description: "The entries.", simple: true }) nodes!: T[];
    @Field(() => [EdgeObject], { description: "The entries, each with its cursor.", simple: true })
    edges!: EdgeObject[];
    @Field(() => PageInfo, { description: "Where this page stands.", simple: true }) pageInfo!: PageInfo;
    private count!: () => Promise<number>;
    @Field(() => Int, { description: "How many entries the whole list has." })
    totalCount(): Promise<number> {
      return this.count();
    }
  }
  return ConnectionObject as unknown as ClassType<Connection<T>>;
}

export const encodeCursor = (values: (string | null)[]): string =>
  Buffer.from(JSON.stringify(values)).toString("base64url");

export function decodeCursor(cursor: string, length: number): (string | null)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (Array.isArray(values) && values.length === length && values.every((v) => v === null || typeof v === "string"))
      return values;
  } catch {
    // Falls through to the refusal.
  }
  throw foreignCursor();
}

export const foreignCursor = () => new DomainError(ErrorCode.BAD_INPUT, "core.cursor", { field: "after" });

/** One page of a list that is in memory, such as the errors of a file that was just read. */
export function pageOf<T>(items: readonly T[], page: PageArgs): Connection<T> {
  const after = page.after ? Number(decodeCursor(page.after, 1)[0]) + 1 : 0;
  const start = after + (page.offset ?? 0);
  const nodes = items.slice(start, start + page.first);
  const edges = nodes.map((node, at) => ({ cursor: encodeCursor([String(start + at)]), node }));
  return {
    nodes,
    edges,
    pageInfo: {
      hasNextPage: start + page.first < items.length,
      hasPreviousPage: start > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? page.after ?? null,
    },
    totalCount: async () => items.length,
  };
}

/** A page with other nodes, each made of one of the page's. */
export function mapNodes<From, To>(connection: Connection<From>, map: (node: From) => To): Connection<To> {
  const edges = connection.edges.map(({ cursor, node }) => ({ cursor, node: map(node) }));
  return { ...connection, edges, nodes: edges.map(({ node }) => node) };
}
