import {
  BreakingChangeType,
  buildASTSchema,
  buildSchema,
  DangerousChangeType,
  type DirectiveNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  findBreakingChanges,
  findDangerousChanges,
  GraphQLSchema,
  type InputValueDefinitionNode,
  isObjectType,
  parse,
  visit,
} from "graphql";

/** How long what is to go stays, marked: twelve months. */
const months = 12;

/** `@deprecated(reason: "Since 2026-11-29: ask for x.")` */
const since = /^Since (\d{4}-\d\d-\d\d): \S/;

type Deprecable = FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode;

const reasonOf = ({ directives = [] }: { directives?: readonly DirectiveNode[] }): string | null => {
  const deprecated = directives.find(({ name }) => name.value === "deprecated");
  if (!deprecated) return null;
  const reason = deprecated.arguments?.[0]?.value;
  return reason?.kind === "StringValue" ? reason.value : "";
};

/** Whether it was marked long enough ago for clients to have left it. */
function isOver(node: Deprecable, today: string): boolean {
  const [, day] = since.exec(reasonOf(node) ?? "") ?? [];
  if (!day) return false;
  const end = new Date(`${day}T00:00:00Z`);
  end.setUTCMonth(end.getUTCMonth() + months);
  return end.toISOString().slice(0, 10) <= today;
}

/** The released schema without what may be gone by now, and without types that nothing else leads to. */
function stillPromised(released: string, today: string): GraphQLSchema {
  const drop = (node: Deprecable) => (isOver(node, today) ? null : undefined);
  const schema = buildASTSchema(
    visit(parse(released), { FieldDefinition: drop, InputValueDefinition: drop, EnumValueDefinition: drop }),
    { assumeValid: true },
  );
  return new GraphQLSchema({
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
    types: Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && type.getInterfaces().length > 0),
    directives: schema.getDirectives(),
    assumeValid: true,
  });
}

/**
 * What a schema breaks for clients of a release, each as a sentence: what was taken away or tightened without having been `@deprecated` for
 * twelve months, and defaults that changed; and what is marked without the day since when.
 * @param released the release's schema, as SDL
 * @param now the present one
 * @param today YYYY-MM-DD
 */
export function schemaChanges(released: string, now: string, today: string): string[] {
  const before = stillPromised(released, today);
  const after = buildSchema(now);
  const undated: string[] = [];
  const check = (node: Deprecable) => {
    const reason = reasonOf(node);
    if (reason !== null && !since.test(reason))
      undated.push(`${node.name.value} is deprecated with a reason that does not begin "Since YYYY-MM-DD: ".`);
  };
  visit(parse(now), { FieldDefinition: check, InputValueDefinition: check, EnumValueDefinition: check });
  return [
    ...findBreakingChanges(before, after)
      .filter(({ type }) => type !== BreakingChangeType.DIRECTIVE_REMOVED)
      .map(({ description }) => description),
    ...findDangerousChanges(before, after)
      .filter(({ type }) => type === DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE)
      .map(({ description }) => description),
    ...undated,
  ];
}
