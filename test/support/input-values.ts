import { readFileSync } from "node:fs";
import {
  buildSchema,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from "graphql";

/** The API as it stands in schema.graphql: what is asked of its fields is read here, so that one that somebody adds is tried without being named. */
export const schema = buildSchema(readFileSync(new URL("../../schema.graphql", import.meta.url), "utf8"));

export const inputType = (name: string): GraphQLInputObjectType => schema.getType(name) as GraphQLInputObjectType;

/** Something for a field, another thing for each `turn` from 0 to 3. */
export function valueFor(name: string, type: GraphQLInputType, turn: number): unknown {
  if (isNonNullType(type)) return valueFor(name, type.ofType, turn);
  if (isListType(type)) return [valueFor(name, type.ofType, turn), valueFor(name, type.ofType, turn + 2)];
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.values(type.getFields())
        .filter((field) => field.name !== "id")
        .map((field) => [field.name, valueFor(field.name, field.type, turn)]),
    );
  if (name === "kind") return `KIND_${turn}`;
  if (name === "timeZone") return ["America/Chicago", "Europe/Berlin"][turn % 2];
  if (name === "format") return ["IN_PERSON", "HYBRID"][turn % 2];
  if (/email$/i.test(name)) return `${name.toLowerCase()}${turn}@example.test`;
  if (/url$|^webPage$/i.test(name)) return `https://example.test/${turn}`;
  if (isEnumType(type)) return type.getValues()[turn % type.getValues().length]?.name;
  switch (getNamedType(type).name) {
    case "Boolean":
      return turn % 2 === 0;
    case "Int":
      return 60 + turn;
    case "Credits":
      return ["0.25", "0.50", "0.75", "1.00"][turn];
    case "LocalDate":
      return `2026-05-0${turn + 1}`;
    case "DateTime":
      return `2026-05-0${turn + 1}T15:00:00.000Z`;
    case "String":
      return `${name} ${turn}`;
    default:
      throw new Error(`Say what a field of the type ${String(type)} may hold.`);
  }
}
