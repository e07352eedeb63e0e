import { createHash } from "node:crypto";
import autocannon from "autocannon";
import { about, memberPage } from "../packages/sdk/accrue.ts";
import { type Bench, median, startBench } from "./bench-server.ts";

const rounds = Number(process.env.BENCH_ROUNDS ?? 7);
const seconds = Number(process.env.BENCH_SECONDS ?? 3);
const connections = 10;

/** A document of a partner's own, as long as the SDK's: what is asked is the same, so that only the way to it differs. */
const ownOf = ({ text }: { text: string }): string => text.replace(/^(query\s+)\w+/m, "$1Registered");

/** What is asked: the one is found at once, the other takes the server its time. */
const asked: Record<string, { document: { hash: string; text: string }; variables: object }> = {
  "a program by its number": { document: about, variables: { program: "A09164" } },
  "a member's page": { document: memberPage, variables: { member: "100100" } },
};

type Way = (n: number) => object;

/** How a request names its document. */
const waysOf = ({ hash, text }: { hash: string; text: string }): Record<string, Way> => {
  const own = ownOf({ text });
  return {
    "text, the same each time": () => ({ query: own }),
    "text, another each time": (n) => ({ query: `${own}\n# ${n}` }),
    "hash, registered": () => ({ documentId: `sha256:${createHash("sha256").update(own).digest("hex")}` }),
    "hash, of the SDK": () => ({ documentId: `sha256:${hash}` }),
  };
};

interface Measured {
  /** Requests a second. */
  rate: number;
  /** Processor time of the server for each, in milliseconds: what else the machine does meanwhile does not count. */
  ms: number;
}

/** The same asked by texts and by hashes in turns: requests a second, and processor time of the server for each. */
export async function documents(): Promise<void> {
  const bench = await startBench();
  try {
    const made = await ask(bench, {
      query: "mutation ($d: [String!]!) { registerTrustedDocuments(documents: $d) { hash } }",
      variables: { d: Object.values(asked).map(({ document }) => ownOf(document)) },
    });
    if (!made.data?.registerTrustedDocuments) throw new Error(JSON.stringify(made));
    for (const [what, { document, variables }] of Object.entries(asked)) {
      console.log(`documents: ${what}, ${document.text.length} characters, ${rounds} rounds`);
      await compare(bench, waysOf(document), variables);
    }
  } finally {
    await bench.stop();
  }
}

async function compare(bench: Bench, ways: Record<string, Way>, variables: object): Promise<void> {
  const names = Object.keys(ways);
  const measured = (name: string, duration: number) => measure(bench, ways[name] as Way, variables, duration);
  for (const [name, way] of Object.entries(ways)) {
    const { data, errors } = await ask(bench, { ...way(0), variables });
    if (!data || errors) throw new Error(`${name}: ${JSON.stringify(errors)}`);
    await measured(name, 2);
  }
  const found: Record<string, Measured>[] = [];
  for (let round = 0; round < rounds; round++) {
    const each: Record<string, Measured> = {};
    // Who comes first is another one each time.
    for (const name of [...names.slice(round % names.length), ...names.slice(0, round % names.length)])
      each[name] = await measured(name, seconds);
    found.push(each);
  }
  const [first = ""] = names;
  const ratio = (name: string, of: keyof Measured): string => {
    const all = found.map((each) => (each[name]?.[of] ?? 0) / (each[first]?.[of] ?? 0)).sort((a, b) => a - b);
    return `${median(all).toFixed(2)} (${all[0]?.toFixed(2)} to ${all.at(-1)?.toFixed(2)})`;
  };
  for (const name of names)
    console.log(
      `  ${name.padEnd(24)} against the first: requests/s ${ratio(name, "rate")}, processor time ${ratio(name, "ms")}`,
    );
}

const headersOf = ({ token }: Bench) => ({ "Content-Type": "application/json", Authorization: `Bearer ${token}` });

async function ask(bench: Bench, body: object) {
  const answer = await fetch(`${bench.url}/graphql`, {
    method: "POST",
    headers: headersOf(bench),
    body: JSON.stringify(body),
  });
  return (await answer.json()) as { data?: Record<string, unknown>; errors?: unknown };
}

let sent = 0;

async function measure(bench: Bench, way: Way, variables: object, duration: number): Promise<Measured> {
  await bench.loop();
  const result = await autocannon({
    url: `${bench.url}/graphql`,
    method: "POST",
    headers: headersOf(bench),
    requests: [{ setupRequest: (request) => ({ ...request, body: JSON.stringify({ ...way(++sent), variables }) }) }],
    connections,
    duration,
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} answers were refused.`);
  const { processorMs } = await bench.loop();
  return { rate: result.requests.average, ms: processorMs / result.requests.total };
}
