import type { ApolloServerPlugin } from "@apollo/server";
import type { NextFunction, Request, Response } from "express";
import {
  type DocumentNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { Context } from "./context.ts";
import { DomainError, ErrorCode } from "./errors.ts";
import type { Scope } from "./member-scopes.ts";
import type { Keys } from "./policy.ts";
import { refusalOfKey } from "./refuse-key.ts";
import { isSomebody, scopesOf, type Viewer } from "./viewer.ts";

/** Whether a program may, by its scopes. What is open to every API key is not to who acts for a member. */
export function admits(keys: Keys, viewer: Viewer): boolean {
  const scopes = scopesOf(viewer);
  if (keys === "EVERY_PROGRAM") return scopes !== null;
  if (keys === "EVERY_KEY") return viewer.apiKey !== undefined;
  return scopes !== null && keys.some((scope) => scopes.has(scope));
}

/** Pages of a list, and what an import or a transcript is made of, go with what they hold. */
export function heldIn(type: GraphQLObjectType): GraphQLObjectType {
  const { nodes, node } = type.getFields();
  const held = /(Connection|Edge)$/.test(type.name) && getNamedType((nodes ?? node)?.type);
  return isObjectType(held) ? held : type;
}

/** Where a page begins and ends says nothing of what is on it: whoever is shown a list may know. */
const pageInfo = "PageInfo";

/** Which keys may be shown objects of a type: nobody's, unless it says so. */
export function keysOfType(type: GraphQLObjectType): Keys {
  if (type.name === pageInfo) return "EVERY_KEY";
  const { name, extensions } = heldIn(type);
  const own = [name, `${name}Object`].includes(String(extensions.statedBy));
  return own ? (extensions.keys as Keys) : [];
}

/** Which keys may use an operation or a field, where it says so itself. */
const keysOfField = (schema: GraphQLSchema, parent: GraphQLObjectType, field: GraphQLField<unknown, unknown>): Keys => {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return (field.extensions.keys as Keys | undefined) ?? (roots.includes(parent) ? [] : keysOfType(parent));
};

/** Whether test keys may in the sandbox what is for people elsewhere. */
const isOfTrials = (viewer: Viewer, ...of: { extensions: Readonly<Record<string, unknown>> }[]): boolean =>
  viewer.apiKey?.sandbox === true && of.some(({ extensions }) => extensions.testKeys === true);

function refuse(viewer: Viewer, keys: Keys, what: string): never {
  throw refusalOfKey(viewer, what, typeof keys === "string" ? [] : keys);
}

/**
 * Refuses what a program's scopes don't reach: each operation, each field, and each type of object, whatever way leads to it. What says
 * nothing about keys is for people only.
 * @throws FORBIDDEN naming the scope that is missing
 */
export function assertKeyMay(schema: GraphQLSchema, document: DocumentNode, viewer: Viewer): void {
  if (!scopesOf(viewer)) return;
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        const parent = types.getParentType();
        const field = types.getFieldDef();
        if (!field || !isObjectType(parent) || field.name.startsWith("__") || parent.name.startsWith("__")) return;
        if (parent.name === pageInfo) return;
        const keys = keysOfField(schema, parent, field);
        if (!admits(keys, viewer) && !isOfTrials(viewer, field, heldIn(parent)))
          refuse(viewer, keys, `${parent.name}.${field.name}`);
        const reached = getNamedType(field.type);
        if (!isObjectType(reached) || reached.name === pageInfo) return;
        const shown = keysOfType(reached);
        if (!admits(shown, viewer) && !isOfTrials(viewer, heldIn(reached))) refuse(viewer, shown, reached.name);
      },
    }),
  );
}

/** Asks what a program may, of each document that came from one, before it is run. */
export const keyAccess: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, contextValue: { viewer } }) =>
      assertKeyMay(schema, document, viewer),
  }),
};

/**
 * The gate of a file: for whoever is signed in, and for programs that have one of these scopes. Whether it is theirs is asked behind it.
 * @throws UNAUTHENTICATED; FORBIDDEN for another program
 */
export const forSignedIn =
  (keys: readonly Scope[]) =>
  (req: Pick<Request, "path">, res: Response, next: NextFunction): void => {
    admitKeys(keys)(req, res, () => {});
    const { ctx, keyViewer } = res.locals;
    if (keyViewer && ctx.viewer !== keyViewer) throw refusalOfKey(keyViewer, req.path, keys);
    if (!isSomebody(ctx.viewer)) throw new DomainError(ErrorCode.UNAUTHENTICATED, "core.signInFirst");
    next();
  };

/**
 * Lets programs use a route. On every other route who comes with a key or a token for a member is nobody.
 * @param keys those that have one of these scopes; all of them where GraphQL decides for each operation and field
 */
export const admitKeys =
  (keys: "ALL" | readonly Scope[]) =>
  (_req: unknown, res: Response, next: NextFunction): void => {
    const { keyViewer } = res.locals;
    if (keyViewer && (keys === "ALL" || admits(keys, keyViewer))) res.locals.ctx.viewer = keyViewer;
    next();
  };
