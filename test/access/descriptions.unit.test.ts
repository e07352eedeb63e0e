import { readFileSync } from "node:fs";
import path from "node:path";
import { buildSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from "graphql";

test("everything that the API has says what it is: types, fields, arguments, and each value of an enum", () => {
  const schema = buildSchema(readFileSync(path.join(import.meta.dirname, "../../schema.graphql"), "utf8"));
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const silent: string[] = [];
  const ask = (name: string, { description }: { description?: string | null | undefined }) => {
    if (!description?.trim()) silent.push(name);
  };
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith("__"));
  expect(types.length).toBeGreaterThan(100);
  for (const type of types) {
    if (!roots.some((root) => root === type)) ask(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) ask(`${type.name}.${value.name}`, value);
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))
      for (const field of Object.values(type.getFields())) {
        ask(`${type.name}.${field.name}`, field);
        if ("args" in field) for (const arg of field.args) ask(`${type.name}.${field.name}(${arg.name})`, arg);
      }
  }
  expect(silent).toEqual([]);
});
