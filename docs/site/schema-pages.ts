import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
} from "graphql";
import { escapeHtml } from "../../server/core/html-page.ts";
import type { Entry, Page } from "./pages.ts";

const root = "/docs/schema";

/** Text of a description: what stands in backticks is code. */
const prose = (text: string | null | undefined): string =>
  escapeHtml(text ?? "")
    .replace(/`([^`]+)`/g, "<code>$1</code>")
    .replace(/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, '<a href="$2">$1</a>');

const kindOf = (type: GraphQLNamedType): string => {
  if (isObjectType(type)) return "object";
  if (isInputObjectType(type)) return "input";
  if (isEnumType(type)) return "enum";
  if (isInterfaceType(type)) return "interface";
  return isUnionType(type) ? "union" : "scalar";
};

const headings: Record<string, string> = {
  object: "Objects",
  interface: "Interfaces",
  union: "Unions",
  input: "Inputs",
  enum: "Enums",
  scalar: "Scalars",
};

/** A type as the schema writes it, its name a link. */
function typeLink(type: GraphQLType): string {
  const { name } = getNamedType(type);
  return `<code>${escapeHtml(String(type)).replace(name, `<a href="${root}/${name}">${name}</a>`)}</code>`;
}

const argument = ({ name, type, description }: GraphQLArgument | GraphQLInputField): string =>
  `<li><code>${name}</code>: ${typeLink(type)}${description ? ` — ${prose(description)}` : ""}</li>`;

function field(of: GraphQLField<unknown, unknown> | GraphQLInputField): string {
  const { name, type, description, deprecationReason } = of;
  const args = "args" in of && of.args.length > 0 ? `<ul>${of.args.map(argument).join("")}</ul>` : "";
  const gone = deprecationReason ? `<p><strong>Deprecated.</strong> ${prose(deprecationReason)}</p>` : "";
  return `<div class="field"><h3 id="${name}"><code>${name}</code>: ${typeLink(type)}<a class="to" href="#${name}" aria-label="Link to ${name}">#</a></h3>${gone}<p>${prose(description)}</p>${args}</div>`;
}

function bodyOf(type: GraphQLNamedType, schema: GraphQLSchema): string {
  if (isEnumType(type))
    return type
      .getValues()
      .map(
        ({ name, description }) =>
          `<div class="field"><h3 id="${name}"><code>${name}</code></h3><p>${prose(description)}</p></div>`,
      )
      .join("");
  if (isScalarType(type))
    return type.specifiedByURL
      ? `<p>Specified at <a href="${escapeHtml(type.specifiedByURL)}">${escapeHtml(type.specifiedByURL)}</a>.</p>`
      : "";
  const members = isUnionType(type) ? type.getTypes() : isInterfaceType(type) ? schema.getPossibleTypes(type) : [];
  const list =
    members.length > 0
      ? `<h2>Is one of</h2><ul>${members.map((each) => `<li>${typeLink(each)}</li>`).join("")}</ul>`
      : "";
  if (isUnionType(type)) return list;
  return `<h2>Fields</h2>${Object.values(type.getFields())
    .toSorted((a, b) => a.name.localeCompare(b.name, "en"))
    .map(field)
    .join("")}${list}`;
}

/** Where each type is answered or taken: what leads to it. */
function usesOf(schema: GraphQLSchema): Map<string, Set<string>> {
  const uses = new Map<string, Set<string>>();
  const note = (type: GraphQLType, owner: string, name: string) => {
    const used = getNamedType(type).name;
    uses.set(used, (uses.get(used) ?? new Set()).add(`${owner}.${name}`));
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__") || !("getFields" in type)) continue;
    for (const each of Object.values(type.getFields())) {
      note(each.type, type.name, each.name);
      if ("args" in each) for (const arg of each.args) note(arg.type, type.name, each.name);
    }
  }
  return uses;
}

/** A reference of the whole schema, a page for each type. */
export function schemaPages(schema: GraphQLSchema): { pages: Page[]; nameOf(name: string): string | undefined } {
  const uses = usesOf(schema);
  const types = Object.values(schema.getTypeMap())
    .filter(({ name }) => !name.startsWith("__"))
    .toSorted((a, b) => a.name.localeCompare(b.name, "en"));
  const roots = new Map([schema.getQueryType(), schema.getMutationType()].map((type) => [type?.name ?? "", type]));

  const nameOf = (name: string): string | undefined => {
    const [, owner = "", of] = /^(\w+)(?:\.(\w+))?(?:\([^)]*\))?$/.exec(name) ?? [];
    const type = schema.getType(owner);
    if (type) {
      if (!of) return `${root}/${owner}`;
      return "getFields" in type && of in type.getFields() ? `${root}/${owner}#${of}` : undefined;
    }
    for (const [rootName, rootType] of roots)
      if (!of && rootType && owner in rootType.getFields()) return `${root}/${rootName}#${owner}`;
    return undefined;
  };

  const pages = types.map((type): Page => {
    const url = `${root}/${type.name}`;
    const used = [...(uses.get(type.name) ?? [])].map(
      (use) => `<li><a href="${root}/${use.replace(".", "#")}"><code>${use}</code></a></li>`,
    );
    const usedBy = used.length > 0 ? `<h2>Where it is</h2><ul class="names">${used.join("")}</ul>` : "";
    const isRoot = roots.has(type.name);
    const fields = isRoot && isObjectType(type) ? Object.values(type.getFields()) : [];
    const entries: Entry[] = [
      { title: type.name, page: headings[kindOf(type)] ?? "", url, text: type.description ?? "" },
      ...fields.map(({ name, description }) => ({
        title: name,
        page: type.name === schema.getQueryType()?.name ? "Queries" : "Mutations",
        url: `${url}#${name}`,
        text: description ?? "",
      })),
    ];
    return {
      url,
      title: type.name,
      html: `<h1>${type.name}</h1><p class="soft">${kindOf(type)}</p><p>${prose(type.description)}</p>${bodyOf(type, schema)}${usedBy}`,
      entries,
    };
  });
  const index: Page = {
    url: root,
    title: "Types",
    html: `<h1>Types</h1><p>All of it as one file: <a href="/schema.graphql"><code>/schema.graphql</code></a>. Operations are on the pages of <a href="${root}/Query">queries</a> and <a href="${root}/Mutation">mutations</a>.</p>${Object.entries(
      headings,
    )
      .map(
        ([kind, heading]) => [heading, types.filter((type) => kindOf(type) === kind && !roots.has(type.name))] as const,
      )
      .filter(([, some]) => some.length > 0)
      .map(
        ([heading, some]) =>
          `<h2>${heading}</h2><ul class="names">${some.map(({ name }) => `<li><a href="${root}/${name}">${name}</a></li>`).join("")}</ul>`,
      )
      .join("")}`,
    entries: [],
  };
  return { pages: [index, ...pages], nameOf };
}
