import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from "graphql";
import { isBroken } from "./broken-text.ts";
import { DomainError, ErrorCode } from "./errors.ts";

/**
 * How large a GraphQL document may be. Published in docs/limits.md. Depth and aliases leave room for every screen of ours and for
 * GraphiQL's introspection; what is over them is refused before anything else looks at the document.
 */
export const documentLimits = {
  /** Bytes of a request that is no upload. */
  bytes: 256 * 1024,
  /** Words and signs of the document. */
  tokens: 2_000,
  /** Fields inside fields. */
  depth: 12,
  /** The same for `__schema` and `__type`: GraphiQL asks for 15. */
  introspectionDepth: 15,
  /** Fields under another name, fragments written out. */
  aliases: 15,
  /** `@include`, `@skip` and the like, fragments written out. */
  directives: 8,
  /** Fields, fragments written out. */
  fields: 1_000,
  /**
   * Fields that stand beside themselves, fragments written out: validation compares each with each. Fragments of one screen often ask
   * for the same again.
   */
  repeats: 100,
  /** `__schema` and `__type` at the top: each is a walk through the whole schema. */
  introspections: 1,
  /**
   * Things that can come back: a page counts as its `first`, a list of given `ids` as so many, any other list as ten, a list of the schema's own parts as long as it is,
   * a mutation as ten more, and one that takes a password as nine hundred.
   */
  cost: 10_000,
  /** The same for what the schema says of itself: the question that tools ask counts about half of it, and grows with the schema. */
  introspectionCost: 20_000,
} as const;

const defaultPage = 20;
const assumedListLength = 10;
const mutationCost = 10;
/** A mutation that takes a password computes its hash, which is slow on purpose. */
const passwordCost = 900;

type Limited =
  | "depth"
  | "introspectionDepth"
  | "aliases"
  | "directives"
  | "fields"
  | "repeats"
  | "introspections"
  | "introspectionCost"
  | "cost";

/** How many things the lists of a schema hold: on the average, which is right for a walk over all types, and at most. */
interface SchemaSize {
  types: number;
  directives: number;
  average: Record<string, number>;
  most: Record<string, number>;
}

const sizes = new WeakMap<GraphQLSchema, SchemaSize>();

function sizeOf(schema: GraphQLSchema): SchemaSize {
  const known = sizes.get(schema);
  if (known) return known;
  const types = Object.values(schema.getTypeMap());
  const fields = types.map((type) =>
    isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [],
  );
  const lengths: Record<string, number[]> = {
    fields: fields.map((each) => each.length),
    args: fields.flat().map((field) => field.args.length),
    enumValues: types.map((type) => (isEnumType(type) ? type.getValues().length : 0)),
    inputFields: types.map((type) => (isInputObjectType(type) ? Object.keys(type.getFields()).length : 0)),
    possibleTypes: types.map((type) => (isAbstractType(type) ? schema.getPossibleTypes(type).length : 0)),
  };
  const of = (measure: (all: number[]) => number) =>
    Object.fromEntries(Object.entries(lengths).map(([name, all]) => [name, Math.max(1, measure(all))]));
  const size = {
    types: types.length,
    directives: schema.getDirectives().length,
    average: of((all) => Math.ceil(all.reduce((sum, each) => sum + each, 0) / Math.max(1, all.length))),
    most: of((all) => Math.max(0, ...all)),
  };
  sizes.set(schema, size);
  return size;
}

/** Names under which fields stand beside each other in the answer, each with those below it. */
type Names = Map<string, Names>;

const tooLarge = (limit: Exclude<Limited, "cost">): never => {
  throw new DomainError(ErrorCode.BAD_INPUT, `documentOver.${limit}`, { limit, most: documentLimits[limit] });
};

/** A list that is asked for by pages. */
interface PagedList {
  /** Names of the fields that lead to it, without `nodes` and `edges`. */
  list: string;
  first: number;
  /** What stands below it costs so much: as many times as `first` says. */
  cost: number;
}

/** A document that costs too much, with the list that to shorten would be enough, where there is one. */
function tooCostly(cost: number, lists: readonly PagedList[]): DomainError {
  const most = documentLimits.cost;
  const facts = { limit: "cost", most, cost };
  const fitting = lists
    .map(({ list, first, cost: below }) => ({
      list,
      below,
      firstAtMost: Math.floor((first * (most - (cost - below))) / below),
    }))
    .filter(({ firstAtMost }) => firstAtMost >= 1)
    .sort((a, b) => b.below - a.below)[0];
  return fitting
    ? new DomainError(ErrorCode.BAD_INPUT, "documentOver.costOfList", {
        ...facts,
        list: fitting.list,
        firstAtMost: fitting.firstAtMost,
      })
    : new DomainError(ErrorCode.BAD_INPUT, "documentOver.cost", facts);
}

