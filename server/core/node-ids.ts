import {
  defaultFieldResolver,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isObjectType,
} from "graphql";
import { isId } from "./ids.ts";

/**
 * Types that show a thing of another type from another side, and share its row: `Conference` is a program as its attendees see it. Caches
 * keep objects by ID alone, so that each of these begins with its type's name: `Conference_0193…`.
 */
export const sideTypes: ReadonlySet<string> = new Set([
  "CalendarEntry",
  "Conference",
  "ConnectedApp",
  "MemberAccount",
  "MemberEmailAddress",
  "MemberRegistration",
  "MergeMember",
  "OwnMail",
  "ProviderEvent",
  "ProviderProfile",
  "ReportDue",
  "Reviewer",
  "StaffAccount",
  "TimelineEntry",
]);

/** Takes an ID apart. @returns the row's own ID, and the type that its beginning names; null: it names none */
export function readNodeId(id: string): { type: string | null; id: string } {
  const [type = "", own = ""] = id.split("_", 2);
  return sideTypes.has(type) && isId(own) ? { type, id: own } : { type: null, id };
}

const holdsIds = (type: GraphQLInputType, within: readonly string[] = []): boolean => {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return named.name === "ID";
  return (
    !within.includes(named.name) &&
    Object.values(named.getFields()).some((field) => holdsIds(field.type, [...within, named.name]))
  );
};

/** Puts the rows' own IDs in the place of those that begin with a type. */
function toRows(type: GraphQLInputType, value: unknown): unknown {
  const plain = getNullableType(type);
  if (value === null || value === undefined) return value;
  if (isListType(plain)) return Array.isArray(value) ? value.map((each) => toRows(plain.ofType, each)) : value;
  if (isInputObjectType(plain)) return rowsOf(Object.values(plain.getFields()), value as Record<string, unknown>);
  return plain.name === "ID" ? readNodeId(String(value)).id : value;
}

const rowsOf = (
  takes: readonly (GraphQLArgument | GraphQLInputField)[],
  values: Record<string, unknown>,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const taken = takes.find((each) => each.name === name);
      return [name, taken && holdsIds(taken.type) ? toRows(taken.type, value) : value];
    }),
  );

/**
 * Makes the IDs of a schema unique over its types. Whatever takes an ID takes that of any side of a thing: operations see rows' own IDs alone.
 * @param readsThemselves operations that want to know the type
 */
export function makeIdsUnique(schema: GraphQLSchema, readsThemselves: readonly string[]): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve = defaultFieldResolver } = field;
      if (field.name === "id" && sideTypes.has(type.name))
        field.resolve = async (...given) => {
          const id: unknown = await resolve(...given);
          return `${type.name}_${id}`;
        };
      else if (
        field.args.some((argument) => holdsIds(argument.type)) &&
        !(type === schema.getQueryType() && readsThemselves.includes(field.name))
      )
        field.resolve = (source, values, ...rest) => resolve(source, rowsOf(field.args, values), ...rest);
    }
  }
}
