import { createHmac, randomBytes } from "node:crypto";
import { request as requestByHttp } from "node:http";
import { request as requestByHttps } from "node:https";
import type { LookupFunction } from "node:net";
import type { Event } from "./event.entity.ts";
import { namesPrivateAddress, PrivateAddress, publicLookup } from "./public-address.ts";
import { DeliveryProblem } from "./webhook.entity.ts";

/** How long a receiver has for its answer, from the connection on. */
export const answerMs = 10_000;

/** More than this of an answer is not read. */
const answerBytes = 64 * 1024;

const secretBytes = 32;
const secretPrefix = "whsec_";

export const createSecret = (): Buffer => randomBytes(secretBytes);

/** A secret as the libraries of Standard Webhooks take it. */
export const showSecret = (secret: Buffer): string => `${secretPrefix}${secret.toString("base64")}`;

/** An event as it is sent. One of the sandbox says so. `data` is what the event's own type has in the schema. */
export const bodyOf = ({ type, at, facts }: Pick<Event, "type" | "at" | "facts">, { sandbox = false } = {}): string =>
  JSON.stringify({
    type: type.toLowerCase().replace("_", "."),
    timestamp: at.toISOString(),
    ...(sandbox && { sandbox }),
    data: facts,
  });

/** The headers of Standard Webhooks. Signed by each of the secrets: whoever knows one of them is satisfied. */
export function signedHeaders(secrets: readonly Buffer[], id: string, at: Date, body: string): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const sign = (secret: Buffer) =>
    `v1,${createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": secrets.map(sign).join(" ") };
}

/** What became of one try. */
export interface Answer {
  status: number | null;
  /** Null: it was taken. */
  problem: DeliveryProblem | null;
  ms: number;
}

const unknownHost = ["ENOTFOUND", "EAI_AGAIN", "EAI_NODATA"];

function problemOf(error: unknown): DeliveryProblem {
  const { code = "", name } = error as NodeJS.ErrnoException;
  if (error instanceof PrivateAddress) return DeliveryProblem.PRIVATE_ADDRESS;
  if (name === "AbortError" || name === "TimeoutError") return DeliveryProblem.TIMEOUT;
  if (unknownHost.includes(code)) return DeliveryProblem.UNKNOWN_HOST;
  return /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)
    ? DeliveryProblem.CERTIFICATE
    : DeliveryProblem.UNREACHABLE;
}

interface Reach {
  /** Whether networks that are not public may be reached. */
  private: boolean;
  lookup?: LookupFunction;
  patienceMs?: number;
}

/**
 * Posts an event. Follows no redirect, keeps no connection, and reads of the answer what fits: only its status counts. Never throws.
 */
export function postEvent(
  url: URL,
  body: string,
  headers: Record<string, string>,
  { private: mayBePrivate, lookup = publicLookup(), patienceMs = answerMs }: Reach,
): Promise<Answer> {
  const begun = performance.now();
  const after = () => Math.round(performance.now() - begun);
  if (!mayBePrivate && namesPrivateAddress(url))
    return Promise.resolve({ status: null, problem: DeliveryProblem.PRIVATE_ADDRESS, ms: 0 });
  return new Promise((resolve) => {
    const request = (url.protocol === "https:" ? requestByHttps : requestByHttp)(url, {
      method: "POST",
      agent: false,
      headers: {
        ...headers,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        "user-agent": "Accrue-Webhooks/1",
      },
      signal: AbortSignal.timeout(patienceMs),
      ...(!mayBePrivate && { lookup }),
    });
    request.on("error", (error) => resolve({ status: null, problem: problemOf(error), ms: after() }));
    request.on("response", (response) => {
      const status = response.statusCode ?? 0;
      const isTaken = status >= 200 && status < 300;
      resolve({ status, problem: isTaken ? null : DeliveryProblem.ANSWER, ms: after() });
      let read = 0;
      response.on("error", () => {});
      response.on("data", (part: Buffer) => {
        read += part.length;
        if (read > answerBytes) response.destroy();
      });
    });
    request.end(body);
  });
}
