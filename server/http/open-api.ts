import { attendanceKeys } from "../attendance/attendance.policy.ts";
import { certificateReaders, transcriptReaders } from "../certificates/certificate.policy.ts";
import { ApiScope } from "../core/api-scopes.ts";
import { MemberScope, type Scope } from "../core/member-scopes.ts";
import type { Keys } from "../core/policy.ts";
import { OfferingFormat } from "../programs/program.entity.ts";
import { programKeys } from "../programs/program.policy.ts";

interface Parameter {
  description: string;
  /** Default: a text. */
  schema?: object;
  required?: true;
}

interface FileRoute {
  summary: string;
  /** Which programs may; null: everybody may, without signing in. */
  keys: Keys | null;
  type: string;
  /** What stands in the address behind `?`. */
  query?: Record<string, Parameter>;
  /** What a status besides 200 and those of every route means. */
  answers?: Record<string, string>;
}

const pdf = "application/pdf";
const csv = "text/csv";
const day = { type: "string", format: "date" };

const errorsOf = { code: { description: "Only the errors of this code." } };
const calendarFilter: Record<string, Parameter> = {
  words: { description: "What stands in title, description or place." },
  from: { description: "First day; left out: today.", schema: day },
  to: { description: "Last day.", schema: day },
  place: { description: "What stands in the place." },
  format: { description: "How it is held.", schema: { enum: Object.values(OfferingFormat) } },
  type: { description: "Code of a type of program." },
  provider: { description: "What stands in the provider's name." },
};

/** The addresses of files that programs may fetch. Each is a GET. */
export const fileRoutes: Record<string, FileRoute> = {
  "/attendance/template.csv": {
    summary: "The headings of a roster, as the installation has them.",
    keys: null,
    type: csv,
  },
  "/attendance/uploads/{id}/errors.csv": {
    summary: "Errors and warnings of a roster, a line for each.",
    keys: attendanceKeys.keys,
    type: csv,
    query: errorsOf,
  },
  "/conferences/schedule-template.csv": { summary: "The headings of a schedule.", keys: null, type: csv },
  "/conferences/registrations-template.csv": {
    summary: "The headings of a list of registrations.",
    keys: null,
    type: csv,
  },
  "/conferences/presence-template.csv": {
    summary: "The headings of a list of who was at which session.",
    keys: null,
    type: csv,
  },
  "/member-imports/{id}/errors.csv": {
    summary: "Errors and warnings of a list of members, a line for each.",
    keys: [ApiScope.MEMBERS_WRITE],
    type: csv,
    query: errorsOf,
  },
  "/programs/documents/{id}": {
    summary: "A document of an application: a PDF, a Word document or a picture.",
    keys: programKeys.keys,
    type: "application/octet-stream",
  },
  "/certificates/{id}.pdf": {
    summary: "A certificate, byte for byte as it was issued: `Certificate.pdfUrl`.",
    keys: certificateReaders.keys,
    type: pdf,
  },
  "/certificates/elsewhere/{id}.pdf": {
    summary:
      "A certificate that was issued elsewhere, byte for byte as it came: `TranscriptLine.issuedElsewherePdfUrl`.",
    keys: transcriptReaders.keys,
    type: pdf,
  },
  "/certificates/{id}/linked.pdf": {
    summary: "The same for whoever has the address, which `Certificate.downloadUrl` makes.",
    keys: null,
    type: pdf,
    query: {
      until: {
        description: "Until when it holds, in seconds since 1970.",
        schema: { type: "integer" },
        required: true,
      },
      signature: { description: "What the server signed.", required: true },
    },
    answers: { 404: "It has run out, was changed, or its certificate was revoked." },
  },
  "/certificates/{id}/transcript.pdf": {
    summary: "The transcript that went with a conference's certificate.",
    keys: transcriptReaders.keys,
    type: pdf,
  },
  "/certificates/{id}/credential.json": {
    summary: "A certificate as an Open Badge 3.0 with an embedded proof: `Certificate.credentialUrl`.",
    keys: certificateReaders.keys,
    type: "application/vc",
  },
  "/certificates/{id}/credential.jwt": {
    summary: "The same as a signed token (VC-JWT).",
    keys: certificateReaders.keys,
    type: "application/vc+jwt",
  },
  "/certificates/{id}/credential.svg": {
    summary: "The same as a picture that carries it (a baked badge).",
    keys: certificateReaders.keys,
    type: "image/svg+xml",
  },
  "/certificates/programs/{id}.zip": {
    summary: "All certificates of a program that hold.",
    keys: [ApiScope.CERTIFICATES_READ],
    type: "application/zip",
  },
  "/transcript.pdf": {
    summary: "A transcript as of now: `Transcript.pdfUrl`.",
    keys: transcriptReaders.keys,
    type: pdf,
    query: {
      memberId: { description: "Whose; of who acts for a member, that member's." },
      from: { description: "First day.", schema: day },
      to: { description: "Last day.", schema: day },
      asOf: { description: "As it was known at the end of this day.", schema: day },
    },
  },
  "/verify/{code}": {
    summary:
      "What a code's certificate says and whether it holds, as `verifyCertificate` answers: with `Accept: application/json`.",
    keys: null,
    type: "application/json",
    answers: { 404: "No certificate has this code." },
  },
  "/credentials/bundle.json": {
    summary: "All that credentials are checked against, to keep and to check without a network.",
    keys: null,
    type: "application/json",
  },
  "/credentials/status/{purpose}/{list}": {
    summary: "Which credentials of a list no longer hold (`revocation`) or were replaced (`refresh`).",
    keys: null,
    type: "application/vc",
  },
  "/.well-known/did.json": {
    summary: "The issuer, with every key that ever signed.",
    keys: null,
    type: "application/did+json",
  },
  "/verify/{code}/proof": {
    summary: "The proof that the code's certificate stands in the public log (C2SP tlog-proof).",
    keys: null,
    type: "text/plain",
    query: {
      event: { description: "What of it: `credential`, `superseded` or `revoked`; left out: that it was issued." },
    },
    answers: { 404: "No certificate has this code, or nothing of the kind has happened." },
  },
  "/log": {
    summary: "Which public logs there are of what was issued and ended, and their keys.",
    keys: null,
    type: "application/json",
  },
  "/log/{log}/checkpoint": { summary: "The signed head of a log.", keys: null, type: "text/plain" },
  "/log/{log}/tile/{path}": {
    summary: "A part of a log's tree (C2SP tlog-tiles).",
    keys: null,
    type: "application/octet-stream",
  },
  "/calendar.ics": {
    summary: "The public calendar, to subscribe to.",
    keys: null,
    type: "text/calendar",
    query: calendarFilter,
  },
  "/calendar.atom": {
    summary: "The public calendar as an Atom feed.",
    keys: null,
    type: "application/atom+xml",
    query: calendarFilter,
  },
  "/schema.graphql": { summary: "The schema, for code generators.", keys: null, type: "text/plain" },
  "/docs/openapi.json": { summary: "This document.", keys: null, type: "application/json" },
};

