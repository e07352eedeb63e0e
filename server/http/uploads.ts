import type { RequestHandler } from "express";
import { processRequest } from "graphql-upload-ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { sendRefusal } from "./refusals.ts";

/**
 * Takes a multipart request apart. Who sends one must be signed in and show the header that no foreign form can set, before
 * a byte is kept.
 */
export const takeUploads =
  ({ config }: Pick<Context, "config">): RequestHandler =>
  async (req, res, next) => {
    if (!req.is("multipart/form-data")) return next();
    if (!req.headers["apollo-require-preflight"] && !req.headers["x-apollo-operation-name"])
      return sendRefusal(
        res.set("Connection", "close"),
        400,
        new DomainError(ErrorCode.INVALID_UPLOAD, "http.preflight"),
      );
    if (!res.locals.ctx.viewer.accountId)
      return sendRefusal(
        res.set("Connection", "close"),
        401,
        new DomainError(ErrorCode.UNAUTHENTICATED, "core.signInFirst"),
      );
    try {
      req.body = await processRequest(req, res, {
        maxFiles: 1,
        maxFileSize: config.uploadMaxBytes,
        maxFieldSize: 100_000,
      });
      next();
    } catch (error) {
      const { status = 400, expose = false, message } = error as { status?: number; expose?: boolean; message: string };
      sendRefusal(
        res,
        status >= 500 ? 400 : status,
        expose
          ? new DomainError(ErrorCode.INVALID_UPLOAD, "http.uploadWrong", { finding: message })
          : new DomainError(ErrorCode.INVALID_UPLOAD, "http.notMultipart"),
      );
    }
  };
