import { GraphQLScalarType, Kind } from "graphql";
import { GraphQLDateTime, GraphQLLocalDate } from "graphql-scalars";
import { GraphQLUpload } from "graphql-upload-ts";
import { DomainError, ErrorCode } from "./errors.ts";
import { UploadedFile } from "./uploaded-file.ts";

/** A calendar day, "2026-03-08". What comes from the database is one already, and is not checked again. */
export const LocalDate = new GraphQLScalarType<string, string>({
  ...GraphQLLocalDate.toConfig(),
  serialize: String,
});

/** An instant with its offset. */
export const DateTime = GraphQLDateTime;

/** What stands where a file belongs, but is none. */
function noFile(): never {
  throw new DomainError(ErrorCode.INVALID_UPLOAD, "core.noFile");
}

/** A file, by the GraphQL multipart request specification. */
export const Upload = new GraphQLScalarType<UploadedFile, never>({
  ...GraphQLUpload.toConfig(),
  parseValue: (value) => (value instanceof UploadedFile ? value : noFile()),
  parseLiteral: noFile,
  serialize: noFile,
});

function credits(value: unknown): string {
  const match = typeof value === "string" ? /^(\d{1,4})(?:\.(\d{1,2}))?$/.exec(value) : null;
  if (!match) throw new DomainError(ErrorCode.BAD_INPUT, "core.credits");
  return `${Number(match[1])}.${(match[2] ?? "").padEnd(2, "0")}`;
}

export const Credits = new GraphQLScalarType<string, string>({
  name: "Credits",
  description:
    'An amount of credit as an exact decimal in a string, always with two places: "2.95", "9.00". At most 9999.99.',
  serialize: credits,
  parseValue: credits,
  parseLiteral: (node) => credits(node.kind === Kind.STRING ? node.value : null),
});
