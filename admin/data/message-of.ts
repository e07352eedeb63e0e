import { Refusal } from "./request.ts";

/** Any failure as a sentence for the reader, or the key of one. */
export const messageOf = (error: unknown): string =>
  error instanceof Refusal ? error.message : "console.unexpected_error";
