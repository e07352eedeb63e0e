import { GraphQLError, GraphQLScalarType, type GraphQLScalarTypeConfig, valueFromASTUntyped } from "graphql";
import { GraphQLDateTime, GraphQLLocalDate } from "graphql-scalars";
import { GraphQLUpload } from "graphql-upload-ts";
import { DomainError, ErrorCode } from "./errors.ts";
import { UploadedFile } from "./uploaded-file.ts";

interface Written<Internal, External> extends GraphQLScalarTypeConfig<Internal, External> {
  /** Where it is specified how it is written. */
  specifiedByURL: string;
  parseValue: (value: unknown) => Internal;
}

/** A scalar of which a literal is judged as a variable is: by the same function, and a refusal says where it stands. */
function scalar<Internal, External>(config: Written<Internal, External>): GraphQLScalarType<Internal, External> {
  return new GraphQLScalarType<Internal, External>({
    ...config,
    parseLiteral: (node, variables) => {
      try {
        return config.parseValue(valueFromASTUntyped(node, variables));
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        throw new GraphQLError(error.message, { nodes: node, originalError: error });
      }
    },
  });
}

/** A calendar day, "2026-03-08". What comes from the database is one already, and is not checked again. */
export const LocalDate = scalar<string, string>({
  name: "LocalDate",
  description: 'A day of the calendar, of no time zone: "2026-03-08".',
  specifiedByURL: "https://scalars.graphql.org/andimarek/local-date",
  parseValue: (value) => GraphQLLocalDate.parseValue(value) as string,
  serialize: String,
});

/** An instant with its offset. */
export const DateTime = scalar<Date, Date>({
  name: "DateTime",
  description:
    'An instant with its offset, as RFC 3339 writes it: "2026-03-08T14:30:00+01:00". Answers are in UTC, with milliseconds.',
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
  parseValue: (value) => GraphQLDateTime.parseValue(value),
  serialize: (value) => GraphQLDateTime.serialize(value),
});

/** What stands where a file belongs, but is none. */
function noFile(): never {
  throw new DomainError(ErrorCode.INVALID_UPLOAD, "core.noFile");
}

/** A file, by the GraphQL multipart request specification. */
export const Upload = scalar<UploadedFile, never>({
  name: GraphQLUpload.name,
  description:
    "A file of the request. As a variable it is null, and the request's `map` says which file belongs there.",
  specifiedByURL: "https://github.com/jaydenseric/graphql-multipart-request-spec",
  parseValue: (value) => (value instanceof UploadedFile ? value : noFile()),
  serialize: noFile,
});

function credits(value: unknown): string {
  const match = typeof value === "string" ? /^(\d{1,4})(?:\.(\d{1,2}))?$/.exec(value) : null;
  if (!match) throw new DomainError(ErrorCode.BAD_INPUT, "core.credits");
  return `${Number(match[1])}.${(match[2] ?? "").padEnd(2, "0")}`;
}

export const Credits = scalar<string, string>({
  name: "Credits",
  description:
    'An amount of credit as an exact decimal in a string, always with two places: "2.95", "9.00". At most 9999.99, at least 0.',
  specifiedByURL: "https://www.w3.org/TR/xmlschema11-2/#decimal",
  serialize: credits,
  parseValue: credits,
});
