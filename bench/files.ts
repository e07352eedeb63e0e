import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { type Bench, startBench } from "./bench-server.ts";

const heading = "Program ID,AAST ID,First Name,Last Name,Completion Date,CECs\r\n";
const mebibyte = 1024 * 1024;

/** The worst that may be sent as a roster, each as dear as its size allows. */
const worst: Record<string, () => Blob> = {
  "cells of blanks": () =>
    new Blob([heading, ...Array(250).fill(`A09164,1,é${" ".repeat(31_000)}x,Smith,4/10/2009,1\r\n`)]),
  "100 MB of quotation marks": () => new Blob([heading, '"'.repeat(100 * mebibyte)]),
  "a line of 64 MB": () => new Blob([heading, "x".repeat(64 * mebibyte)]),
  "100,000 wrong rows": () => new Blob([heading, "A,B,C,D,E,F\r\n".repeat(100_000)]),
  "XML, 200,000 deep": () => new Blob([`<?xml version="1.0"?>${"<a>".repeat(200_000)}`]),
};

/**
 * How long `/healthz` takes beside each of the worst files, against idle. Goal: 95 of 100 under 50 ms; no file is answered by anything but a
 * refusal or a list of what is wrong.
 */
export async function files(): Promise<void> {
  const bench = await startBench();
  try {
    const idle = await watch(bench, () => delay(3_000));
    console.log(`files: /healthz every 10 ms\n  ${"idle".padEnd(28)} ${said(idle.times)}`);
    for (const [name, make] of Object.entries(worst)) {
      const file = make();
      const { times, answer } = await watch(bench, () => upload(bench, file));
      const ratio = percentile(times, 0.95) / percentile(idle.times, 0.95);
      console.log(`  ${name.padEnd(28)} ${said(times)}, ratio of p95 ${ratio.toFixed(1)}; ${answer}`);
    }
    const memory = await bench.peakMemory();
    if (memory) console.log(`  peak memory of the server: ${memory.toFixed(0)} MiB`);
  } finally {
    await bench.stop();
  }
}

/** Runs on a thread of its own: who sends 100 MB has no time to look at the clock. */
const watcher = `
const { parentPort, workerData } = require("node:worker_threads");
const times = [];
let going = true;
parentPort.once("message", () => { going = false; });
(async () => {
  while (going) {
    const started = performance.now();
    await (await fetch(workerData + "/healthz")).text();
    times.push(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  parentPort.postMessage(times);
})();`;

async function watch<T>({ url }: Bench, work: () => Promise<T>): Promise<{ times: number[]; answer: T }> {
  const watching = new Worker(watcher, { eval: true, workerData: url });
  await delay(500);
  const answer = await work();
  watching.postMessage("enough");
  const [times] = (await once(watching, "message")) as [number[]];
  await watching.terminate();
  return { times, answer };
}

async function upload({ url, token, providerId }: Bench, file: Blob): Promise<string> {
  const query =
    "mutation ($p: ID!, $f: Upload!) { uploadAttendance(providerId: $p, file: $f, preview: true) { status errorCount } }";
  const form = new FormData();
  form.set("operations", JSON.stringify({ query, variables: { p: providerId, f: null } }));
  form.set("map", JSON.stringify({ 0: ["variables.f"] }));
  form.set("0", file, "roster.csv");
  const started = performance.now();
  const answer = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Apollo-Require-Preflight": "true" },
    body: form,
  });
  const { data, errors } = (await answer.json()) as {
    data: { uploadAttendance: { status: string; errorCount: number } } | null;
    errors?: { extensions: { code: string } }[];
  };
  const outcome = data
    ? `${data.uploadAttendance.status}, ${data.uploadAttendance.errorCount} errors`
    : errors?.[0]?.extensions.code;
  return `${outcome} after ${((performance.now() - started) / 1_000).toFixed(1)} s`;
}

const percentile = (times: number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.ceil(times.length * share) - 1] ?? Number.NaN;

const said = (times: number[]): string =>
  `p95 ${percentile(times, 0.95).toFixed(1)} ms, worst ${percentile(times, 1).toFixed(0)} ms`;
