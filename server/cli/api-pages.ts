import { type GraphQLField, type GraphQLSchema, isEnumType } from "graphql";
import { ApiScope } from "../core/api-scopes.ts";
import { type Conduct, conducts } from "../core/error-conduct.ts";
import { MemberScope, type Scope } from "../core/member-scopes.ts";
import type { Keys } from "../core/policy.ts";

const printed = "<!-- Printed from the code by `npm run schema`. -->";

/** What programs do, and by which scopes one knows it. An operation stands where its first scope is. */
const tasks: { title: string; about: string; scopes: readonly Scope[] | "EVERY_KEY" }[] = [
  {
    title: "With every key",
    about:
      "Of these, `calendar`, `calendarEntry`, `creditKinds`, `programTypes`, `settings` and `verifyCertificate` are open to everybody, without a key as well.",
    scopes: "EVERY_KEY",
  },
  {
    title: "Programs and applications",
    about: "What is approved for credit, and on which dates. `PROGRAMS_REVIEW` is for keys of the accreditor.",
    scopes: [ApiScope.PROGRAMS_READ, ApiScope.PROGRAMS_WRITE, ApiScope.PROGRAMS_REVIEW],
  },
  {
    title: "Attendance",
    about:
      "Rosters, single entries, corrections: see the [recipe for an LMS](recipe-lms.md) and [files](files.md#uploads).",
    scopes: [ApiScope.ATTENDANCE_READ, ApiScope.ATTENDANCE_WRITE],
  },
  {
    title: "Conferences",
    about: "Sessions and registrations, for the conference's provider and the accreditor.",
    scopes: [ApiScope.CONFERENCES_READ, ApiScope.CONFERENCES_WRITE],
  },
  {
    title: "Certificates and transcripts",
    about: "See the [recipe for the association's website](recipe-website.md).",
    scopes: [ApiScope.CERTIFICATES_READ, ApiScope.CERTIFICATES_WRITE],
  },
  {
    title: "Members",
    about: "Finding members, and keeping their list in step: [the list of members](members.md).",
    scopes: [ApiScope.MEMBERS_READ, ApiScope.MEMBERS_WRITE, ApiScope.MEMBERS_ACT],
  },
  {
    title: "Trusted documents",
    about: "Documents that are named by their hash: [trusted documents](trusted-documents.md).",
    scopes: [ApiScope.DOCUMENTS_WRITE],
  },
  {
    title: "For a member",
    about: "With a token for a member, or of an app: [acting for members](acting-for-members.md).",
    scopes: Object.values(MemberScope),
  },
];

interface Operation {
  kind: "query" | "mutation" | "subscription";
  name: string;
  args: readonly string[];
  does: string;
  errors: string;
  keys: Keys;
}

const cell = (text: string): string => text.replace(/\s+/g, " ").replaceAll("|", "\\|").trim();

function operationOf(
  kind: Operation["kind"],
  { name, args, description, extensions }: GraphQLField<unknown, unknown>,
): Operation {
  const told = ((description ?? "").replace(/\s+/g, " ").split("API keys: ", 1)[0] ?? "").trimEnd();
  const [does = "", errors = ""] = told.split(/ ?Errors: /);
  return {
    kind,
    name,
    args: args.map((arg) => arg.name),
    does,
    errors,
    keys: (extensions.keys as Keys | undefined) ?? [],
  };
}

const code = (text: string): string => text.replace(/\b[A-Z]+(?:_[A-Z]+)+\b/g, "`$&`");

function lineOf({ name, args, does, errors, keys }: Operation): string {
  const named = `\`${name}${args.length > 0 ? `(${args.join(", ")})` : ""}\``;
  const scopes = typeof keys === "string" ? "any" : keys.map((key) => `\`${key}\``).join(" or ");
  return `| ${named} | ${cell(does)} | ${scopes} | ${cell(code(errors.replace(/\.$/, "")))} |`;
}

function tableOf(operations: readonly Operation[]): string {
  const part = (kind: Operation["kind"], heading: string) => {
    const lines = operations.filter((operation) => operation.kind === kind).map(lineOf);
    return lines.length > 0
      ? `| ${heading} | what it does | scope | may refuse with |\n|---|---|---|---|\n${lines.join("\n")}`
      : "";
  };
  return [part("query", "ask"), part("subscription", "[look on](live.md)"), part("mutation", "change")]
    .filter(Boolean)
    .join("\n\n");
}

/** `docs/api/operations.md`: what there is for programs, by task. */
export function operationsPage(schema: GraphQLSchema): string {
  const fields = (type = schema.getQueryType()) => Object.values(type?.getFields() ?? {});
  const all = [
    ...fields().map((field) => operationOf("query", field)),
    ...fields(schema.getMutationType()).map((field) => operationOf("mutation", field)),
    ...fields(schema.getSubscriptionType()).map((field) => operationOf("subscription", field)),
  ].toSorted((a, b) => a.name.localeCompare(b.name, "en"));
  const sections = tasks.map(({ title, about, scopes }) => {
    const isOfMembers = scopes !== "EVERY_KEY" && scopes.some((scope) => scope in MemberScope);
    const isHere = ({ keys }: Operation) => {
      if (typeof keys === "string" || scopes === "EVERY_KEY") return typeof keys === typeof scopes;
      return isOfMembers ? keys.some((key) => scopes.includes(key)) : keys[0] !== undefined && scopes.includes(keys[0]);
    };
    return `## ${title}\n\n${about}\n\n${tableOf(all.filter(isHere))}`;
  });
  const ofPeople = all.filter(({ keys }) => keys.length === 0).map(({ name }) => `\`${name}\``);
  return `${printed}

# Operations by task

What programs can ask and change, with the scopes of which one is needed, and what each may refuse with besides what any may: \`BAD_INPUT\` for an argument,
\`UNAUTHENTICATED\`, \`FORBIDDEN\`, \`TOO_MANY_REQUESTS\`, \`UNAVAILABLE\` and \`INTERNAL_ERROR\`. [Every code](codes.md) is listed. Arguments and fields are described in the schema.

${sections.join("\n\n")}

## For people alone

No key may use these; most are the console's own: ${ofPeople.join(", ")}.
`;
}

/** Whether the very same request may succeed later, in words. */
function againIf({ retryable }: Conduct): string {
  if (typeof retryable === "boolean") return retryable ? "yes" : "no";
  if (retryable({ retryAfterSeconds: 1 })) return "where `retryAfterSeconds` is given";
  return "where `reason` is `IN_PROGRESS`";
}

/** `docs/api/codes.md`: every code that a refusal may have. */
export function codesPage(schema: GraphQLSchema): string {
  const codes = schema.getType("ErrorCode");
  if (!isEnumType(codes)) throw new Error("The schema has no ErrorCode.");
  const lines = codes
    .getValues()
    .map(({ name, description }) => [name, description ?? "", conducts[name as keyof typeof conducts]] as const)
    .map(
      ([name, description, conduct]) =>
        `| \`${name}\` | ${conduct.status} | ${againIf(conduct)} | ${cell(description)} |`,
    );
  return `${printed}

# Every code

\`errors[].extensions.code\`, and \`code\` of what is wrong with a row of a file. The status is that of a request of which nothing was carried out; what one field of a document refuses while
others are answered comes with 200. *Again* says whether the very same request may succeed later, as \`retryable\` does. [Errors](errors.md) has what else a refusal says.

| code | status | again | what it means |
|---|---|---|---|
${lines.join("\n")}
`;
}
