import { randomBytes } from "node:crypto";
import type { Request } from "express";

/** A trace that a request belongs to, as its client began it. */
export interface Trace {
  /** 32 hexadecimal digits. */
  id: string;
  /** Of this request, 16 hexadecimal digits. */
  span: string;
  /** Two hexadecimal digits. */
  flags: string;
}

/** Version 00 has these four parts; later versions may have more behind them. Source: W3C Trace Context. */
const traceparent = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/;

/** What a client may call its request: nothing that breaks a line, a log or a page. */
const requestId = /^[\w.:=+/-]{1,128}$/;

/** The trace of a request; null where it names none, or one that is none. */
export function traceOf({ headers }: Pick<Request, "headers">): Trace | null {
  const given = headers.traceparent;
  const [, version = "", id = "", parent = "", flags = ""] =
    (typeof given === "string" && given.length <= 512 && traceparent.exec(given)) || [];
  if (version === "" || version === "ff" || /^0+$/.test(id) || /^0+$/.test(parent)) return null;
  if (version === "00" && given !== `00-${id}-${parent}-${flags}`) return null;
  return { id, span: randomBytes(8).toString("hex"), flags };
}

/** The name that a client has given its request; null where there is none, or one that is none. */
export function requestIdOf({ headers }: Pick<Request, "headers">): string | null {
  const given = headers["x-request-id"];
  return typeof given === "string" && requestId.test(given) ? given : null;
}
