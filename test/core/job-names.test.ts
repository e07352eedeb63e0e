import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { formerNames, jobHandlers } from "../../server/jobs/handlers.ts";
import { World } from "../support/world.ts";

const server = path.join(import.meta.dirname, "../../server");

test("a job is an order that its folder gives itself, or an event in the past tense that another folder answers", () => {
  const answered = readdirSync(server, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => {
      const name = /\bdefineJob\(\s*"([^"]+)"/.exec(readFileSync(path.join(server, file), "utf8"))?.[1];
      return name ? [{ name, folder: file.split(path.sep)[0] }] : [];
    });
  expect(answered.map(({ name }) => name).sort()).toEqual(jobHandlers.map(({ name }) => name).sort());
  const folders = readdirSync(server);
  for (const { name, folder } of answered) {
    expect(name).toMatch(/^[a-z]+\.[a-z][a-zA-Z]*$/);
    const [given, what] = name.split(".") as [string, string];
    expect(folders).toContain(given);
    // `forgetExpired` is an order all the same.
    expect(what).toMatch(given === folder ? /^(?![a-z]+(ed|wn)$)/ : /(ed|wn)$/);
  }
});

test("a job that waits under a former name is answered", async () => {
  const world = await World.start();
  try {
    expect(Object.keys(formerNames).length).toBeGreaterThan(0);
    for (const name of Object.keys(formerNames))
      await world.sql("SELECT graphile_worker.add_job($1, payload := $2::json)", [
        name,
        JSON.stringify({ recordId: crypto.randomUUID(), certificateId: crypto.randomUUID() }),
      ]);
    await world.runJobs();
    // Nothing is there that they could be about; whoever is not answered is never tried.
    const left: { task: string; attempts: number }[] = await world.sql(
      "SELECT task_identifier AS task, attempts FROM graphile_worker.jobs",
    );
    expect(left.filter(({ attempts }) => attempts === 0)).toEqual([]);
  } finally {
    await world.stop();
  }
});
