import { pino } from "pino";

/** Structured logs, a line each, to standard output. Secrets never reach it: nothing logs headers or variables. */
export const log = pino({
  level: process.env.LOG_LEVEL || (process.env.NODE_ENV === "test" ? "warn" : "info"),
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
});