/** Where in a document a walk has come to. */
interface Place {
  depth: number;
  /** How many things can come back there. */
  times: number;
  /** The same for work: a list that has a `first` and is no page counts as that, too. */
  workTimes: number;
  /** The `first` of the page that it is in. */
  page: number;
  /** Pages that it is in, and the names that led there. */
  lists: readonly PagedList[];
  path: readonly string[];
  introspection: boolean;
  /** Lists of the schema's own parts that it is in already. */
  listed: readonly string[];
  /** Fragments that it is in, by which circles end. */
  spread: readonly string[];
  names: Names;
}

/** A field as execution finds it: what leads to the schema itself stands on every root type. */
function fieldOf(
  schema: GraphQLSchema,
  type: GraphQLNamedType | undefined,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (type === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return isObjectType(type) ? type.getFields()[name] : undefined;
}

const namesPassword = ({ name }: { name: string }): boolean => /password/i.test(name);

function takesPassword(field: GraphQLField<unknown, unknown>): boolean {
  return field.args.some((argument) => {
    const type = getNamedType(argument.type);
    return namesPassword(argument) || (isInputObjectType(type) && Object.values(type.getFields()).some(namesPassword));
  });
}

/** Whoever goes through a list a second time goes through the longest: types with many fields are met more often. */
function schemaListLength(schema: GraphQLSchema, name: string, listed: readonly string[]): number {
  const size = sizeOf(schema);
  if (name === "types") return size.types;
  if (name === "directives") return size.directives;
  return (listed.includes("types") && !listed.includes(name) ? size.average : size.most)[name] ?? 1;
}

/** What a field at the top takes at least beside what comes back: it asks the database, and mostly a limit of its own. */
const topFieldWork = 60;

/** What reading and validating takes of a field with all that may stand beside it. */
const fieldWork = 1;

/** A document that asks for lists in lists is held up no longer than this many things would be. */
const mostWork = 2 * documentLimits.cost;

/** A `first` beyond this counts as this: a page that large is refused in any case. */
const largestPage = 1_000_000;

/** What a document costs, and the work that it is for the server, in the same unit. */
export interface Measured {
  cost: number;
  work: number;
  /** Whether it is another one with other variables. */
  varies: boolean;
}

/**
 * Walks a document as it would be executed, and stops at the first limit that is passed, so that the walk itself is short: but for the
 * cost, which is told whole, with the list to shorten.
 * Mistakes (unknown fields, circular fragments) are left to validation.
 * @throws BAD_INPUT naming the limit
 */
export function measureDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Record<string, unknown> = {},
): Measured {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  /** Fragments that an operation spreads. */
  const spread = new Set<string>();
  const top = (): Place => ({
    depth: 1,
    times: 1,
    workTimes: 1,
    page: defaultPage,
    lists: [],
    path: [],
    introspection: false,
    listed: [],
    spread: [],
    names: new Map(),
  });
  const count = { aliases: 0, directives: 0, fields: 0, repeats: 0, introspections: 0, introspectionCost: 0, cost: 0 };
  let topFields = 0;
  let returned = 0;
  let varies = false;
  const add = (what: Exclude<keyof typeof count, "cost" | "introspectionCost">, more: number): void => {
    count[what] += more;
    if (count[what] > documentLimits[what]) tooLarge(what);
  };
  const lists: PagedList[] = [];

  const pageOf = (
    field: GraphQLField<unknown, unknown>,
    node: FieldNode,
    operation: OperationDefinitionNode | undefined,
  ): number => {
    const given = node.arguments?.find((argument) => argument.name.value === "first")?.value;
    let first: unknown = field.args.find((argument) => argument.name === "first")?.defaultValue;
    if (given?.kind === Kind.INT) first = Number(given.value);
    if (given?.kind === Kind.VARIABLE) {
      varies = true;
      const declared = operation?.variableDefinitions?.find(({ variable }) => variable.name.value === given.name.value);
      const fallback = declared?.defaultValue?.kind === Kind.INT ? Number(declared.defaultValue.value) : first;
      first = variables[given.name.value] ?? fallback;
    }
    return typeof first === "number" && first >= 0 ? Math.min(first, largestPage) : defaultPage;
  };

  /** Of how many IDs a list is asked for; null: of whatever there is. */
  const idsGiven = (node: FieldNode): number | null => {
    const given = node.arguments?.find((argument) => argument.name.value === "ids")?.value;
    if (given?.kind === Kind.LIST) return given.values.length;
    if (given?.kind === Kind.VARIABLE) varies = true;
    const value = given?.kind === Kind.VARIABLE ? variables[given.name.value] : null;
    return Array.isArray(value) ? Math.min(value.length, largestPage) : null;
  };

  const walk = (
    selectionSet: SelectionSetNode,
    typeName: string | undefined,
    operation: OperationDefinitionNode | undefined,
    at: Place,
  ): void => {
    const type = typeName ? schema.getType(typeName) : undefined;
    for (const selection of selectionSet.selections) {
      add("directives", selection.directives?.length ?? 0);
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        walk(selection.selectionSet, selection.typeCondition?.name.value ?? typeName, operation, at);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        // Each spread counts as a field, so that fragments which hold nothing but spreads end too.
        add("fields", 1);
        const fragment = fragments.get(selection.name.value);
        spread.add(selection.name.value);
        if (fragment && !at.spread.includes(selection.name.value))
          walk(fragment.selectionSet, fragment.typeCondition.name.value, operation, {
            ...at,
            spread: [...at.spread, selection.name.value],
          });
        continue;
      }
      add("fields", 1);
      if (at.depth === 1) topFields += 1;
      if (selection.alias) add("aliases", 1);
      const name = selection.name.value;
      const shownAs = selection.alias?.value ?? name;
      const known = at.names.get(shownAs);
      if (known) add("repeats", 1);
      const names: Names = known ?? new Map();
      at.names.set(shownAs, names);
      const introspection = at.introspection || name.startsWith("__");
      const deepest = introspection ? "introspectionDepth" : "depth";
      if (at.depth > documentLimits[deepest]) tooLarge(deepest);
      if (at.depth === 1 && (name === "__schema" || name === "__type")) add("introspections", 1);
      const field = fieldOf(schema, type, name);
      if (at.depth === 1 && operation?.operation === "mutation")
        count.cost += field && takesPassword(field) ? passwordCost : mutationCost;
      const result = field && getNamedType(field.type);
      let { times, workTimes, page, listed, path } = at;
      let within = at.lists;
      if (field && result && isCompositeType(result) && introspection) {
        if (isListType(getNullableType(field.type))) {
          times *= schemaListLength(schema, name, listed);
          workTimes = times;
          listed = [...listed, name];
        }
        // Down a chain of wrappers there is one type each, and mostly none.
        if (name !== "ofType") {
          count.introspectionCost += times;
          returned += times;
        }
      }
      if (field && result && isCompositeType(result) && !introspection) {
        if (isListType(getNullableType(field.type))) {
          const isPage = typeName?.endsWith("Connection");
          const length = idsGiven(selection) ?? assumedListLength;
          times *= isPage ? page : length;
          const asked = field.args.some((argument) => argument.name === "first");
          workTimes *= isPage ? page : asked ? pageOf(field, selection, operation) : length;
        }
        count.cost += times;
        for (const each of within) each.cost += times;
        returned += workTimes;
        if (!["nodes", "edges", "node"].includes(name)) path = [...path, shownAs];
        if (result.name.endsWith("Connection")) {
          page = pageOf(field, selection, operation);
          const list = { list: path.join("."), first: page, cost: 0 };
          lists.push(list);
          within = [...within, list];
        }
      }
      if (selection.selectionSet)
        walk(selection.selectionSet, result?.name, operation, {
          depth: at.depth + 1,
          times,
          workTimes,
          page,
          lists: within,
          path,
          introspection,
          listed,
          spread: at.spread,
          names,
        });
    }
  };

  for (const operation of operations) {
    const root = schema.getRootType(operation.operation);
    if (!root) throw new DomainError(ErrorCode.BAD_INPUT, "http.noOperation", { operation: operation.operation });
    add("directives", operation.directives?.length ?? 0);
    for (const variable of operation.variableDefinitions ?? []) add("directives", variable.directives?.length ?? 0);
    walk(operation.selectionSet, root.name, operation, top());
  }
  // What no operation spreads is still validated: it is counted where it stands.
  for (const [name, fragment] of fragments) {
    add("directives", fragment.directives?.length ?? 0);
    if (!spread.has(name)) walk(fragment.selectionSet, fragment.typeCondition.name.value, undefined, top());
  }
  if (count.cost > documentLimits.cost) throw tooCostly(Math.min(count.cost, Number.MAX_SAFE_INTEGER), lists);
  if (count.introspectionCost > documentLimits.introspectionCost) tooLarge("introspectionCost");
  const cost = count.cost + count.introspectionCost;
  const work = Math.max(cost, returned) + topFields * topFieldWork + count.fields * fieldWork;
  return { cost, work: Math.min(work, mostWork), varies };
}

/** A document without the escapes that are whole characters in two halves: what halves it still has stand alone. */
const withoutPairs = (source: string): string => source.replace(/\\ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}/gi, "");

export const brokenText = (field?: string): DomainError =>
  new DomainError(ErrorCode.BAD_INPUT, "http.brokenText", field ? { field } : {});

/**
 * Reads a document.
 * @throws BAD_INPUT for halves of characters; GraphQLError for what is no document, or has too many words
 */
export function readDocument(source: string): DocumentNode {
  if (
    isBroken(source) ||
    /\\u(?:d[89a-f]|\{0*d[89a-f])[\da-f]{2}/i.test(withoutPairs(source)) ||
    /\\u0000|\\u\{0+\}/.test(source)
  )
    throw brokenText();
  return parse(source, { maxTokens: documentLimits.tokens, noLocation: true });
}
