// What the recipes in this folder share: the client of `packages/sdk`, and a key for what is to be done once.
import { createHash } from "node:crypto";
import { Accrue } from "../../packages/sdk/accrue.ts";

const { ACCRUE_URL, ACCRUE_KEY } = process.env;
if (!ACCRUE_URL || !ACCRUE_KEY) throw new Error("ACCRUE_URL is the address of the server, ACCRUE_KEY an API key.");

/** As the key. It stays on the server that this program runs on. */
export const accrue = new Accrue({ url: ACCRUE_URL, token: ACCRUE_KEY });

/** An Idempotency-Key that is the same for the same work of this program, so that it is done once however often it is sent. */
export const once = (...parts: unknown[]): { idempotencyKey: string } => ({
  idempotencyKey: createHash("sha256")
    .update(JSON.stringify(["sdk", ...parts]))
    .digest("hex"),
});
