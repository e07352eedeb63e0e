import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";

/** One operation of the schema with values for what it takes. */
export interface Call {
  operation: string;
  document: string;
  variables: Record<string, unknown>;
  /** Variables that are files: sent as uploads. */
  files: string[];
}

/** A value that fits a type. `id` stands for every ID in it. */
function sampleOf(type: GraphQLInputType, id: string): unknown {
  if (isNonNullType(type)) return sampleOf(type.ofType, id);
  if (isListType(type)) return [sampleOf(type.ofType, id)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.values(type.getFields())
        .filter((field) => isNonNullType(field.type) || holdsId(field.type))
        .map((field) => [field.name, sampleOf(field.type, id)]),
    );
  const named: Record<string, unknown> = {
    ID: id,
    Int: 1,
    Boolean: true,
    Credits: "1.00",
    LocalDate: "2026-04-10",
    DateTime: "2026-04-10T15:00:00Z",
  };
  return named[type.name] ?? "abc";
}

/** Whether an ID stands anywhere in a type. */
export function holdsId(type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  if (isInputObjectType(named)) return Object.values(named.getFields()).some((field) => holdsId(field.type));
  return named.name === "ID";
}

/**
 * Everything that can be asked of a type without arguments, to a depth.
 * @param byKey without fields that say themselves which keys they are for
 */
export function selectionOf(type: GraphQLOutputType, depth: number, byKey = false): string {
  const named = getNamedType(type);
  if (isInterfaceType(named)) return "{ id }";
  if (depth < 1 || !isObjectType(named)) return "";
  const fields = Object.values(named.getFields())
    .filter((field) =>
      field.args.every((argument) => !isNonNullType(argument.type) || argument.defaultValue !== undefined),
    )
    .filter((field) => !byKey || !field.extensions.keys)
    .map((field) => ({ field, inner: selectionOf(field.type, depth - 1, byKey) }))
    .filter(({ field, inner }) => isLeafType(getNamedType(field.type)) || inner);
  return fields.length > 0 ? `{ ${fields.map(({ field, inner }) => `${field.name} ${inner}`).join(" ")} }` : "";
}

const needed = (argument: GraphQLArgument): boolean =>
  (isNonNullType(argument.type) && argument.defaultValue === undefined) || holdsId(argument.type);

/** Every subscription of the schema. */
export const subscriptionsOf = (schema: GraphQLSchema): ["subscription", GraphQLField<unknown, unknown>][] =>
  Object.values(schema.getSubscriptionType()?.getFields() ?? {}).map((field) => ["subscription", field]);

/** The call of an operation, with `id` for every ID that it takes. */
export function callOf(
  kind: "query" | "mutation" | "subscription",
  field: GraphQLField<unknown, unknown>,
  id: string,
  depth = 2,
  byKey = false,
): Call {
  const given = field.args.filter(needed);
  const declared = given.map((argument) => `$${argument.name}: ${argument.type}`).join(", ");
  const passed = given.map((argument) => `${argument.name}: $${argument.name}`).join(", ");
  const inner = selectionOf(field.type, depth, byKey) || (isLeafType(getNamedType(field.type)) ? "" : "{ __typename }");
  return {
    operation: field.name,
    document: `${kind} ${declared && `(${declared})`} { ${field.name} ${passed && `(${passed})`} ${inner} }`,
    variables: Object.fromEntries(given.map((argument) => [argument.name, sampleOf(argument.type, id)])),
    files: given.filter((argument) => getNamedType(argument.type).name === "Upload").map(({ name }) => name),
  };
}

/** Every query and mutation of the schema. */
export const operationsOf = (schema: GraphQLSchema): ["query" | "mutation", GraphQLField<unknown, unknown>][] => [
  ...Object.values(schema.getQueryType()?.getFields() ?? {}).map(
    (field) => ["query", field] as ["query", typeof field],
  ),
  ...Object.values(schema.getMutationType()?.getFields() ?? {}).map(
    (field) => ["mutation", field] as ["mutation", typeof field],
  ),
];
