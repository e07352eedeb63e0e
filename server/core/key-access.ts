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
import type { ApiScope } from "./api-scopes.ts";
import type { Context } from "./context.ts";
import { DomainError, ErrorCode } from "./errors.ts";
import type { Keys } from "./policy.ts";
import { refusalOfKey } from "./refuse-key.ts";

type Scopes = ReadonlySet<ApiScope>;

const admits = (keys: Keys, scopes: Scopes): boolean => keys === "EVERY_KEY" || keys.some((scope) => scopes.has(scope));

/** Pages of a list, and what an import or a transcript is made of, go with what they hold. */
export function heldIn(type: GraphQLObjectType): GraphQLObjectType {
  const { nodes, node } = type.getFields();
  const held = /(Connection|Edge)$/.test(type.name) && getNamedType((nodes ?? node)?.type);
  return isObjectType(held) ? held : type;
}

/** Which keys may be shown objects of a type: nobody's, unless it says so. */
export function keysOfType(type: GraphQLObjectType): Keys {
  if (type.name === "PageInfo") return "EVERY_KEY";
  const { name, extensions } = heldIn(type);
  const own = [name, `${name}Object`].includes(String(extensions.statedBy));
  return own ? (extensions.keys as Keys) : [];
}

/** Which keys may use an operation or a field, where it says so itself. */
const keysOfField = (schema: GraphQLSchema, parent: GraphQLObjectType, field: GraphQLField<unknown, unknown>): Keys => {
  const root = parent === schema.getQueryType() || parent === schema.getMutationType();
  return (field.extensions.keys as Keys | undefined) ?? (root ? [] : keysOfType(parent));
};

function refuse(keys: Keys, what: string): never {
  throw refusalOfKey(what, keys as readonly ApiScope[]);
}

/**
 * Refuses what a key's scopes don't reach: each operation, each field, and each type of object, whatever way leads to it. What says
 * nothing about keys is for people only.
 * @throws FORBIDDEN naming the scope that is missing
 */
export function assertKeyMay(schema: GraphQLSchema, document: DocumentNode, scopes: Scopes): void {
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        const parent = types.getParentType();
        const field = types.getFieldDef();
        if (!field || !isObjectType(parent) || field.name.startsWith("__") || parent.name.startsWith("__")) return;
        const keys = keysOfField(schema, parent, field);
        if (!admits(keys, scopes)) refuse(keys, `${parent.name}.${field.name}`);
        const reached = getNamedType(field.type);
        if (!isObjectType(reached)) return;
        const shown = keysOfType(reached);
        if (!admits(shown, scopes)) refuse(shown, reached.name);
      },
    }),
  );
}

/** Asks what an API key may, of each document that came with one, before it is run. */
export const keyAccess: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, contextValue: { viewer } }) => {
      if (viewer.apiKey) assertKeyMay(schema, document, viewer.apiKey.scopes);
    },
  }),
};

/**
 * The gate of a file: for whoever is signed in, and for API keys that have one of these scopes. Whether it is theirs is asked behind it.
 * @throws UNAUTHENTICATED; FORBIDDEN for another key
 */
export const forSignedIn =
  (keys: Keys) =>
  (req: Pick<Request, "path">, res: Response, next: NextFunction): void => {
    admitKeys(keys)(req, res, () => {});
    const { ctx, keyViewer } = res.locals;
    if (keyViewer && !ctx.viewer.apiKey) throw refusalOfKey(req.path, keys as readonly ApiScope[]);
    if (!ctx.viewer.accountId) throw new DomainError(ErrorCode.UNAUTHENTICATED, "core.signInFirst");
    next();
  };

/**
 * Lets API keys use a route. On every other route who comes with a key is nobody; GraphQL decides for each operation and field.
 * @param keys those that have one of these scopes
 */
export const admitKeys =
  (keys: Keys) =>
  (_req: unknown, res: Response, next: NextFunction): void => {
    const { keyViewer } = res.locals;
    if (keyViewer?.apiKey && admits(keys, keyViewer.apiKey.scopes)) res.locals.ctx.viewer = keyViewer;
    next();
  };
