import { generateKeyPairSync } from "node:crypto";
import type { JWK } from "oidc-provider";
import type { Context } from "../../core/context.ts";
import { seal, sealKeyIn, unsealIn } from "../../core/seal.ts";

type Base = Pick<Context, "db" | "config" | "now">;

/** For so many hours a key is told of once another one signs: longer than any ID token counts. */
const keptHours = 24;

const aboutKey = (id: string): string => `app_key ${id}`;

async function readKeys({ db, config, now }: Base): Promise<JWK[]> {
  const rows: { id: string; sealed: Buffer }[] = await db.query(
    `SELECT id, sealed FROM app_key k WHERE NOT EXISTS (
       SELECT FROM app_key later WHERE later.id > k.id AND later.created_at < $1::timestamptz - interval '${keptHours} hours')
     ORDER BY id DESC`,
    [now()],
  );
  return rows.flatMap(({ id, sealed }) => {
    try {
      return [JSON.parse(unsealIn(config, sealed, aboutKey(id)).toString()) as JWK];
    } catch {
      // The installation's key was exchanged twice since: another one signs from now on.
      return [];
    }
  });
}

/** Makes a key, which signs from now on. */
export async function addAppKey({ db, config, now }: Base): Promise<string> {
  const [{ id }] = await db.query("SELECT uuid_v7() AS id");
  const jwk = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
  const plain = Buffer.from(JSON.stringify({ ...jwk, kid: id, use: "sig", alg: "RS256" }));
  await db.query("INSERT INTO app_key (id, sealed, created_at) VALUES ($1, $2, $3)", [
    id,
    seal(sealKeyIn(config), plain, aboutKey(id)),
    now(),
  ]);
  return id;
}

/** The keys of ID tokens, the one that signs first; it is made when it is first asked for. */
export async function appKeys(base: Base): Promise<JWK[]> {
  const keys = await readKeys(base);
  if (keys.length > 0) return keys;
  await addAppKey(base);
  return readKeys(base);
}

/** Which key signs now; the first one is made when it is first asked for. */
export async function newestAppKey(base: Base): Promise<string> {
  const read = async (): Promise<string | undefined> =>
    (await base.db.query("SELECT id FROM app_key ORDER BY id DESC LIMIT 1"))[0]?.id;
  return (await read()) ?? addAppKey(base);
}
