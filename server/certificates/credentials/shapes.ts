import { canonize, NQuads, type Quad, type Term } from "rdf-canonize";

/**
 * A credential as the statements that are signed (RDF), without working out its words anew for each: that takes ten times as long as all else. What
 * the words make of a document hangs on its shape alone: which properties it has, which of their values are the same, and which are numbers, types and
 * terms. So a shape is worked out once, with other texts in the place of its values, and those are put in.
 */

/** Properties whose texts the words of credentials give a meaning: they are part of the shape. */
const terms: ReadonlySet<string> = new Set([
  "@context",
  "type",
  "statusPurpose",
  "identityType",
  "achievementType",
  "resultType",
  "mediaType",
  "cryptosuite",
  "proofPurpose",
]);

/** How addresses begin that mean themselves, and are neither relative nor shortened by a term. */
const absolute = /^(?:urn:uuid|did|https?|ni):[^\s<>"{}|\\^`]+$/;

const standIn = (n: number): string => `urn:value:${n}`;

/** A document with stand-ins for its texts. Where two texts are the same, so are their stand-ins. */
export function shapeOf(document: JsonDocument): { shape: JsonDocument; values: string[] } {
  const values = new Map<string, number>();
  const walk = (value: unknown, name: string): unknown => {
    if (terms.has(name)) return value;
    if (typeof value === "string") {
      if (!values.has(value)) values.set(value, values.size);
      return standIn(values.get(value) as number);
    }
    if (Array.isArray(value)) return value.map((each) => walk(each, name));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each, key)]));
  };
  return { shape: walk(document, "") as JsonDocument, values: [...values.keys()] };
}

/** Null: a text stands where an address has to, and is none that means itself. */
export function fill(quads: readonly Quad[], values: readonly string[]): Quad[] | null {
  const byStandIn = new Map(values.map((value, n) => [standIn(n), value]));
  let isWhole = true;
  const filled = (term: Term): Term => {
    const value = term.termType === "BlankNode" ? undefined : byStandIn.get(term.value);
    if (value === undefined) return term;
    if (term.termType === "NamedNode" && !absolute.test(value)) isWhole = false;
    return { ...term, value };
  };
  const all = quads.map((quad) => ({ ...quad, subject: filled(quad.subject), object: filled(quad.object) }));
  return isWhole ? all : null;
}

/** Names of another kind for its blank nodes: rdf-canonize leaves those alone that are called as it calls them itself. */
function named(quad: Quad): Quad {
  const other = (term: Term): Term => (term.termType === "BlankNode" ? { ...term, value: `of-${term.value}` } : term);
  return { ...quad, subject: other(quad.subject), object: other(quad.object), graph: other(quad.graph) };
}

/** What works out a document: the cryptosuite's own way. Its text is that of the statements (N-Quads). */
type Canonize = (document: JsonDocument, options: object) => Promise<string>;

/** More shapes than there are numbers of credits on certificates of one and of few kinds. */
const mostShapes = 1_000;

/**
 * The same text that `workOut` gives, for documents that are signed here. Whoever checks a credential works it out: what is not said by its words
 * alone, such as what a stranger wrote, has no business here.
 */
export function byShape(workOut: Canonize): Canonize {
  const shapes = new Map<string, Promise<Quad[]>>();
  return async (document, options) => {
    const { shape, values } = shapeOf(document);
    const key = JSON.stringify(shape);
    let known = shapes.get(key);
    if (!known) {
      if (shapes.size >= mostShapes) shapes.clear();
      known = workOut(shape, options).then((text) => NQuads.parse(text).map(named));
      shapes.set(key, known);
      // One that failed is tried again.
      known.catch(() => shapes.delete(key));
    }
    const quads = fill(await known, values);
    return quads ? canonize(quads, { algorithm: "RDFC-1.0" }) : workOut(document, options);
  };
}
