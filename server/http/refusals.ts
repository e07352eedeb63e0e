import { randomUUID } from "node:crypto";
import type { ApolloServerPlugin } from "@apollo/server";
import type { ErrorRequestHandler, Response } from "express";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { ArgumentValidationError } from "type-graphql";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { log } from "../core/log.ts";
import { isUnavailable, retryAfterSeconds, unavailable } from "../core/unavailable.ts";

export function sendRefusal(res: Response, status: number, refusal: GraphQLError): void {
  res
    .set("Cache-Control", "no-store")
    .status(status)
    .json({ errors: [refusal.toJSON()] });
}

export const nothingHere = () => new DomainError(ErrorCode.NOT_FOUND, "There is nothing at this address.");

/** A bug: the client gets an ID to tell support, the log gets the rest. */
function ourFault(error: unknown, what: string, facts: object = {}): DomainError {
  const errorId = randomUUID();
  log.error({ err: error, errorId, ...facts }, what);
  return new DomainError(
    ErrorCode.INTERNAL_ERROR,
    `Something went wrong on our side. Try again; if it stays, tell support this ID: ${errorId}.`,
    { errorId },
  );
}

/** Codes that Apollo and GraphQL give themselves, in the words of this schema. */
const codeOf: Record<string, ErrorCode> = {
  GRAPHQL_PARSE_FAILED: ErrorCode.BAD_INPUT,
  GRAPHQL_VALIDATION_FAILED: ErrorCode.BAD_INPUT,
  BAD_USER_INPUT: ErrorCode.BAD_INPUT,
  BAD_REQUEST: ErrorCode.BAD_INPUT,
  OPERATION_RESOLUTION_FAILURE: ErrorCode.BAD_INPUT,
  PERSISTED_QUERY_NOT_SUPPORTED: ErrorCode.BAD_INPUT,
};

/** Whether GraphQL itself found the request wrong and has no code for it, as with too many wrong variables: nothing was run yet. */
const aboutRequest = (error: unknown): boolean =>
  error instanceof GraphQLError && !error.originalError && !error.path && error.extensions.code === undefined;

/** A refusal goes out as it is. Anything else is a bug: the client gets an ID, the log gets the rest. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  if (cause instanceof DomainError || (error instanceof GraphQLError && String(error.extensions.code) in ErrorCode))
    return formatted;
  if (cause instanceof ArgumentValidationError) {
    const problems = flattenProblems(cause.extensions.validationErrors as ValidationProblem[]);
    return {
      ...formatted,
      message: problems.map((p) => `${p.field}: ${p.message}.`).join(" "),
      extensions: { code: ErrorCode.BAD_INPUT, field: problems[0]?.field, problems },
    };
  }
  if (isUnavailable(cause)) {
    log.warn({ err: cause }, "The database does not answer.");
    return { ...unavailable().toJSON(), path: formatted.path };
  }
  const code = aboutRequest(error) ? ErrorCode.BAD_INPUT : codeOf[String(formatted.extensions?.code)];
  if (code) return { ...formatted, extensions: { code } };
  const fault = ourFault(cause, "An operation failed.", { path: formatted.path });
  return { ...fault.toJSON(), path: formatted.path, locations: formatted.locations };
}

/**
 * Notes for the log what is refused, and tells when to ask again. A database that does not answer is no fault of the request: 503.
 */
export const noteRefusals: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response: { body, http }, contextValue }) => {
      if (body.kind !== "single") return;
      const refusals = (body.singleResult.errors ?? []).map(({ extensions }) => extensions ?? {});
      contextValue.request.refusals.push(...new Set(refusals.map(({ code }) => String(code))));
      const later = refusals.find((each) => each.retryAfterSeconds !== undefined);
      if (later) http.headers.set("retry-after", String(later.retryAfterSeconds));
      if (refusals.some(({ code }) => code === ErrorCode.UNAVAILABLE)) http.status = 503;
    },
  }),
};

interface ValidationProblem {
  property: string;
  constraints?: Record<string, string>;
  children?: ValidationProblem[];
}

const flattenProblems = (problems: ValidationProblem[], prefix = ""): { field: string; message: string }[] =>
  problems.flatMap((problem) => {
    const field = `${prefix}${problem.property}`;
    const own = Object.values(problem.constraints ?? {}).map((message) => ({ field, message }));
    return [...own, ...flattenProblems(problem.children ?? [], `${field}.`)];
  });

/** What a route threw, as an answer. */
export const refuseErrors: ErrorRequestHandler = (error: unknown, _req, res, _next) => {
  const { status = 500, type } = error as { status?: number; type?: string };
  if (error instanceof DomainError) return sendRefusal(res, error.code === ErrorCode.NOT_FOUND ? 404 : 400, error);
  if (isUnavailable(error)) {
    log.warn({ err: error }, "The database does not answer.");
    return sendRefusal(res.set("Retry-After", String(retryAfterSeconds)), 503, unavailable());
  }
  if (status === 404) return sendRefusal(res, 404, nothingHere());
  if (status < 500) {
    const message = type === "entity.too.large" ? "This request is too large." : "This request cannot be read.";
    return sendRefusal(res, status, new DomainError(ErrorCode.BAD_INPUT, message));
  }
  const fault = ourFault(error, "A request failed.");
  if (res.headersSent) return void res.destroy();
  sendRefusal(res, 500, fault);
};
