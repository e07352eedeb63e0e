import { statfs } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import type { Request, RequestHandler, Response } from "express";
import {
  type DocumentNode,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { assertKeyMay } from "../core/key-access.ts";
import { assertMayUse, wantsProof } from "../core/policy.ts";
import { assertProved } from "../core/proof.ts";
import { Upload } from "../core/scalars.ts";
import { countedAs } from "../core/viewer.ts";
import { WaitingLine } from "../core/waiting-line.ts";
import { MultipartError, MultipartRequest } from "./read-multipart.ts";
import { sendRefusal } from "./refusals.ts";
import { scanUpload } from "./scan-upload.ts";

type Base = Pick<Context, "config">;

declare global {
  namespace Express {
    interface Locals {
      /** What a multipart request asks, whose file was not taken yet. */
      multipart?: MultipartRequest;
      /** What a GraphQL request asks, once it has passed the limits of documents. */
      document?: DocumentNode;
    }
  }
}

/** For how long the rest of a refused upload is read and dropped, in milliseconds: clients look at the answer once they have sent it. */
const dropMs = 2_000;

/** Refuses an upload. Its sender is in the middle of sending: a connection that were cut at once would take the answer along. */
function refuseUpload(req: Request, res: Response, refusal: DomainError): void {
  dropRest(req);
  sendRefusal(res, refusal);
}

/** Reads and drops what is still to come of a request that is answered already. */
export function dropRest(req: IncomingMessage): void {
  if (req.complete) return;
  req.unpipe();
  req.resume();
  const cut = setTimeout(() => {
    if (!req.complete) req.socket.destroy();
  }, dropMs);
  req.once("close", () => clearTimeout(cut));
}

/**
 * Begins to take a multipart request apart: what it asks is read, and no byte of its file. Who sends one must be signed in and show the
 * header that no foreign form can set.
 */
export const beginUpload =
  ({ config }: Base): RequestHandler =>
  async (req, res, next) => {
    if (!req.is("multipart/form-data")) return next();
    if (!req.headers["apollo-require-preflight"] && !req.headers["x-apollo-operation-name"])
      return refuseUpload(req, res, new DomainError(ErrorCode.INVALID_UPLOAD, "http.preflight"));
    if (!res.locals.ctx.viewer.accountId)
      return refuseUpload(req, res, new DomainError(ErrorCode.UNAUTHENTICATED, "core.signInFirst"));
    // Whoever answers before the file was taken leaves the rest of it to be dropped.
    res.once("finish", () => dropRest(req));
    try {
      const multipart = await MultipartRequest.begin(req, config.uploadMaxBytes);
      res.locals.multipart = multipart;
      req.body = multipart.operations;
      next();
    } catch (error) {
      if (!(error instanceof MultipartError)) return next(error);
      refuseUpload(req, res, error.refusal);
    }
  };

/** The operations of a document that take a file. */
function takersOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: unknown,
): GraphQLField<unknown, unknown>[] {
  const operation = getOperationAST(document, typeof operationName === "string" ? operationName : null);
  if (operation?.operation !== "mutation") return [];
  const types = new TypeInfo(schema);
  const takers: GraphQLField<unknown, unknown>[] = [];
  // Fragments of other operations are looked at as well: each may ask for more, never for less.
  visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        const field = types.getFieldDef();
        const atTop = types.getParentType() === schema.getMutationType();
        if (atTop && field?.args.some(({ type }) => getNamedType(type) === Upload)) takers.push(field);
      },
    }),
  );
  return takers;
}

/**
 * Refuses who may not use an operation that takes a file, before the file is taken.
 * @throws INVALID_UPLOAD where nothing takes one; what the operation itself would refuse
 */
