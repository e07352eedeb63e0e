import express, { type NextFunction, type Request, type RequestHandler, type Response, Router } from "express";
import SCIMMY from "scimmy";
import { ApiScope } from "../../core/api-scopes.ts";
import { isBroken } from "../../core/broken-text.ts";
import type { Context } from "../../core/context.ts";
import { DomainError, ErrorCode } from "../../core/errors.ts";
import { isTooDeep, tooDeep } from "../../core/json-depth.ts";
import { admitKeys } from "../../core/key-access.ts";
import { log } from "../../core/log.ts";
import { say } from "../../core/messages/message.ts";
import { defaultLanguage, sentence } from "../../core/messages/sentence.ts";
import { assertMay, inRoles, staff } from "../../core/policy.ts";
import { rolesOfImports } from "../member-imports/import-members.ts";
import { directoryPage, directoryRow } from "./directory.queries.ts";
import { deprovisionMember, patchMember, provisionMember, replaceMember } from "./provision-member.ts";
import { asScimError, read, scimError } from "./scim-error.ts";
import { type DirectoryRow, userOf } from "./scim-user.ts";

/** Most members of one page. */
const mostAtOnce = 200;

const mediaType = "application/scim+json";

SCIMMY.Config.set({
  documentationUri: "https://www.rfc-editor.org/rfc/rfc7644",
  patch: true,
  filter: { supported: true, maxResults: mostAtOnce },
  etag: true,
  authenticationSchemes: [
    {
      type: "oauthbearertoken",
      name: "API key",
      description: sentence(say("scim.noKey"), defaultLanguage),
    },
  ],
});
SCIMMY.Resources.declare(SCIMMY.Resources.User);

/** A key of the accreditor that writes members, of somebody who may. Nobody comes in by a cookie. */
const admitDirectory: RequestHandler = (_req, res, next) => {
  const { ctx } = res.locals;
  if (!res.locals.keyViewer) {
    res.set("WWW-Authenticate", 'Bearer realm="SCIM"');
    throw scimError(401, null, say("scim.noKey"));
  }
  if (!ctx.viewer.apiKey) throw scimError(403, null, say("scim.noScope"));
  ctx.viewer = inRoles(ctx.viewer, rolesOfImports);
  assertMay(ctx, staff, null);
  next();
};

const send = (res: Response, status: number, body: unknown): void => {
  res.status(status).type(mediaType).send(JSON.stringify(body));
};

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** A whole number of an address or a body; what is none is the default. */
const countOf = (value: unknown, otherwise: number): number => {
  const number = Number(value ?? otherwise);
  return Number.isInteger(number) ? number : otherwise;
};

interface Asked {
  filter?: string | undefined;
  attributes?: string | undefined;
  excludedAttributes?: string | undefined;
  startIndex?: unknown;
  count?: unknown;
}

/** The parts of a resource that are asked for, as scimmy reads them. */
const partsOf = ({ attributes, excludedAttributes }: Asked) => {
  for (const names of [attributes, excludedAttributes])
    if (names && !/^[\w$:.,\- ]{1,1000}$/.test(names)) throw scimError(400, "invalidValue", say("scim.noAttributes"));
  const asked = { ...(attributes && { attributes }), ...(excludedAttributes && { excludedAttributes }) };
  return read(() => new SCIMMY.Resources.User(asked as never).attributes);
};

const askedIn = ({ query }: Request): Asked => ({
  filter: textOf(query.filter),
  attributes: textOf(query.attributes),
  excludedAttributes: textOf(query.excludedAttributes),
  startIndex: query.startIndex,
  count: query.count,
});

const basePath = ({ config }: Context): string => `${config.publicUrl}/scim/v2`;

/** Its schemas stand in every representation (RFC 7643, 3); scimmy leaves them out where other parts are asked for. */
const resourceOf = (ctx: Context, row: DirectoryRow, parts: ReturnType<typeof partsOf>) => ({
  ...new SCIMMY.Schemas.User(userOf(row) as never, "out", `${basePath(ctx)}/Users`, parts as never),
  schemas: [SCIMMY.Schemas.User.definition.id],
});

async function listUsers(res: Response, asked: Asked): Promise<void> {
  const { ctx } = res.locals;
  const parts = partsOf(asked);
  const startIndex = Math.max(1, countOf(asked.startIndex, 1));
  const count = Math.min(mostAtOnce, Math.max(0, countOf(asked.count, 100)));
  const { rows, total } = await directoryPage(ctx, asked.filter ?? null, startIndex - 1, count);
  send(res, 200, {
    schemas: [SCIMMY.Messages.ListResponse.id],
    totalResults: total,
    startIndex,
    itemsPerPage: rows.length,
    Resources: rows.map((row) => resourceOf(ctx, row, parts)),
  });
}

