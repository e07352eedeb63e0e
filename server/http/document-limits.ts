import type { RequestHandler } from "express";
import { type DocumentNode, GraphQLError, type GraphQLSchema, Kind } from "graphql";
import { isBroken } from "../core/broken-text.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { brokenText, measureDocument, readDocument } from "../core/measure-document.ts";
import { TextMemory } from "../core/text-memory.ts";
import { sendRefusal } from "./refusals.ts";
import { costLimits, workOfBody } from "./request-limits.ts";

declare global {
  namespace Express {
    interface Locals {
      /** How long the body of a GraphQL request was, where it was read at once. */
      bodyBytes?: number;
    }
  }
}

type Base = Pick<Context, "db" | "config" | "now">;

/**
 * Looks through a JSON value, without recursion.
 * @returns the name under which a broken text stands, null where there is none, and how many values it looked at
 */
function lookThrough(value: unknown): { broken: string | null; values: number } {
  const waiting: [name: string, value: unknown][] = [["", value]];
  let values = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [name, held] = next;
    values += 1;
    if (typeof held === "string" && isBroken(held)) return { broken: name, values };
    if (Array.isArray(held)) for (const inner of held) waiting.push([name, inner]);
    else if (typeof held === "object" && held !== null)
      for (const [key, inner] of Object.entries(held)) waiting.push([key, inner]);
  }
  return { broken: null, values };
}

/** What a document asks for, for the log: names without values. */
const rootFieldsOf = (document: DocumentNode): string[] =>
  document.definitions
    .flatMap((definition) => (definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : []))
    .flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value.slice(0, 60)] : []))
    .slice(0, 20);

/** What reading a value among the variables takes, in the unit of cost. */
const valueWork = 0.2;

/** So many characters of documents are remembered together: parsed, each takes some thirty bytes. */
const maximumRemembered = 500_000;
const longestRemembered = 10_000;

/** What a document costs that is refused: it was taken apart, and whoever sends hundreds a minute makes no mistake. */
const refusedCost = 2_000;

/** Reads a body; one that cannot be read costs what a document does that is refused. */
export function chargeUnreadable(base: Base, read: RequestHandler): RequestHandler {
  const charge = costLimits(base);
  return (req, res, next) => {
    // Only of what reading says: of other faults there may be nobody yet to charge.
    void read(req, res, (error?: unknown) => {
      if (error) charge(res, refusedCost).then((allowed) => (allowed ? next(error) : undefined), next);
      else next();
    });
  };
}

/**
 * Refuses hostile GraphQL requests before they are validated and run: 400 with the limit's name. The answer to any other one, and to one
 * that costs too much, tells its cost in `X-GraphQL-Cost`.
 */
export function enforceDocumentLimits(base: Base, schema: GraphQLSchema): RequestHandler {
  const charge = costLimits(base);
  const remembered = new TextMemory<DocumentNode>(maximumRemembered);
  const read = (source: string): DocumentNode =>
    source.length > longestRemembered ? readDocument(source) : remembered.get(source, readDocument);
  return async (req, res, next) => {
    const { known } = res.locals;
    const { query, variables } = (req.method === "GET" ? req.query : (req.body ?? {})) as Record<string, unknown>;
    if (typeof query !== "string") return next(); // Apollo says what is missing.
    try {
      const values: unknown = typeof variables === "string" ? JSON.parse(variables) : variables;
      const { broken, values: count } = lookThrough(values);
      if (broken !== null) throw brokenText(broken);
      const document = known?.document ?? read(query);
      res.locals.document = document;
      res.locals.operations = rootFieldsOf(document);
      const measured = known?.measured ?? measureDocument(schema, document, (values ?? {}) as Record<string, unknown>);
      if (known && !measured.varies) known.measured = measured;
      const { cost, work } = measured;
      res.setHeader("X-GraphQL-Cost", cost);
      const toRead = workOfBody(res.locals.bodyBytes ?? 0) + Math.floor(count * valueWork);
      if (await charge(res, cost, work + toRead)) next();
    } catch (error) {
      const refusal =
        !(error instanceof DomainError) && (error instanceof GraphQLError || error instanceof SyntaxError)
          ? new DomainError(ErrorCode.BAD_INPUT, "http.documentWrong", { finding: error.message })
          : error;
      if (!(refusal instanceof DomainError)) return next(error);
      const { cost } = refusal.extensions;
      if (cost !== undefined) res.setHeader("X-GraphQL-Cost", String(cost));
      if (await charge(res, refusedCost)) sendRefusal(res, refusal);
    }
  };
}
