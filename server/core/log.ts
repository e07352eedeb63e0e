import { pino } from "pino";

/** Causes inside each other that are told. */
const maximumCauses = 3;

/** Errors of JavaScript and of the system say what went wrong with our code or its surroundings, and quote nobody. */
const namesNoValue = (error: Error): boolean =>
  error instanceof TypeError ||
  error instanceof ReferenceError ||
  typeof (error as { syscall?: unknown }).syscall === "string";

/** A SQLSTATE: the database's own errors have one. Those of class 22 quote the value that did not fit. */
const quotesNoValue = (code: unknown): boolean =>
  typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith("22");

/** Where it was thrown, without the message that V8 writes above. */
const framesOf = (stack: string | undefined): string[] =>
  (stack ?? "")
    .split("\n")
    .filter((line) => line.startsWith("    at "))
    .map((line) => line.trim());

/**
 * What the log keeps of an error: its kind, code and place. Nothing else that hangs on it: a statement that fails carries its
 * parameters, a refused value stands in its own message, and both may be somebody's address or password hash.
 */
export function errorFacts(error: unknown, causes = maximumCauses): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint, table, column, status } = error as unknown as Record<string, unknown>;
  // TypeORM wraps the database's error; what is wrapped is told below.
  const inner =
    (error as { driverError?: unknown }).driverError ??
    error.cause ??
    (error as { originalError?: unknown }).originalError;
  return {
    type: error.constructor.name,
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    ...(typeof constraint === "string" ? { constraint } : {}),
    ...(typeof table === "string" ? { table } : {}),
    ...(typeof column === "string" ? { column } : {}),
    ...(typeof status === "number" ? { status } : {}),
    ...(namesNoValue(error) || quotesNoValue(code) ? { message: error.message } : {}),
    stack: framesOf(error.stack),
    ...(inner && inner !== error && causes > 0 ? { cause: errorFacts(inner, causes - 1) } : {}),
  };
}

/** Structured logs, a line each, to standard output. Nobody's data reaches it: nothing logs headers, variables or values. */
export const log = pino({
  level: process.env.LOG_LEVEL || (process.env.NODE_ENV === "test" ? "warn" : "info"),
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  serializers: { err: (error: unknown) => errorFacts(error) },
});
