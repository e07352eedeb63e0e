import { median, startBench } from "./bench-server.ts";

const each = 200;

const operations: Record<string, string> = {
  signIn: 'mutation ($email: String!) { signIn(email: $email, password: "wrong wrong wrong wrong") { token } }',
  requestPasswordReset: "mutation ($email: String!) { requestPasswordReset(email: $email) }",
  registerAttendee: `mutation ($email: String!) { registerAttendee(input: {
    email: $email, password: "correct horse battery staple", firstName: "Ada", lastName: "Okafor" }) { message } }`,
};

/**
 * Whether time tells which addresses are known: as many known as unknown ones, in turns, each once, and the Mann-Whitney test of the
 * two. Goal: p over 0.01 and medians less than 2 ms apart. That the statements are the same is a test, which no clock decides.
 */
export async function signIn(): Promise<void> {
  const unlimited = Object.fromEntries(
    ["SIGN_IN_BY_ADDRESS", "CODE_BY_ADDRESS", "REGISTER_BY_ADDRESS", "REQUESTS_BY_ADDRESS"].map((name) => [
      `LIMIT_${name}`,
      "1000000000",
    ]),
  );
  const bench = await startBench(unlimited);
  try {
    const known = Array.from({ length: each }, (_, i) => `known${i}@example.test`);
    const unknown = Array.from({ length: each }, (_, i) => `other${i}@example.test`);
    await bench.db.query(
      `WITH made AS (
         INSERT INTO account (password_hash, created_at)
         SELECT (SELECT password_hash FROM account WHERE password_hash IS NOT NULL LIMIT 1), now()
         FROM generate_series(1, $1::int) RETURNING id)
       INSERT INTO email_address (account_id, address, verified_at, is_primary)
       SELECT id, ($2::text[])[row_number() OVER ()], now(), true FROM made`,
      [each, known],
    );
    console.log(`sign-in: ${each} known and ${each} unknown addresses in turns`);
    for (const [name, query] of Object.entries(operations)) {
      const times: [number[], number[]] = [[], []];
      for (let i = -10; i < each; i++)
        // Which comes first changes, so that neither is always the one after the other.
        for (const which of i % 2 ? [0, 1] : [1, 0]) {
          const email = i < 0 ? `warm${i}${which}@example.test` : ((which ? unknown : known)[i] ?? "");
          const started = process.hrtime.bigint();
          const answer = await fetch(`${bench.url}/graphql`, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ query, variables: { email } }),
          });
          await answer.text();
          if (i >= 0) times[which]?.push(Number(process.hrtime.bigint() - started) / 1e6);
        }
      const [first, second] = times;
      const gap = Math.abs(median(first) - median(second));
      console.log(
        `  ${name.padEnd(22)} medians ${median(first).toFixed(2)} and ${median(second).toFixed(2)} ms, ${gap.toFixed(2)} ms apart, p = ${mannWhitney(first, second).toFixed(3)}`,
      );
    }
  } finally {
    await bench.stop();
  }
}

/** Two-sided p of the Mann-Whitney U test, by the normal approximation, which is good from some twenty values on. */
export function mannWhitney(first: number[], second: number[]): number {
  const all = [...first.map((value) => ({ value, mine: true })), ...second.map((value) => ({ value, mine: false }))];
  all.sort((a, b) => a.value - b.value);
  let sum = 0;
  for (let i = 0; i < all.length; ) {
    let end = i;
    while (end < all.length && all[end]?.value === all[i]?.value) end++;
    const rank = (i + 1 + end) / 2;
    for (; i < end; i++) if (all[i]?.mine) sum += rank;
  }
  const [n, m] = [first.length, second.length];
  const u = sum - (n * (n + 1)) / 2;
  const z = Math.abs(u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
  return 2 * (1 - normal(z));
}

/** The normal distribution's share below `z`, by Abramowitz and Stegun 26.2.17: right to seven places. */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const tail = [1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.31938153].reduce((sum, b) => (sum + b) * t, 0);
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail;
}
