import type { Bench } from "./bench-server.ts";

/** One request of a hostile client. Each has other words than the one before where answers are kept. */
export interface Way {
  /** Whether it is sent by somebody who is signed in; else from an address that nobody is signed in at. */
  signedIn?: boolean;
  send(ask: Asking, n: number): Promise<Response>;
}

/** Asks as one client: its address, and its sign-in where it has one. */
export interface Asking {
  bench: Bench;
  graphql(query: string, variables?: Record<string, unknown>): Promise<Response>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  upload(file: string): Promise<Response>;
}

export const many = (count: number, part: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => part(i)).join(" ");

/** A preview that is as dear as its size allows: cells of blanks that end in a letter, in rows that are all wrong. */
export const worstRoster = [
  "Program ID,AAST ID,First Name,Last Name,Completion Date,CECs",
  ...Array.from({ length: 2_000 }, () => `A09164,999999,é${" ".repeat(400)}x,Smith,2/30/2009,many`),
].join("\r\n");

const signIn = `signIn(email: "attendee@accrue.test", password: "accrue-demo") { token }`;
const allTypes = "types { name fields { name args { name type { name } } type { name ofType { name } } } }";
const page = "nodes { id number name status provider { id name } }";
const upload = `mutation ($providerId: ID!, $file: Upload!) { uploadAttendance(providerId: $providerId, file: $file, preview: true) { id } }`;

export function askAs(bench: Bench, address: string, token: string | null): Asking {
  const own = { "X-Forwarded-For": address, ...(token && { Authorization: `Bearer ${token}` }) };
  return {
    bench,
    graphql: (query, variables = {}) =>
      fetch(`${bench.url}/graphql`, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...own },
        body: JSON.stringify({ query, variables }),
      }),
    get: (path, headers = {}) => fetch(`${bench.url}${path}`, { headers: { ...own, ...headers }, redirect: "manual" }),
    upload: (file) => {
      const form = new FormData();
      const variables = { providerId: bench.providerId, file: null };
      form.set("operations", JSON.stringify({ query: upload, variables }));
      form.set("map", JSON.stringify({ 0: ["variables.file"] }));
      form.set("0", new Blob([file]), "roster.csv");
      return fetch(`${bench.url}/graphql`, {
        method: "POST",
        headers: { "Apollo-Require-Preflight": "true", ...own },
        body: form,
      });
    },
  };
}

/** Every way in which one client may try to keep the server from others. */
export const ways: Record<string, Way> = {
  "ten aliases of __schema": {
    send: (ask) => ask.graphql(`{ ${many(10, (i) => `a${i}: __schema { ${allTypes} }`)} }`),
  },
  "__schema with other words each time": { send: (ask, n) => ask.graphql(`{ n${n}: __schema { ${allTypes} } }`) },
  "__schema with variables": {
    send: (ask, n) =>
      ask.graphql(
        `query ($n: Boolean!) { __schema { types { name fields(includeDeprecated: $n) { name type { name } } } } }`,
        {
          n: n % 2 === 0,
        },
      ),
  },
  "__schema beside another field": { send: (ask) => ask.graphql(`{ viewer { id } __schema { ${allTypes} } }`) },
  "__schema in fragments": {
    send: (ask, n) =>
      ask.graphql(`{ ...Q } fragment Q on Query { __schema { ...S${n} } } fragment S${n} on __Schema { ${allTypes} }`),
  },
  "15 codes in one document": {
    send: (ask) =>
      ask.graphql(`{ ${many(15, (i) => `a${i}: verifyCertificate(code: "AAAA-BBBB-CCC${i}") { status }`)} }`),
  },
  "14 fields at the top": {
    send: (ask) => ask.graphql(`{ ${many(14, (i) => `a${i}: calendar(first: 1000) { id title }`)} }`),
  },
  "small documents, each another": { send: (ask, n) => ask.graphql(`{ a${n}: viewer { id } }`) },
  "small documents, the same": { send: (ask) => ask.graphql("{ viewer { id } }") },
  "variables of 250 KB": {
    send: (ask) =>
      ask.graphql("query ($filter: ProgramFilter) { programs(filter: $filter) { totalCount } }", {
        filter: { status: Array(20_000).fill("APPROVED") },
      }),
  },
  "variables nested deep": {
    send: (ask) =>
      fetch(`${ask.bench.url}/graphql`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Forwarded-For": "10.2.0.1" },
        body: `{"query":"{viewer{id}}","variables":{"a":${"[".repeat(120_000)}${"]".repeat(120_000)}}}`,
      }),
  },
  "1,000 fields, each time other ones": {
    send: (ask, n) =>
      ask.graphql(
        `{ viewer { ${many(14, (i) => `a${n}_${i}: id`)} ${many(100, () => "id")} } ...F0 } ${many(20, (i) => `fragment F${i} on Query { viewer { ${many(15, () => "id")} } ${i < 19 ? `...F${i + 1}` : ""} }`)}`,
      ),
  },
  "refused for its size": { send: (ask, n) => ask.graphql(`{ ${many(600, (i) => `a${n}_${i}: viewer { id }`)} }`) },
  "refused by validation": { send: (ask, n) => ask.graphql(`{ viewer { ${many(900, (i) => `x${n}y${i}`)} } }`) },
  "10 sign-ins in one document": { send: (ask) => ask.graphql(`mutation { ${many(10, (i) => `a${i}: ${signIn}`)} }`) },
  "15 sign-ins in one document": { send: (ask) => ask.graphql(`mutation { ${many(15, (i) => `a${i}: ${signIn}`)} }`) },
  "as large a page as there is": {
    signedIn: true,
    send: (ask) => ask.graphql(`{ ${many(14, (i) => `a${i}: programs(first: 100) { ${page} }`)} }`),
  },
  "the dearest document": {
    signedIn: true,
    send: (ask) =>
      ask.graphql(
        `{ programs(first: 100) { nodes { id number name status provider { id name number } documents { id fileName } timeline { id action at actor reason } offerings { id place startsOn endsOn } speakers { name credentials } objectives } } }`,
      ),
  },
  "the worst roster": { signedIn: true, send: (ask) => ask.upload(worstRoster) },
  "transcript.pdf": { signedIn: true, send: (ask) => ask.get("/transcript.pdf") },
  "programs.csv": { signedIn: true, send: (ask) => ask.get("/exports/programs.csv") },
  "/verify": { send: (ask) => ask.get("/verify") },
  "/verify/CODE": { send: (ask, n) => ask.get(`/verify/AAAA-BBBB-${1000 + (n % 9000)}`) },
  "/calendar": { send: (ask, n) => ask.get(`/calendar?q=${n}`) },
  "/calendar.ics": { send: (ask, n) => ask.get(`/calendar.ics?q=${n}`) },
  "/calendar.atom, kept": { send: (ask) => ask.get("/calendar.atom") },
  "/sso/start": { send: (ask) => ask.get("/sso/start") },
  "/scim/v2/Users": {
    send: (ask) => ask.get("/scim/v2/Users?filter=userName+eq+%22a%22", { Authorization: "Bearer acc_wrong" }),
  },
  "/readyz": { send: (ask) => ask.get("/readyz") },
  "/stripe/webhook": {
    send: (ask) =>
      fetch(`${ask.bench.url}/stripe/webhook`, {
        method: "POST",
        headers: { "stripe-signature": "t=1,v1=0" },
        body: "x".repeat(1_000_000),
      }),
  },
  "/admin": { send: (ask) => ask.get("/admin") },
  "a page that is not there": { send: (ask, n) => ask.get(`/nothing/${n}`) },
};