const schemes: [name: string, scopes: object, description: string][] = [
  ["apiKey", ApiScope, "An API key, `accrue_…`, as a bearer token."],
  ["member", MemberScope, "What acts for a member, `accruemember_…` or `accrueapp_…`, as a bearer token."],
];

/** Who may, as OpenAPI says it: one of these is enough. */
const securityOf = (keys: Keys | null): object[] =>
  keys === null
    ? [{}]
    : schemes.flatMap(([name, scopes]) => {
        const wanted: (Scope | "any")[] = typeof keys === "string" ? ["any"] : keys.filter((key) => key in scopes);
        return keys === "EVERY_KEY" && name !== "apiKey" ? [] : wanted.map((scope) => ({ [name]: [scope] }));
      });

const refusal = (description: string) => ({
  description,
  content: { "application/json": { schema: { $ref: "#/components/schemas/Refusal" } } },
});

function answersOf({ keys, type, answers = {} }: FileRoute): object {
  const said: [status: string, answer: object][] = [
    [
      "200",
      { description: "The file.", content: { [type]: { schema: { type: "string", contentEncoding: "binary" } } } },
    ],
    ...(keys
      ? ([
          ["401", refusal("Nobody is signed in, or the key does not count.")],
          ["403", refusal("The key lacks a scope: `requiredScope`.")],
        ] as [string, object][])
      : []),
    ...(keys ? ([["404", refusal("There is no such thing, or it is not yours to see.")]] as [string, object][]) : []),
    ...Object.entries(answers).map(([status, description]): [string, object] => [status, refusal(description)]),
    ["429", refusal("Too many requests: wait for `Retry-After`.")],
    ["503", refusal("Not now: wait for `Retry-After`.")],
  ];
  return Object.fromEntries(said);
}

/** The addresses of files as OpenAPI 3.1, printed to docs/api/openapi.json. What is asked by GraphQL is in the schema. */
export function openApi(): object {
  const paths = Object.entries(fileRoutes).map(([path, route]) => {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: "path",
      required: true,
      schema: { type: "string" },
    }));
    const inQuery = Object.entries(route.query ?? {}).map(
      ([name, { description, required = false, schema = { type: "string" } }]) => ({
        name,
        in: "query",
        required,
        description,
        schema,
      }),
    );
    const operation = {
      summary: route.summary,
      security: securityOf(route.keys),
      parameters: [...inPath, ...inQuery],
      responses: answersOf(route),
    };
    return [path, { get: operation }];
  });
  return {
    openapi: "3.1.1",
    info: {
      title: "Accrue: addresses of files",
      // Of the API, whose files keep their addresses within a major version.
      version: "1",
      description: "Everything else is asked by GraphQL at `/graphql`, which `/schema.graphql` describes.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: Object.fromEntries(
        schemes.map(([name, , description]) => [name, { type: "http", scheme: "bearer", description }]),
      ),
      schemas: {
        Refusal: {
          type: "object",
          required: ["errors"],
          properties: {
            errors: {
              type: "array",
              items: {
                type: "object",
                required: ["message", "extensions"],
                properties: {
                  message: { type: "string", description: "A sentence for people." },
                  extensions: {
                    type: "object",
                    required: ["code", "retryable"],
                    properties: {
                      code: { type: "string", description: "One of `ErrorCode` of the schema." },
                      retryable: { type: "boolean", description: "Whether the very same request may succeed later." },
                      retryAfterSeconds: { type: "integer" },
                      reason: { type: "string" },
                      requiredScope: { type: "string" },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  };
}
