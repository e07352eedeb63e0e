import { createHash } from "node:crypto";
import type { Request, RequestHandler, Response } from "express";
import { type DocumentNode, GraphQLError } from "graphql";
import { readClientDocuments } from "../accounts/api-keys/trusted-documents/client-documents.ts";
import { type DocumentId, findDocument } from "../accounts/api-keys/trusted-documents/find-document.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { type Measured, readDocument } from "../core/measure-document.ts";
import type { Admission } from "../core/sandbox.ts";
import { TextMemory } from "../core/text-memory.ts";
import { sendRefusal } from "./refusals.ts";
import { costLimits } from "./request-limits.ts";

declare global {
  namespace Express {
    interface Locals {
      /** The document that is asked for, where it is one of the known ones. */
      known?: KnownDocument;
    }
  }
}

type Base = Pick<Context, "db" | "config" | "now">;

/** A document that is known: it was found to be right and within the limits before. */
export interface KnownDocument {
  text: string;
  document: DocumentNode;
  /** What it costs, where that is always the same and was found out. */
  measured: Measured | null;
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** So many characters of known documents are held parsed. */
const mostHeld = 2_000_000;

/** What it costs to ask for a document that is not known: it was looked for. */
const lookUpCost = 60;

const wrongHash = () => new DomainError(ErrorCode.BAD_INPUT, "http.documentHash", { field: "documentId" });
const notFound = () => new DomainError(ErrorCode.PERSISTED_QUERY_NOT_FOUND, "http.documentUnknown");
const untrusted = () => new DomainError(ErrorCode.UNTRUSTED_DOCUMENT, "http.documentUntrusted");

/** What a request says of its document. */
interface Named {
  query?: unknown;
  documentId?: unknown;
  extensions?: unknown;
}

/**
 * The document that a request names: `documentId` as the GraphQL over HTTP working group has it (`sha256:` and 64 digits, or the ID that stands in
 * our own bundles), or Apollo's `extensions.persistedQuery`. Null: it names none.
 * @throws BAD_INPUT
 */
function idIn({ documentId, extensions }: Named): DocumentId | null {
  const persisted = (isObject(extensions) ? extensions.persistedQuery : null) ?? null;
  const isApollos = (documentId ?? null) === null;
  if (isApollos && persisted === null) return null;
  const hash = isApollos
    ? isObject(persisted) && persisted.version === 1 && persisted.sha256Hash
    : typeof documentId === "string" && documentId.replace(/^sha256:/, "");
  if (typeof hash !== "string") throw wrongHash();
  if (/^[\da-f]{64}$/.test(hash)) return { hash };
  if (!isApollos && hash === documentId && /^[\w-]{16}$/.test(hash))
    return { beginning: Buffer.from(hash, "base64url").toString("hex") };
  throw wrongHash();
}

/** What a request by GET says: `extensions` are JSON there. */
function namedIn(req: Request): Named {
  if (req.method !== "GET") return isObject(req.body) ? req.body : {};
  const { query, documentId, extensions } = req.query;
  if (typeof extensions !== "string") return { query, documentId };
  try {
    return { query, documentId, extensions: JSON.parse(extensions) };
  } catch {
    throw wrongHash();
  }
}

/** Puts the text where the name of the document was, for all that comes after. */
function spellOut(req: Request, text: string): void {
  if (req.method === "GET") {
    const parameters = new URLSearchParams(req.url.split("?")[1]);
    parameters.delete("documentId");
    parameters.delete("extensions");
    parameters.set("query", text);
    req.url = `${req.path}?${parameters}`;
    return;
  }
  const { documentId: _named, extensions, ...rest } = req.body as Json;
  const { persistedQuery: _persisted, ...others } = isObject(extensions) ? extensions : {};
  req.body = { ...rest, query: text, ...(Object.keys(others).length > 0 && { extensions: others }) };
}

/**
 * Finds the document of a request that names it by its hash. What is known was looked at when it was built or registered, and is neither parsed nor
 * measured against limits again; who may ask what, and how much, is decided as for any other.
 * Where only known documents are let in, one that comes as text has to be known, too.
 */
export function knownDocuments(base: Base, { documentOf }: Partial<Admission> = {}): RequestHandler {
  const charge = costLimits(base);
  const { config } = base;
  const held = new TextMemory<KnownDocument>(mostHeld);
  /** Those of this build. They are read when the first is asked for. */
  let built: Promise<Map<string, string>> | null = null;
  let beginnings = new Map<string, string>();

  const ofBuild = (): Promise<Map<string, string>> => {
    built ??= readClientDocuments(base).then(
      (documents) => {
        beginnings = new Map([...documents].map(([hash, text]) => [hash.slice(0, 24), text]));
        return documents;
      },
      (error: unknown) => {
        built = null;
        throw error;
      },
    );
    return built;
  };

  const find = async (ctx: Context, id: DocumentId): Promise<string | null> => {
    const documents = await ofBuild();
    const own = "hash" in id ? documents.get(id.hash) : beginnings.get(id.beginning);
    const registered = own ?? (await findDocument(ctx, id));
    return registered === null && "hash" in id ? (documentOf?.(ctx.viewer, id.hash) ?? null) : registered;
  };

  const look = async (req: Request, res: Response): Promise<DomainError | null> => {
    const named = namedIn(req);
    const id = idIn(named);
    const { query } = named;
    if (id && typeof query === "string" && !("hash" in id && hashOf(query) === id.hash)) return wrongHash();
    if (!id && (typeof query !== "string" || !config.trustedDocumentsOnly)) return null;
    const asText = typeof query === "string";
    if (asText && !config.trustedDocumentsOnly) {
      spellOut(req, query);
      return null;
    }
    const text = await find(res.locals.ctx, id ?? { hash: hashOf(query as string) });
    if (text === null) return asText ? untrusted() : notFound();
    spellOut(req, text);
    res.locals.known = held.get(text, () => ({ text, document: readDocument(text), measured: null }));
    return null;
  };

  return async (req, res, next) => {
    try {
      const refusal = await look(req, res);
      if (!refusal) return next();
      if (await charge(res, lookUpCost)) sendRefusal(res, refusal);
    } catch (error) {
      if (!(error instanceof DomainError || error instanceof GraphQLError)) return next(error);
      const refusal = error instanceof DomainError ? error : wrongHash();
      if (await charge(res, lookUpCost)) sendRefusal(res, refusal);
    }
  };
}