function answer(req: Request, res: Response, status: number, row: DirectoryRow): void {
  const { ctx } = res.locals;
  const { meta } = userOf(row);
  res.set({ ETag: meta.version, Location: `${basePath(ctx)}/Users/${row.id}` });
  send(res, status, resourceOf(ctx, row, partsOf(askedIn(req))));
}

const ifMatch = (req: Request): string | null => req.get("If-Match") ?? null;

/** Text that the database cannot keep is none. */
const kept = (name: string, value: unknown): unknown => {
  if (isBroken(name) || (typeof value === "string" && isBroken(value))) throw new TypeError("A broken text.");
  return value;
};

/**
 * `/scim/v2`: the association's directory provisions, changes and deactivates members. Source: RFC 7643 and RFC 7644; what is what stands in
 * docs/api/members.md.
 */
export function scimRoutes(): Router {
  const router = Router();
  const json = express.json({
    type: ["application/json", mediaType],
    limit: "256kb",
    reviver: kept,
    verify: (_req, _res, body) => {
      if (isTooDeep(body)) throw tooDeep();
    },
  });
  router.use(admitKeys([ApiScope.MEMBERS_WRITE]), admitDirectory);

  router.get("/Users", (req, res) => listUsers(res, askedIn(req)));
  router.post("/Users/.search", json, (req, res) => {
    const { filter, attributes, excludedAttributes, startIndex, count } = (req.body ?? {}) as Record<string, unknown>;
    const listed = (names: unknown) => (Array.isArray(names) ? names.join(",") : textOf(names));
    return listUsers(res, {
      filter: textOf(filter),
      attributes: listed(attributes),
      excludedAttributes: listed(excludedAttributes),
      startIndex,
      count,
    });
  });
  router.post("/Users", json, async (req, res) =>
    answer(req, res, 201, await provisionMember(res.locals.ctx, req.body)),
  );
  router.get("/Users/:id", async (req, res) => {
    const row = await directoryRow(res.locals.ctx.db.manager, req.params.id);
    if (!row) throw scimError(404, null, say("scim.notFound", { id: req.params.id.slice(0, 100) }));
    if (req.get("If-None-Match") === userOf(row).meta.version) return void res.status(304).end();
    answer(req, res, 200, row);
  });
  router.put("/Users/:id", json, async (req, res) =>
    answer(req, res, 200, await replaceMember(res.locals.ctx, req.params.id, req.body, ifMatch(req))),
  );
  router.patch("/Users/:id", json, async (req, res) =>
    answer(req, res, 200, await patchMember(res.locals.ctx, req.params.id, req.body, ifMatch(req))),
  );
  router.delete("/Users/:id", async (req, res) => {
    await deprovisionMember(res.locals.ctx, req.params.id, ifMatch(req));
    res.status(204).end();
  });

  router.get("/ServiceProviderConfig", async (_req, res) => {
    SCIMMY.Resources.ServiceProviderConfig.basepath(basePath(res.locals.ctx));
    send(res, 200, await new SCIMMY.Resources.ServiceProviderConfig().read());
  });
  for (const [path, Kind] of [
    ["/ResourceTypes", SCIMMY.Resources.ResourceType],
    ["/Schemas", SCIMMY.Resources.Schema],
  ] as const) {
    router.get(path, async (_req, res) => {
      Kind.basepath(basePath(res.locals.ctx));
      send(res, 200, await new Kind().read());
    });
    router.get(`${path}/:id`, async (req, res) => {
      Kind.basepath(basePath(res.locals.ctx));
      send(res, 200, await new Kind(req.params.id).read());
    });
  }
  router.use((req, _res) => {
    throw scimError(404, null, say("scim.nothingHere", { path: req.path.slice(0, 100) }));
  });
  router.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    const known = asScimError(error);
    if (!known) log.error({ err: error, requestId: res.locals.ctx.request.id }, "A SCIM request failed.");
    const errorId = res.locals.ctx.request.id ?? "";
    const fault = new DomainError(ErrorCode.INTERNAL_ERROR, "http.fault", { errorId });
    const told = known ?? scimError(500, null, fault.said);
    // Not scimmy's own message: it knows neither 415 nor 429 nor 503.
    const { status, scimType, detail, message } = told as typeof told & { detail?: string };
    send(res, status, {
      schemas: [SCIMMY.Messages.ErrorResponse.id],
      status: String(status),
      ...(scimType && { scimType }),
      detail: detail ?? message,
    });
  });
  return router;
}
