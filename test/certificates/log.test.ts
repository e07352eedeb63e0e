import { createHash, generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { readCheckpoint } from "../../packages/log/checkpoint.ts";
import { readProof } from "../../packages/log/log-proof.ts";
import { leafHash, provesInclusion, Tree } from "../../packages/log/merkle.ts";
import { checkSignature, KeyType, type NoteKey, readKey } from "../../packages/log/signed-note.ts";
import { type Evidence, outcomeOf } from "../../packages/verify/check-credential.ts";
import { checkLogProof } from "../../packages/verify/check-log-proof.ts";
import { type Memory, type Seen, Witness } from "../../packages/witness/witness.ts";
import { rotateSigningKey } from "../../server/certificates/credentials/signing-keys.ts";
import { appendLog } from "../../server/certificates/log/append-log.ts";
import { askWitnesses } from "../../server/certificates/log/ask-witnesses.ts";
import { beginLogAnew } from "../../server/certificates/log/begin-anew.ts";
import { checkKeptHead, checkLog } from "../../server/certificates/log/check-log.ts";
import { hashesOf } from "../../server/certificates/log/read-log.ts";
import { tellLogHeadJob } from "../../server/certificates/log/tell-log-head.job.ts";
import { MailKind } from "../../server/mail/mail.entity.ts";
import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";

let roster: RosterWorld;
beforeEach(async () => {
  roster = await startRosterWorld();
  await roster.world.upload(roster.provider.token, uploadDocument, { providerId: roster.provider.id }, csv(sampleRows));
  await roster.world.runJobs();
});
afterEach(() => roster.world.stop());

interface Listed {
  id: string;
  number: string;
  code: string;
}

const certificates = (): Promise<Listed[]> =>
  roster.world.sql(`SELECT id, number, verification_code AS code FROM certificate ORDER BY number`);

const get = (path: string, token: string | null = null) => roster.world.fetch(path, { token });
const getText = async (path: string): Promise<string> => (await get(path)).text();
const getBytes = async (path: string, token: string | null = null): Promise<Buffer> =>
  Buffer.from(await (await get(path, token)).arrayBuffer());
const pdfOf = ({ id }: Listed): Promise<Buffer> => getBytes(`/certificates/${id}.pdf`, roster.staff.token);

let minutes = 0;

/** Never what was kept for a minute. */
async function bundle(): Promise<Evidence> {
  minutes += 2;
  roster.world.setClock(new Date(Date.now() + minutes * 60_000).toISOString());
  return (await get("/credentials/bundle.json")).json() as Promise<Evidence>;
}

const append = () => appendLog(roster.world.ctx);
const entries = () =>
  roster.world.sql(
    `SELECT event, number, position::int AS position FROM certificate_log_entry ORDER BY position NULLS LAST, place`,
  );

async function faults(files = false): Promise<string[]> {
  const found: string[] = [];
  await roster.world.base.db.transaction("REPEATABLE READ", async (tx) => {
    for await (const fault of checkLog(tx, files)) found.push(fault);
  });
  return found;
}

/** As whoever owns the database, past every trigger. */
async function asSuperuser(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: roster.world.database.ownerUrl });
  await client.connect();
  try {
    for (const statement of ["SET session_replication_role = replica", ...statements]) await client.query(statement);
  } finally {
    await client.end();
  }
}

const revoke = ({ id }: Listed) =>
  roster.world.ok(roster.staff.token, `mutation { revokeCertificate(id: "${id}", reason: "Wrong person") { status } }`);

