import { randomUUID } from "node:crypto";
import type { ApolloServerPlugin } from "@apollo/server";
import type { ValidationError } from "class-validator";
import type { ErrorRequestHandler, Response } from "express";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { ArgumentValidationError } from "type-graphql";
import type { Config } from "../core/config.ts";
import type { Context } from "../core/context.ts";
import { isRetryable } from "../core/error-conduct.ts";
import { conductOf, DomainError, ErrorCode, violates } from "../core/errors.ts";
import { inputProblems } from "../core/input-rules.ts";
import { log } from "../core/log.ts";
import { say } from "../core/messages/message.ts";
import { defaultLanguage, type Language, languageFrom } from "../core/messages/sentence.ts";
import { isUnavailable, levelOfOutage, unavailable } from "../core/unavailable.ts";
import { mergedMeanwhile } from "../providers/assert-not-merged.ts";
import { nameHelp } from "./name-help.ts";

/** What a client is to send that was answered 401 (RFC 9110, 15.5.2; RFC 6750). A browser asks nobody for a bearer token. */
const challenge = 'Bearer realm="Accrue"';

/**
 * Answers a request that is refused as a whole.
 * @param status where HTTP itself has a word for it that says more than the code
 */
export function sendRefusal(
  res: Response,
  refusal: DomainError,
  status: number = conductOf[refusal.code].status,
): void {
  const { retryAfterSeconds: seconds, reason } = refusal.extensions;
  // The sentence in its default language has nothing in it that a header or its quotes could not hold.
  const error = reason === undefined ? "" : `, error="invalid_token", error_description="${refusal.message}"`;
  if (status === 401) res.set("WWW-Authenticate", `${challenge}${error}`);
  if (seconds !== undefined) res.set("Retry-After", String(seconds));
  const language = languageFrom(res.req.headers["accept-language"]);
  res
    .set("Cache-Control", "no-store")
    .status(status)
    .json({ errors: [refusal.in(language)] });
}

export const nothingHere = () => new DomainError(ErrorCode.NOT_FOUND, "notFound.page");

/** A bug: the client gets an ID to tell support, the log gets the rest. */
function ourFault(error: unknown, what: string, facts: object = {}): DomainError {
  const errorId = randomUUID();
  log.error({ err: error, errorId, ...facts }, what);
  return new DomainError(ErrorCode.INTERNAL_ERROR, "http.fault", { errorId });
}

function noteOutage(err: unknown, config: Pick<Config, "sandbox"> = nobodyKnown.config): void {
  if (levelOfOutage(config) === "info") log.info({ err }, "The sandbox's database does not answer.");
  else log.warn({ err }, "The database does not answer.");
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

/** Apollo tells formatError nothing of the request: who reads an error, and where, is noted here when it is met. */
const readers = new WeakMap<GraphQLError, { language: Language; config: Pick<Config, "sandbox"> }>();

const nobodyKnown = { language: defaultLanguage, config: { sandbox: false } };

/** A refusal goes out as it is, in the reader's language. Anything else is a bug: the client gets an ID, the log gets the rest. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  const { language, config } = (error instanceof GraphQLError && readers.get(error)) || nobodyKnown;
  if (cause instanceof DomainError) return { ...formatted, ...cause.in(language) };
  const ownCode = error instanceof GraphQLError ? String(error.extensions.code) : "";
  if (ownCode in ErrorCode) return { ...formatted, extensions: { ...formatted.extensions, retryable: false } };
  if (cause instanceof ArgumentValidationError) {
    const problems = inputProblems(cause.extensions.validationErrors as ValidationError[]);
    const refusal = new DomainError(ErrorCode.BAD_INPUT, "input.problems", {
      field: problems[0]?.field,
      problems,
      sentences: problems.map(({ field, message }) => say("input.field", { field, problem: message })),
    });
    return { ...formatted, ...refusal.in(language) };
  }
  // Whoever began for a provider that was merged meanwhile meets the database's own rule.
  if (violates(cause, "provider_merged")) return { ...formatted, ...mergedMeanwhile().in(language) };
  if (isUnavailable(cause)) {
    noteOutage(cause, config);
    return { ...unavailable().in(language), path: formatted.path };
  }
  const code = aboutRequest(error) ? ErrorCode.BAD_INPUT : codeOf[String(formatted.extensions?.code)];
  if (code) return { ...formatted, extensions: { code, retryable: isRetryable(conductOf[code], {}) } };
  const fault = ourFault(cause, "An operation failed.", { path: formatted.path });
  return { ...fault.in(language), path: formatted.path, locations: formatted.locations };
}

/**
 * Notes for the log what is refused, and tells when to ask again. A database that does not answer is no fault of the request: 503. Apollo
 * says 500 of what a plugin refuses before anything is carried out; of these a bug alone is ours.
 */
export const noteRefusals: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    didEncounterErrors: async ({ errors, contextValue }) => {
      for (const error of errors)
        readers.set(error, { language: contextValue.request.language, config: contextValue.config });
    },
    willSendResponse: async ({ response: { body, http }, contextValue }) => {
      if (body.kind !== "single") return;
      await nameHelp(contextValue, body.singleResult.errors);
      const refusals = (body.singleResult.errors ?? []).map(({ extensions }) => extensions ?? {});
      contextValue.request.refusals.push(...new Set(refusals.map(({ code }) => String(code))));
      const later = refusals.find((each) => each.retryAfterSeconds !== undefined);
      if (later) http.headers.set("retry-after", String(later.retryAfterSeconds));
      if (refusals.some(({ code }) => code === ErrorCode.UNAVAILABLE)) http.status = 503;
      else if (http.status === 500 && refusals.every(({ code }) => code !== ErrorCode.INTERNAL_ERROR))
        http.status = conductOf[refusals[0]?.code as ErrorCode]?.status ?? 400;
      if (http.status === 401) http.headers.set("www-authenticate", challenge);
    },
  }),
};

/** What a route threw, as an answer. */
export const refuseErrors: ErrorRequestHandler = (error: unknown, _req, res, _next) => {
  const { status = 500, type } = error as { status?: number; type?: string };
  if (error instanceof DomainError) return sendRefusal(res, error);
  if (isUnavailable(error)) {
    const { ctx } = res.locals as { ctx?: Pick<Context, "config"> };
    noteOutage(error, ctx?.config);
    return sendRefusal(res, unavailable());
  }
  if (status === 404) return sendRefusal(res, nothingHere());
  if (status < 500) {
    const key = type === "entity.too.large" ? "http.requestTooLarge" : "http.requestUnreadable";
    return sendRefusal(res, new DomainError(ErrorCode.BAD_INPUT, key), status);
  }
  const fault = ourFault(error, "A request failed.");
  if (res.headersSent) return void res.destroy();
  sendRefusal(res, fault);
};