async function assertMayUpload(
  schema: GraphQLSchema,
  ctx: Context,
  document: DocumentNode | undefined,
  operationName: unknown,
): Promise<void> {
  const { viewer } = ctx;
  const takers = document ? takersOf(schema, document, operationName) : [];
  if (!document || takers.length === 0) throw new DomainError(ErrorCode.INVALID_UPLOAD, "http.takesNoFile");
  assertKeyMay(schema, document, viewer);
  for (const field of takers) {
    await assertMayUse(field, ctx);
    if (wantsProof(field, viewer)) await assertProved(ctx, field.name);
  }
}

/** So many files are on the server's disk at once, each from its first byte until its request is answered. */
const filesAtOnce = 8;
const files = new WaitingLine(filesAtOnce);

/** One file of an account at once; so many more requests may wait for it, each with nothing taken yet. */
const mostInLine = 21;
const lines = new Map<string, WaitingLine>();

/** The turn of an account, then of the server. Null: too many wait already. */
async function enterLine(who: string): Promise<(() => void) | null> {
  const own = lines.get(who) ?? new WaitingLine(1);
  if (own.length >= mostInLine) return null;
  lines.set(who, own);
  const leaveOwn = await own.enter();
  const leaveFiles = await files.enter();
  return () => {
    leaveFiles();
    leaveOwn();
    if (own.length === 0) lines.delete(who);
  };
}

/** The disk is somebody's to look after: it is worth asking again, and not at once. */
const noRoom = () => new DomainError(ErrorCode.UNAVAILABLE, "http.noRoom", { retryAfterSeconds: 60 });

/** What files have been let in for whose bytes are not all on the disk yet. */
let promised = 0;

/**
 * Whether each disk would still have room for the files that are on their way, and for everything else: the one where files wait, and the
 * one with the database where that is ours.
 */
async function hasRoom({ config }: Base): Promise<boolean> {
  const folders = config.databaseUrl === null ? [tmpdir(), config.dataDir] : [tmpdir()];
  const frees = await Promise.all(
    folders.map(async (folder) => {
      // The database may be somebody else's to look after, and the folder not there.
      const disk = await statfs(folder).catch(() => null);
      return disk ? disk.bavail * disk.bsize : Number.POSITIVE_INFINITY;
    }),
  );
  return Math.min(...frees) - promised >= config.uploadFreeBytes;
}

/**
 * Takes the file of a multipart request, once it is clear that whoever sends it may use what it is for, that it is their turn, and that
 * there is room for it. From here on it is whole. It is on disk until the request is over.
 */
export const takeUpload =
  (base: Base, schema: GraphQLSchema): RequestHandler =>
  async (req, res, next) => {
    const { multipart, ctx, document } = res.locals;
    if (!multipart?.expectsFile) return next();
    try {
      await assertMayUpload(schema, ctx, document, req.body.operationName);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return refuseUpload(req, res, error);
    }
    const leave = await enterLine(countedAs(ctx.viewer) ?? "");
    if (!leave) {
      const tooMany = new DomainError(ErrorCode.TOO_MANY_REQUESTS, "http.uploadsInLine", { retryAfterSeconds: 10 });
      return refuseUpload(req, res, tooMany);
    }
    const announced = Number(req.headers["content-length"]) || base.config.uploadMaxBytes;
    const bytes = Math.min(announced, base.config.uploadMaxBytes);
    let mine = bytes;
    promised += mine;
    const over = (): void => {
      promised -= mine;
      mine = 0;
      multipart.release();
      leave();
    };
    if (res.closed || req.socket.destroyed) return over();
    res.once("close", over);
    try {
      if (!(await hasRoom(base))) return refuseUpload(req, res, noRoom());
      await multipart.takeFile();
      // From here on what it takes shows in what is free.
      promised -= mine;
      mine = 0;
      if (base.config.clamd && multipart.file) await scanUpload(base.config.clamd, multipart.file);
      // A large file takes minutes: whoever was let go meanwhile has no right left.
      await res.locals.lookAgain();
      next();
    } catch (error) {
      if (!(error instanceof MultipartError)) return next(error);
      refuseUpload(req, res, error.refusal);
    }
  };