test("what is issued stands in the log at once, and has its proof with the next head", async () => {
  const all = await certificates();
  const [first, second] = all as [Listed, Listed];
  // With the credential that its PDF carries.
  const inLog = (a: { number: string; event: string }, b: { number: string; event: string }) =>
    a.number.localeCompare(b.number) || b.event.localeCompare(a.event);
  expect((await entries()).toSorted(inLog)).toEqual(
    all.flatMap(({ number }) => ["issued", "credential"].map((event) => ({ event, number, position: null }))),
  );
  expect((await get(`/verify/${first.code}/proof`)).status).toBe(503);
  expect(await getText(`/verify/${first.code}`)).toContain("within a minute");

  await append();
  await append();
  expect((await entries()).map(({ position }) => position)).toEqual(Array.from({ length: 10 }, (_, i) => i));
  const proof = await get(`/verify/${first.code.toLowerCase()}/proof`);
  expect(proof.headers.get("content-disposition")).toMatch(/\.tlog-proof"?$/);
  const text = await proof.text();
  const evidence = await bundle();
  const [pdf, another] = await Promise.all([pdfOf(first), pdfOf(second)]);
  const [found, ...rest] = checkLogProof(pdf, text, evidence);
  expect(rest).toEqual([]);
  expect(found).toMatchObject({ outcome: "holds", said: expect.stringContaining(`${first.number} was issued at `) });
  expect(checkLogProof(another, text, evidence)[0]?.outcome).toBe("fails");
  // Any byte.
  for (const at of [0, 9, 1_000, pdf.length >> 1, pdf.length - 1]) {
    const flipped = Buffer.from(pdf);
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    expect(checkLogProof(flipped, text, evidence)[0]?.outcome).toBe("fails");
  }
  for (let at = 0; at < text.length; at += 3) {
    const changed = `${text.slice(0, at)}${text[at] === "A" ? "B" : "A"}${text.slice(at + 1)}`;
    expect([at, outcomeOf(checkLogProof(pdf, changed, evidence))]).not.toEqual([at, "holds"]);
  }
  expect(checkLogProof(pdf, text, { logs: [] })[0]?.outcome).toBe("unknown");
  expect(await faults(true)).toEqual([]);
  expect(await getText(`/verify/${first.code}`)).toContain(
    `/verify/${first.code.replace(/(.{4})(?=.)/g, "$1-")}/proof`,
  );
  const { verifyCertificate } = await roster.world.ok(
    null,
    `{ verifyCertificate(code: "${first.code}") { proofUrl loggedAt } }`,
  );
  expect(verifyCertificate).toEqual({
    proofUrl: expect.stringMatching(/^http.*\/proof$/),
    loggedAt: expect.any(String),
  });
  for (const path of [
    "/verify/0000-0000-0000-0000/proof",
    `/verify/${first.code}/proof?event=revoked`,
    `/verify/${first.code}/proof?event=x`,
  ])
    expect([path, (await get(path)).status]).toEqual([path, 404]);
});

test("every end of a certificate and every credential is told, each with a proof of its own", async () => {
  const [first, second, third] = (await certificates()) as [Listed, Listed, Listed];
  await append();
  const credential = await getText(`/certificates/${second.id}/credential.json`).then(async () =>
    (await get(`/certificates/${second.id}/credential.json`, roster.staff.token)).text(),
  );
  await revoke(first);
  // However it ends: the table itself tells of it.
  await roster.world.sql("UPDATE certificate SET status = 'SUPERSEDED' WHERE id = $1", [third.id]);
  expect(
    (await entries())
      .slice(10)
      .map(({ event, number }) => [event, number])
      .sort(),
  ).toEqual(
    [
      ["revoked", first.number],
      ["superseded", third.number],
    ].sort(),
  );
  await append();
  const evidence = await bundle();
  const ended = await getText(`/verify/${first.code}/proof?event=revoked`);
  expect(checkLogProof(await pdfOf(first), ended, evidence)[0]).toMatchObject({
    outcome: "holds",
    said: expect.stringContaining("was revoked"),
  });
  const made = await getText(`/verify/${second.code}/proof?event=credential`);
  expect(checkLogProof(Buffer.from(credential), made, evidence)[0]?.outcome).toBe("holds");
  // As retention does when its years are over.
  const [, , , fourth] = (await certificates()) as [Listed, Listed, Listed, Listed];
  await roster.world.sql("DELETE FROM certificate WHERE id = $1", [fourth.id]);
  expect((await entries()).at(-1)).toEqual({ event: "removed", number: fourth.number, position: null });
  // The proofs of before hold on, also when keys are exchanged.
  await rotateSigningKey(roster.world.ctx);
  await revoke(second);
  await append();
  const issued = await getText(`/verify/${first.code}/proof`);
  const later = await bundle();
  for (const proof of [ended, issued])
    expect(checkLogProof(await pdfOf(first), proof, later)[0]?.outcome).toBe("holds");
  expect(await faults(true)).toEqual([]);
});

test("the tiles are the tree, and a client that knows none of us follows it", async () => {
  await append();
  await revoke((await certificates())[0] as Listed);
  await append();
  const { logs } = (await (await get("/log")).json()) as { logs: { origin: string; url: string; keys: string[] }[] };
  const [{ origin, url, keys }] = logs as [(typeof logs)[number]];
  const path = new URL(url).pathname;
  const checkpoint = readCheckpoint(await getText(`${path}/checkpoint`));
  expect(checkpoint).toMatchObject({ origin, size: 11 });
  expect(checkpoint && checkSignature(checkpoint.note, readKey(keys[0] ?? "") as NoteKey).outcome).toBe("holds");
  const leaves = await getBytes(`${path}/tile/0/000.p/11`);
  const bundled = await getBytes(`${path}/tile/entries/000.p/11`);
  const read = async (_level: number, from: number, count: number) =>
    Array.from({ length: count }, (_, i) => leaves.subarray((from + i) * 32, (from + i + 1) * 32));
  expect(await new Tree(read).root(11)).toEqual(checkpoint?.root);
  expect(bundled).toHaveLength(11 * 34);
  for (let i = 0; i < 11; i++)
    expect(leafHash(bundled.subarray(i * 34 + 2, (i + 1) * 34))).toEqual(leaves.subarray(i * 32, (i + 1) * 32));
  // What an earlier head needed is there for ever; what is not yet, is not.
  expect(await getBytes(`${path}/tile/0/000.p/5`)).toEqual(leaves.subarray(0, 5 * 32));
  for (const missing of [
    "tile/0/000",
    "tile/0/000.p/12",
    "tile/1/000.p/1",
    "tile/entries/000",
    "tile/0/x",
    "checkpoints",
  ])
    expect([missing, (await get(`${path}/${missing}`)).status]).toEqual([missing, 404]);
  expect((await get("/log/2/checkpoint")).status).toBe(404);
});

test("many servers at once and events of many tiles make one log without gap or double", async () => {
  await roster.world.sql(
    `INSERT INTO certificate_log_entry (certificate_id, event, number, sha256)
     SELECT uuid_v7(), 'issued', 'X' || n, sha256(int4send(n)) FROM generate_series(1, 700) n`,
  );
  await Promise.all(Array.from({ length: 4 }, append));
  await roster.world.sql(
    `INSERT INTO certificate_log_entry (certificate_id, event, number, sha256)
     SELECT uuid_v7(), 'issued', 'Y' || n, sha256(int4send(n)) FROM generate_series(1, 70) n`,
  );
  await Promise.all(Array.from({ length: 4 }, append));
  const positions = (await entries()).map(({ position }) => position);
  expect(positions).toEqual(Array.from({ length: 780 }, (_, i) => i));
  const tree = new Tree(hashesOf(roster.world.base.db, 1));
  const root = await tree.root(780);
  const { leaf } = (
    await roster.world.sql(
      "SELECT substring(hashes FROM 32 * 200 + 1 FOR 32) AS leaf FROM certificate_log_tile WHERE level = 0 AND number = 1",
    )
  )[0];
  expect(provesInclusion(leaf, 456, 780, root, await tree.inclusion(456, 780))).toBe(true);
  expect((await faults()).filter((fault) => !/^The certificate [XY]\d+ is gone/.test(fault))).toEqual([]);
});

test("what anybody changes in the database, whoever they are, the audit names", async () => {
  await append();
  const [first] = (await certificates()) as [Listed];
  await revoke(first);
  await append();
  const certificate = `(SELECT id FROM certificate WHERE number = '${first.number}')`;
  await expect(roster.world.sql("UPDATE certificate_log_entry SET at = at - interval '1 year'")).rejects.toThrow(
    /stays/,
  );
  await expect(roster.world.sql("DELETE FROM certificate_log_entry")).rejects.toThrow(/stays/);
  await expect(roster.world.sql("UPDATE certificate_log_tile SET hashes = sha256('x')")).rejects.toThrow(/stays/);
  await expect(roster.world.sql("UPDATE certificate_log_checkpoint SET note = 'x'")).rejects.toThrow(/stays/);
  const place = (n: number) => `log = 1 AND position = ${n}`;
  const tricks: [tampering: string[], named: RegExp][] = [
    ...[
      "at = at - interval '1 microsecond'",
      "number = 'C999'",
      "event = 'removed'",
      "sha256 = sha256('x')",
      "salt = uuid_send(gen_random_uuid())",
    ].flatMap((change) =>
      [0, 3, 10].map((n): [string[], RegExp] => [
        [`UPDATE certificate_log_entry SET ${change} WHERE ${place(n)}`],
        new RegExp(`at place ${n} of .* is not what was entered`),
      ]),
    ),
    [[`DELETE FROM certificate_log_entry WHERE ${place(2)}`], /at place 2 of .* is missing/],
    [[`DELETE FROM certificate_log_entry WHERE ${place(10)}`], /at place 10 of .* is missing/],
    [
      [
        `UPDATE certificate_log_entry SET position = 90 WHERE ${place(1)}`,
        `UPDATE certificate_log_entry SET position = 1 WHERE ${place(4)}`,
        `UPDATE certificate_log_entry SET position = 4 WHERE ${place(90)}`,
      ],
      /at place 1 of .* is not what was entered[\s\S]*at place 4 of/,
    ],
    [
      ["UPDATE certificate_log_tile SET hashes = overlay(hashes PLACING sha256('x') FROM 65)"],
      /at place 2 of .* is not what/,
    ],
    [["DELETE FROM certificate_log_tile"], /has nothing at place 0/],
    [
      ["UPDATE certificate_log_checkpoint SET note = replace(note, '11', '12') WHERE size = 11"],
      /head of 11 entries of .* is not one that was signed/,
    ],
    [
      ["UPDATE certificate_log_checkpoint SET size = 9 WHERE size = 10"],
      /head of 9 entries of .* is not one that was signed/,
    ],
    [["DELETE FROM certificate_log_checkpoint WHERE size = 11"], /1 entries of .* stand behind its last head/],
    [
      [
        `INSERT INTO certificate_log_entry (certificate_id, event, number, sha256, log, position) SELECT ${certificate}, 'credential', 'C1', sha256('x'), 1, 11`,
      ],
      /stand behind its last head/,
    ],
    [
      [
        "UPDATE certificate SET number = 'C777' WHERE status = 'ISSUED' AND id = (SELECT min(id::text)::uuid FROM certificate WHERE status = 'ISSUED')",
      ],
      /C777 has another number or PDF/,
    ],
    [[`UPDATE certificate SET status = 'ISSUED' WHERE id = ${certificate}`], /holds, though a log says that it ended/],
    [["UPDATE certificate SET status = 'REVOKED' WHERE status = 'ISSUED'"], /ended, and no log says so/],
    [
      ["UPDATE certificate SET id = uuid_v7() WHERE id = (SELECT max(id::text)::uuid FROM certificate)"],
      /is in no log[\s\S]*is gone, and no log says so/,
    ],
    [["UPDATE stored_file SET sha256 = sha256('x')"], /has another number or PDF/],
    [["UPDATE stored_file SET content = 'x'"], /PDF of the certificate .* is not what was stored/],
  ];
  const kept = [
    "certificate",
    "certificate_log_entry",
    "certificate_log_tile",
    "certificate_log_checkpoint",
    "stored_file",
  ];
  await asSuperuser(...kept.map((table) => `CREATE TABLE kept_${table} AS TABLE ${table}`));
  for (const [tampering, named] of tricks) {
    await asSuperuser(...tampering);
    expect([tampering, (await faults(true)).join("\n")]).toEqual([tampering, expect.stringMatching(named)]);
    await asSuperuser(
      ...kept.flatMap((table) => [`DELETE FROM ${table}`, `INSERT INTO ${table} SELECT * FROM kept_${table}`]),
    );
    expect([tampering, await faults(true)]).toEqual([tampering, []]);
  }
});

const tellHead = () => tellLogHeadJob.run(roster.world.ctx, {});

async function keptFaults(kept: string): Promise<string[]> {
  const found: string[] = [];
  for await (const fault of checkKeptHead(roster.world.base.db.manager, kept)) found.push(fault);
  return found;
}

describe("a head that is kept elsewhere", () => {
  const readers = ["auditor@elsewhere.test", "board@elsewhere.test"];
  const told = async () =>
    (await roster.world.mails(MailKind.LOG_HEAD)).map(({ to, text }) => [to, /^\d+$/m.exec(text)?.[0]]);

  test("goes by mail to whom the settings name, each once, and to nobody while a backup is held", async () => {
    await tellHead();
    roster.world.config.logHeadTo = readers;
    await tellHead();
    expect(await told()).toEqual([]);
    await append();
    roster.world.config.logHeadTo = [];
    await tellHead();
    expect(await told()).toEqual([]);
    roster.world.config.logHeadTo = readers;
    for (let again = 0; again < 3; again++) await Promise.all([tellHead(), tellHead()]);
    const first = readers.map((reader) => [reader, "10"]);
    expect((await told()).toSorted()).toEqual(first);
    await revoke((await certificates())[0] as Listed);
    await tellHead();
    expect((await told()).toSorted()).toEqual(first);
    await append();
    await roster.world.sql("UPDATE installation SET held_since = now()");
    await tellHead();
    expect((await told()).toSorted()).toEqual(first);
    await roster.world.sql("UPDATE installation SET held_since = NULL");
    await tellHead();
    expect((await told()).toSorted()).toEqual([...first, ...readers.map((reader) => [reader, "11"])].toSorted());
  });

  test("shows a log that was written anew with its own key, which the audit of the database cannot", async () => {
    roster.world.config.logHeadTo = readers.slice(0, 1);
    await append();
    await tellHead();
    const text = (await roster.world.mails(MailKind.LOG_HEAD))[0]?.text ?? "";
    const head = await getText("/log/1/checkpoint");
    await revoke((await certificates())[0] as Listed);
    await append();
    expect(await keptFaults(text)).toEqual([]);
    expect(await keptFaults(head)).toEqual([]);
    // As programs save mail: with other ends of lines, and blanks at them.
    expect(await keptFaults(`Subject: x\r\n\r\n${text.replaceAll("\n", " \r\n")}`)).toEqual([]);
    expect(await keptFaults("Hello,\n\nnothing of the kind.\n")).toEqual([expect.stringMatching(/No head of/)]);
    expect(await keptFaults(head.replace("\n10\n", "\n9\n"))).toEqual([
      expect.stringMatching(/9 entries .* signed by no key of this server/),
    ]);

    await asSuperuser(
      "UPDATE certificate_log_entry SET at = at - interval '1 year' WHERE position = 2",
      "UPDATE certificate_log_entry SET position = NULL, log = NULL",
      "DELETE FROM certificate_log_tile",
      "DELETE FROM certificate_log_checkpoint",
    );
    await append();
    expect(await faults(true)).toEqual([]);
    expect(await keptFaults(text)).toEqual([expect.stringMatching(/head of 10 entries .* written anew/)]);

    await asSuperuser(
      "UPDATE certificate_log_entry SET position = NULL, log = NULL",
      "DELETE FROM certificate_log_entry WHERE place > (SELECT min(place) + 2 FROM certificate_log_entry)",
      "DELETE FROM certificate_log_tile",
      "DELETE FROM certificate_log_checkpoint",
    );
    await append();
    expect(await keptFaults(head)).toEqual([expect.stringMatching(/knows more than the log, which has 3/)]);
  });
});

describe("a witness", () => {
  const { privateKey } = generateKeyPairSync("ed25519");
  const key: NoteKey = {
    name: "witness.example",
    type: KeyType.COSIGNATURE,
    publicKey: Buffer.from(privateKey.export({ format: "jwk" }).x ?? "", "base64url"),
  };
  let seen: Map<string, Seen>;
  let server: Server;
  let down: boolean;
  beforeEach(async () => {
    seen = new Map();
    down = false;
    await append();
    const { logs } = (await (await get("/log")).json()) as { logs: { keys: string[] }[] };
    const memory: Memory = {
      recall: async (origin) => seen.get(origin),
      keep: async (origin, head) => void seen.set(origin, head),
    };
    const witness = new Witness(
      key,
      privateKey,
      logs.flatMap(({ keys }) => keys.map((line) => readKey(line) as NoteKey)),
      memory,
    );
    server = createServer(async (request, response) => {
      let body = "";
      for await (const part of request) body += part;
      if (down) return void response.destroy();
      const { status, type, text } = await witness.addCheckpoint(body);
      response.writeHead(status, { "Content-Type": type }).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    roster.world.config.logWitnesses = [{ url: `http://127.0.0.1:${port}`, key }];
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const refused = async (): Promise<boolean> =>
    (await roster.world.sql("SELECT refused_at FROM certificate_log_witness"))[0]?.refused_at != null;

  test("signs each head that extends the last, and its signature stands in every proof", async () => {
    await askWitnesses(roster.world.ctx);
    const [first] = (await certificates()) as [Listed];
    await revoke(first);
    await append();
    down = true;
    await askWitnesses(roster.world.ctx);
    // Until it has seen the latest head, the proof is of the one before.
    const before = await getText(`/verify/${first.code}/proof`);
    expect(readProof(before)?.checkpoint.size).toBe(10);
    down = false;
    await askWitnesses(roster.world.ctx);
    await askWitnesses(roster.world.ctx);
    expect([...seen.values()]).toEqual([expect.objectContaining({ size: 11 })]);
    const findings = checkLogProof(
      await pdfOf(first),
      await getText(`/verify/${first.code}/proof?event=revoked`),
      await bundle(),
      [key],
    );
    expect(findings.map(({ part, outcome }) => [part, outcome])).toEqual([
      ["log", "holds"],
      ["witness", "holds"],
    ]);
    expect(
      await roster.world.sql("SELECT cardinality(cosignatures) AS n FROM certificate_log_checkpoint ORDER BY size"),
    ).toEqual([{ n: 1 }, { n: 1 }]);
    expect(await refused()).toBe(false);
  });

  test("refuses a log that was written anew, or that is shorter than it was, which the way on heals", async () => {
    const [first] = (await certificates()) as [Listed];
    await revoke(first);
    await append();
    await askWitnesses(roster.world.ctx);
    const origin = [...seen.keys()][0] as string;
    // As a backup of the moment before would have it, on which the server went on.
    await asSuperuser(
      "DELETE FROM certificate_log_checkpoint WHERE size = 11",
      "DELETE FROM certificate_log_witness",
      "DELETE FROM certificate_log_entry WHERE position = 10",
      "UPDATE certificate SET status = 'ISSUED', revoked_at = NULL, revocation_reason = NULL",
      "UPDATE certificate_log_tile SET hashes = substring(hashes FOR 320)",
    );
    const head = seen.get(origin);
    await askWitnesses(roster.world.ctx);
    expect(await refused()).toBe(true);
    await revoke((await certificates())[1] as Listed);
    await append();
    await askWitnesses(roster.world.ctx);
    expect(seen.get(origin)).toEqual(head);
    expect(await refused()).toBe(true);

    expect(await beginLogAnew(roster.world.ctx)).toBe(origin.replace(/1$/, "2"));
    await append();
    expect(await faults()).toEqual([]);
    const { logs } = (await (await get("/log")).json()) as { logs: { origin: string; endedAt: string | null }[] };
    expect(logs.map(({ endedAt }) => endedAt !== null)).toEqual([true, false]);
    const proof = await getText(`/verify/${first.code}/proof`);
    expect(readProof(proof)?.checkpoint).toMatchObject({ origin: origin.replace(/1$/, "2"), size: 11 });
    expect(checkLogProof(await pdfOf(first), proof, await bundle())[0]?.outcome).toBe("holds");
  });
});

test("a restored backup says nothing until staff have decided", async () => {
  await roster.world.sql("UPDATE installation SET held_since = now(), identity = identity");
  await append();
  const [{ n }] = await roster.world.sql("SELECT count(*)::int AS n FROM certificate_log_checkpoint");
  expect(n).toBe(0);
});

test("an event and its entry name nobody", async () => {
  await append();
  const columns = await roster.world.sql("SELECT e::text AS row FROM certificate_log_entry e");
  const people = await roster.world.sql("SELECT last_name AS name FROM member");
  for (const { row } of columns) for (const { name } of people) expect(row).not.toContain(name);
  expect(
    createHash("sha256")
      .update(await pdfOf((await certificates())[0] as Listed))
      .digest("hex"),
  ).toBe(
    (
      await roster.world.sql(
        "SELECT encode(sha256, 'hex') AS hash FROM certificate_log_entry ORDER BY number, place LIMIT 1",
      )
    )[0].hash,
  );
});
