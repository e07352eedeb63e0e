import { type GraphQLSchema, isObjectType } from "graphql";
import { ApiScope } from "./core/api-scopes.ts";
import { heldIn, keysOfType } from "./core/key-access.ts";
import { MemberScope } from "./core/member-scopes.ts";
import type { Keys } from "./core/policy.ts";

/** Which programs may, in words. */
function noteOf(keys: Keys): string {
  if (keys === "EVERY_PROGRAM") return "API keys: every one, as far as they are shown the type.";
  if (keys === "EVERY_KEY") return "API keys: every one.";
  const [ofKeys, ofMembers] = [ApiScope, MemberScope].map((scopes) => keys.filter((key) => key in scopes).join(" or "));
  if (!ofMembers) return ofKeys ? `API keys: with ${ofKeys}.` : "API keys: none, it is for people.";
  return `API keys: ${ofKeys ? `with ${ofKeys}` : "none"}. For a member: with ${ofMembers}.`;
}

const withNote = (description: string | null | undefined, keys: Keys, ofTrials = false): string =>
  `${description ?? ""} ${noteOf(keys)}${ofTrials ? " In the sandbox also test keys." : ""}`.trim();

/** Has every operation, every type, and every field that has terms of its own say which API keys may use it, as is decided by the very same terms. */
export function noteKeys(schema: GraphQLSchema): void {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    const isRoot = roots.includes(type);
    for (const field of Object.values(type.getFields())) {
      const keys = field.extensions.keys as Keys | undefined;
      if (isRoot || keys)
        field.description = withNote(field.description, keys ?? [], field.extensions.testKeys === true);
    }
    if (!isRoot && heldIn(type) === type && type.name !== "PageInfo")
      type.description = withNote(type.description, keysOfType(type));
  }
}
