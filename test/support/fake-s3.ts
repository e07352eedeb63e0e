import { createHash, createHmac, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { S3 } from "../../server/core/config.ts";

interface Version {
  id: string;
  bytes: Buffer;
  lock: { mode: string; until: Date } | null;
  isMarker: boolean;
}

const sha256 = (data: Buffer | string) => createHash("sha256").update(data);
const hmac = (key: Buffer | string, text: string) => createHmac("sha256", key).update(text).digest();
/** As AWS wants paths and queries written. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** A server on loopback that speaks as much of S3 as is asked for, with versions and locks, and believes no request whose signature is wrong. */
export class FakeS3 {
  /** What is there, by key; the last version is the one that is read. */
  readonly objects = new Map<string, Version[]>();
  /** What was asked: method and path. */
  readonly asked: string[] = [];
  /** What becomes of the next requests; they are served where none is left. `cut`: half of what is read comes. */
  faults: (number | "stall" | "cut" | "serve")[] = [];
  /** What every request meets until it is null again. */
  outage: number | "stall" | null = null;
  /** Told after something was put, before the answer goes. */
  onPut: () => Promise<void> = async () => {};
  /** So many keys stand on a page of a listing. */
  pageSize = 3;
  now = () => new Date();
  readonly #secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  #server: Server | null = null;
  url = "";

  async start(): Promise<void> {
    const server = createServer((req, res) => void this.#answer(req, res));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  settings(lock: S3["lock"] = null): S3 {
    return {
      url: `${this.url}/bucket`,
      prefix: "files/",
      region: "eu-central-1",
      accessKeyId: "AKIDEXAMPLE",
      secretAccessKey: this.#secret,
      lock,
    };
  }

  environment(): Record<string, string> {
    const { url, prefix, region, accessKeyId, secretAccessKey } = this.settings();
    return {
      S3_URL: `${url}/${prefix}`,
      S3_REGION: region,
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: secretAccessKey,
    };
  }

  /** Keys of what can be read. */
  keys(): string[] {
    return [...this.objects].flatMap(([key, versions]) => (versions.at(-1)?.isMarker === false ? [key] : [])).sort();
  }

  #isSigned(req: IncomingMessage, url: URL, body: Buffer): boolean {
    const match =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([\da-f]{64})$/.exec(
        req.headers.authorization ?? "",
      );
    if (!match) return false;
    const [, id, day = "", region = "", signedHeaders = "", signature] = match;
    const header = (name: string) => String(req.headers[name] ?? "").trim();
    const names = signedHeaders.split(";");
    const wanted = Object.keys(req.headers).filter((name) => name === "host" || name.startsWith("x-amz-"));
    if (id !== "AKIDEXAMPLE" || region !== "eu-central-1" || wanted.some((name) => !names.includes(name))) return false;
    if (header("x-amz-content-sha256") !== sha256(body).digest("hex")) return false;
    const query = [...url.searchParams]
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .sort()
      .join("&");
    const canonical = [
      req.method,
      decodeURIComponent(url.pathname).split("/").map(encode).join("/"),
      query,
      ...names.map((name) => `${name}:${header(name)}`),
      "",
      signedHeaders,
      header("x-amz-content-sha256"),
    ].join("\n");
    const scope = `${day}/${region}/s3/aws4_request`;
    const text = ["AWS4-HMAC-SHA256", header("x-amz-date"), scope, sha256(canonical).digest("hex")].join("\n");
    const key = hmac(hmac(hmac(hmac(`AWS4${this.#secret}`, day), region), "s3"), "aws4_request");
    return hmac(key, text).toString("hex") === signature;
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const url = new URL(req.url ?? "", this.url);
    this.asked.push(`${req.method} ${url.pathname}`);
    const say = (status: number, code: string) => {
      res.statusCode = status;
      res.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>No.</Message></Error>`);
    };
    const fault = this.outage ?? this.faults.shift() ?? "serve";
    if (fault === "stall") return;
    if (typeof fault === "number") return say(fault, fault === 503 ? "SlowDown" : "InternalError");
    if (!this.#isSigned(req, url, body)) return say(403, "SignatureDoesNotMatch");
    const key = decodeURIComponent(url.pathname.slice("/bucket/".length));
    if (!url.pathname.startsWith("/bucket")) return say(404, "NoSuchBucket");
    if (key === "") return void res.end(this.#list(url.searchParams));
    const versions = this.objects.get(key) ?? [];
    if (req.method === "PUT") {
      const { "x-amz-checksum-sha256": checksum, "x-amz-object-lock-mode": mode } = req.headers;
      const until = req.headers["x-amz-object-lock-retain-until-date"];
      if (checksum !== sha256(body).digest("base64")) return say(400, "BadDigest");
      if (Boolean(mode) !== Boolean(until)) return say(400, "InvalidArgument");
      const lock = mode ? { mode: String(mode), until: new Date(String(until)) } : null;
      this.objects.set(key, [...versions, { id: randomUUID(), bytes: body, lock, isMarker: false }]);
      await this.onPut();
      return void res.end();
    }
    if (req.method === "DELETE") {
      const id = url.searchParams.get("versionId");
      if (id === null) {
        this.objects.set(key, [...versions, { id: randomUUID(), bytes: Buffer.alloc(0), lock: null, isMarker: true }]);
        return void res.writeHead(204).end();
      }
      const found = versions.find((version) => version.id === id);
      if (found?.lock && found.lock.until > this.now()) return say(403, "AccessDenied");
      const left = versions.filter((version) => version !== found);
      if (left.length > 0) this.objects.set(key, left);
      else this.objects.delete(key);
      return void res.writeHead(204).end();
    }
    const last = versions.at(-1);
    if (!last || last.isMarker) return say(404, "NoSuchKey");
    const range = /^bytes=(\d+)-(\d+)$/.exec(String(req.headers.range ?? ""));
    const bytes = range ? last.bytes.subarray(Number(range[1]), Number(range[2]) + 1) : last.bytes;
    res.writeHead(range ? 206 : 200, { "Content-Length": bytes.length });
    if (fault === "cut") {
      res.write(bytes.subarray(0, bytes.length / 2));
      return void setImmediate(() => res.destroy());
    }
    res.end(bytes);
  }

  #list(query: URLSearchParams): string {
    const prefix = query.get("prefix") ?? "";
    if (query.has("versions")) {
      const versions = [...this.objects].filter(([key]) => key.startsWith(prefix));
      return `<ListVersionsResult><IsTruncated>false</IsTruncated>${versions
        .flatMap(([key, each]) =>
          each.map(({ id, isMarker }) => {
            const element = isMarker ? "DeleteMarker" : "Version";
            return `<${element}><Key>${key}</Key><VersionId>${id}</VersionId></${element}>`;
          }),
        )
        .join("")}</ListVersionsResult>`;
    }
    const after = query.get("continuation-token") ?? "";
    const keys = this.keys().filter((key) => key.startsWith(prefix) && key > after);
    const page = keys.slice(0, this.pageSize);
    const isTruncated = keys.length > page.length;
    return `<ListBucketResult><IsTruncated>${isTruncated}</IsTruncated>${page
      .map((key) => `<Contents><Key>${key}</Key><Size>${this.objects.get(key)?.at(-1)?.bytes.length}</Size></Contents>`)
      .join(
        "",
      )}${isTruncated ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ""}</ListBucketResult>`;
  }
}
