import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { parseArgs } from "node:util";
import { KeyType, type NoteKey, readKey, showKey } from "../log/signed-note.ts";
import { FileMemory } from "./file-memory.ts";
import { Witness } from "./witness.ts";

/**
 * `npm run witness -- --name NAME --folder FOLDER --log KEY`: a witness of another installation's log of certificates. It listens for heads
 * (`POST /add-checkpoint`) and signs those that extend what it has seen. Its key and its memory are in the folder.
 */
const usage = `Say which: npm run witness -- --name NAME --folder FOLDER --log KEY [--log KEY]… [--host 127.0.0.1] [--port 4040]
NAME is what the witness is called, such as its address without https://. KEY is a key of the log: SERVER/log shows them.`;

/** A body is at most this long, in bytes. */
const longest = 100_000;

function end(message: string): never {
  console.error(message);
  process.exit(1);
}

/** The key in the folder; made at the first start. */
function keyIn(folder: string): KeyObject {
  const file = path.join(folder, "witness-key.pem");
  try {
    return createPrivateKey(readFileSync(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") return end(`${file} is no private key.`);
  }
  const { privateKey } = generateKeyPairSync("ed25519");
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600, flag: "wx" });
  return privateKey;
}

const { values } = parseArgs({
  options: {
    name: { type: "string" },
    folder: { type: "string" },
    log: { type: "string", multiple: true },
    host: { type: "string", default: "127.0.0.1" },
    port: { type: "string", default: "4040" },
  },
});
const { name, folder, log } = values;
if (!name || !folder || !log || !/^[^\s+]+$/u.test(name) || !/^\d{1,5}$/.test(values.port)) end(usage);
const logs = log.map((line): NoteKey => {
  const key = readKey(line);
  return key?.type === KeyType.NOTE ? key : end(`${line} is no key of a log.`);
});
const privateKey = keyIn(folder);
const { x = "" } = createPublicKey(privateKey).export({ format: "jwk" });
const key: NoteKey = { name, type: KeyType.COSIGNATURE, publicKey: Buffer.from(x, "base64url") };
const witness = new Witness(key, privateKey, logs, await FileMemory.open(path.join(folder, "seen.json")));

const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (request, response) => {
  if (request.method !== "POST" || request.url !== "/add-checkpoint") {
    response.writeHead(404).end();
    return;
  }
  const parts: Buffer[] = [];
  let length = 0;
  request.on("data", (part: Buffer) => {
    length += part.length;
    if (length <= longest) parts.push(part);
  });
  request.on("end", () => {
    if (length > longest) return void response.writeHead(413).end();
    witness.addCheckpoint(Buffer.concat(parts).toString("utf8")).then(
      ({ status, type, text }) => response.writeHead(status, { "Content-Type": type }).end(text),
      (error) => {
        console.error(`What was seen could not be kept: ${(error as NodeJS.ErrnoException).code ?? "unknown"}.`);
        response.writeHead(500).end();
      },
    );
  });
  request.on("error", () => {});
});
server.listen(Number(values.port), values.host, () => {
  const address = server.address();
  console.log(
    `Witness ${showKey(key)} listens at http://${values.host}:${typeof address === "object" ? address?.port : ""}`,
  );
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => server.close(() => process.exit(0)));
