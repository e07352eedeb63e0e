import fs from "node:fs";

/** The embedded server can't be used. The message is a sentence that tells the operator what to do. */
export class EmbeddedPostgresError extends Error {
  override name = "EmbeddedPostgresError";
}

/** What errors of Node, its child processes and the driver may carry; under jest they are not `instanceof Error`. */
type Failure = { code?: unknown; message?: unknown; stderr?: unknown };

export function hasCode(error: unknown, code: string): boolean {
  return (error as Failure).code === code;
}

export function message(error: unknown): string {
  return String((error as Failure).message || (error as Failure).code || error);
}

export function stderrOf(error: unknown): string {
  return lastLines(String((error as Failure).stderr ?? ""));
}

export function lastLines(text: string): string {
  return text.trimEnd().split("\n").slice(-12).join("\n");
}

export function readIfThere(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}
