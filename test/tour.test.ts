import { spawnSync } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { makeDataFolder } from "./support/data-folder.ts";
import { type ServerProcess, startServerProcess } from "./support/server-process.ts";

let folder: string;
let server: ServerProcess;

beforeAll(async () => {
  folder = await makeDataFolder("tour");
  server = await startServerProcess({ DATA_DIR: path.join(folder, "data") });
});

afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What README has a newcomer paste, one paste after the other. */
async function tour(): Promise<string> {
  const readme = await readFile("README.md", "utf8");
  const [, text = ""] = /^## A tour of five minutes\n(.*?)^## /ms.exec(readme) ?? [];
  return [...text.matchAll(/^```sh\n(.*?)^```/gms)].map(([, code]) => code).join("\n");
}

test("README's tour can be pasted word by word", async () => {
  const script = (await tour()).replace("http://127.0.0.1:4000", server.url);
  const env = { PATH: process.env.PATH };
  const { stdout, stderr, status } = spawnSync("bash", ["--norc", "-eu", "-c", script], {
    cwd: folder,
    env,
    encoding: "utf8",
    timeout: 220_000,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });

  const answers = stdout.split("\n").filter(Boolean);
  const [wrong, right, certificates, mails, again] = answers.map((line) => JSON.parse(line).data);
  expect(answers).toHaveLength(5);
  expect(wrong.uploadAttendance).toMatchObject({ status: "REJECTED", errors: { nodes: [{}, {}] } });
  expect(right.uploadAttendance).toEqual({
    status: "PROCESSED",
    message: "Record was successfully processed",
    errors: { nodes: [] },
  });
  expect(certificates.certificates.totalCount).toBe(5);
  expect(mails.mails).toMatchObject({ totalCount: 5, nodes: Array(5).fill({ attachments: [{}] }) });
  expect(again.uploadAttendance.status).toBe("REJECTED");
  expect((await readFile(path.join(folder, "certificate.pdf"))).subarray(0, 5).toString()).toBe("%PDF-");
});
