import fc from "fast-check";
import { MailKind } from "../../server/mail/mail.entity.ts";
import { type RosterWorld, startRosterWorld } from "../attendance/roster-world.ts";
import { readPdf } from "../certificates/pdf-reader.ts";
import { programIn } from "../programs/applications.ts";

let roster: RosterWorld;
beforeEach(async () => {
  roster = await startRosterWorld();
  // The program that is there was handed in before there were fees.
  await roster.world.runJobs();
  // 50 dollars for every application, of which 25 percent are tax.
  await roster.world.sql(
    `INSERT INTO fee_policy (starts_on, currency, application_fee, holds_certificates, tax_name, tax_percent, how_to_pay, created_at)
     VALUES ('2009-01-01', 'USD', 5000, true, 'VAT', 25, 'By check.', '2009-01-01')`,
  );
});
afterEach(() => roster.world.stop());

const document = {
  issue: `mutation ($programs: [ID!]!) { issueInvoice(programIds: $programs) { id number total tax due currency dueOn url lines { programNumber fee amount due } } }`,
  pay: `mutation ($id: ID!, $amount: Int!, $reference: String!) { recordInvoicePayment(id: $id, amount: $amount, reference: $reference) { due } }`,
  credit: `mutation ($id: ID!, $amount: Int!, $reason: String!) { creditInvoice(id: $id, amount: $amount, reason: $reason) { due creditNotes { number amount reason url } } }`,
  spend: "mutation ($id: ID!) { spendCredit(id: $id) { due } }",
  payOut: `mutation ($provider: ID!, $amount: Int!, $currency: String) { payOutCredit(providerId: $provider, amount: $amount, currency: $currency, reference: "Wire 9") }`,
  credits: "query ($provider: ID!) { providerCredit(providerId: $provider) { currency amount } }",
};

/** A program of the first provider for which 50 dollars are due. */
async function charged(): Promise<{ id: string; number: string }> {
  const { world, provider, staff } = roster;
  const { id, number } = await programIn(world, { provider, staff }, "SUBMITTED");
  await world.runJobs();
  return { id, number: number ?? "" };
}
const issue = async (programs: string[], token = roster.staff.token) =>
  (await roster.world.ok(token, document.issue, { programs })).issueInvoice;
const pay = async (id: string, amount: number) =>
  (await roster.world.ok(roster.staff.token, document.pay, { id, amount, reference: "Check 17" })).recordInvoicePayment
    .due;
const credits = async (token = roster.staff.token): Promise<{ currency: string; amount: number }[]> =>
  (await roster.world.ok(token, document.credits, { provider: roster.provider.id })).providerCredit;
/** The credit where there is one currency. */
const balance = async (token = roster.staff.token) => {
  const [{ currency, amount } = { currency: "USD", amount: 0 }, ...others] = await credits(token);
  expect([currency, others]).toEqual(["USD", []]);
  return amount;
};
const get = (url: string, token: string) =>
  fetch(url.replace(/^https?:\/\/[^/]+/, roster.world.url), { headers: { authorization: `Bearer ${token}` } });

test("several programs on one invoice: its PDF says what is asked, tax and until when, and nobody else's eyes see it", async () => {
  const { world, provider, other, staff } = roster;
  const [a, b] = [await charged(), await charged()];
  const invoice = await issue([b.id, a.id, b.id], provider.token);
  expect(invoice).toMatchObject({
    number: "I2009-0001",
    total: 10_000,
    tax: 2_000,
    due: 10_000,
    currency: "USD",
    dueOn: "2009-05-20",
  });
  expect(invoice.lines).toHaveLength(2);
  const answer = await get(invoice.url, provider.token);
  const { pages, title } = await readPdf(new Uint8Array(await answer.arrayBuffer()));
  expect(title).toBe("Invoice I2009-0001");
  for (const text of [
    "AAST",
    a.number,
    b.number,
    "$50.00",
    "$100.00",
    "VAT (25 %)",
    "$20.00",
    "May 20, 2009",
    "By check.",
  ])
    expect(pages.join("\n")).toContain(text);
  expect((await get(invoice.url, other.token)).status).toBe(404);
  expect(await world.refused(other.token, document.spend, { id: invoice.id })).toBe("NOT_FOUND");
  expect(await world.refused(other.token, document.issue, { programs: [a.id] })).toBe("NOT_FOUND");
  expect(await world.refused(other.token, document.credits, { provider: provider.id })).toBe("NOT_FOUND");
  expect(await world.refused(provider.token, document.pay, { id: invoice.id, amount: 1, reference: "x" })).toBe(
    "FORBIDDEN",
  );
  // What stands on an invoice does not stand on another.
  expect(await world.refused(staff.token, document.issue, { programs: [a.id] })).toBe("NOTHING_DUE");
  for (const programs of [[], ["x"], [a.id, crypto.randomUUID()]])
    expect(await world.refused(staff.token, document.issue, { programs })).toMatch(/BAD_INPUT|NOT_FOUND/);
  const list = "query ($open: Boolean) { invoices(filter: { isOpen: $open }) { totalCount nodes { number due } } }";
  expect((await world.ok(provider.token, list, { open: true })).invoices).toEqual({
    totalCount: 1,
    nodes: [{ number: "I2009-0001", due: 10_000 }],
  });
  for (const [token, open] of [
    [other.token, true],
    [provider.token, false],
  ] as const)
    expect((await world.ok(token, list, { open })).invoices.totalCount).toBe(0);
});

test("an invoice is offered while something stands on none, and what was waived cannot be taken back", async () => {
  const { world, provider, other, staff } = roster;
  const program = await charged();
  const seen = "query ($id: ID!) { program(id: $id) { fees { availableActions } } }";
  const offered = async (token: string) =>
    (await world.ok(token, seen, { id: program.id })).program.fees.availableActions;
  expect(await offered(provider.token)).toEqual(["INVOICE"]);
  const { id } = await issue([program.id], provider.token);
  expect(await offered(provider.token)).toEqual([]);
  expect(await offered(staff.token)).toEqual(["RECORD_PAYMENT", "WAIVE"]);
  expect(await world.refused(provider.token, document.issue, { programs: [program.id] })).toBe("NOTHING_DUE");
  expect(await world.refused(other.token, document.issue, { programs: [program.id] })).toBe("NOT_FOUND");
  await world.ok(
    staff.token,
    'mutation ($id: ID!) { waiveFee(programId: $id, reason: "Because.") { fees { status } } }',
    { id: program.id },
  );
  const { invoices } = await world.ok(staff.token, "{ invoices { nodes { due availableActions } } }");
  expect(invoices.nodes).toEqual([{ due: 0, availableActions: [] }]);
  expect(await world.refused(staff.token, document.credit, { id, amount: 1, reason: "Because." })).toBe("BAD_INPUT");
});

test("numbers have no gaps, however many are asked for at once and refused", async () => {
  const programs = [];
  for (let i = 0; i < 6; i++) programs.push(await charged());
  await Promise.all(
    [...programs, ...programs].map(({ id }) =>
      roster.world.graphql(roster.staff.token, document.issue, { programs: [id] }),
    ),
  );
  const rows = await roster.world.sql("SELECT number FROM invoice ORDER BY number");
  expect(rows.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `I2009-000${n}`));
});

test("paid in part, then by two at once: one payment is applied, the other is credit, which pays the next invoice", async () => {
  const { world, provider, staff } = roster;
  const [a, b] = [await charged(), await charged()];
  const { id } = await issue([a.id]);
  expect(await pay(id, 2_000)).toBe(3_000);
  await Promise.all([pay(id, 3_000), pay(id, 3_000)]);
  expect(await balance(provider.token)).toBe(3_000);
  const next = await issue([b.id]);
  expect((await world.ok(provider.token, document.spend, { id: next.id })).spendCredit.due).toBe(2_000);
  expect(await world.refused(provider.token, document.spend, { id: next.id })).toBe("NOTHING_DUE");
  expect(await pay(next.id, 2_500)).toBe(0);
  expect(await balance()).toBe(500);
  expect(await world.refused(staff.token, document.payOut, { provider: provider.id, amount: 501 })).toBe("BAD_INPUT");
  const outs = await Promise.all(
    [1, 2].map(() => world.graphql(staff.token, document.payOut, { provider: provider.id, amount: 500 })),
  );
  expect(outs.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  expect(await balance()).toBe(0);
  await world.runJobs();
  // One for each payment; what was used of the credit is told as well.
  expect(await world.mails(MailKind.RECEIPT)).toHaveLength(5);
  expect((await world.mails(MailKind.FEE_DUE)).length).toBe(2);
});

test("credit of one currency pays nothing in another, and is paid out in its own", async () => {
  const { world, provider, staff } = roster;
  await world.sql(
    `INSERT INTO fee_policy (starts_on, currency, application_fee, holds_certificates, created_at) VALUES ('2009-05-01', 'EUR', 5000, true, '2009-01-01')`,
  );
  const [inUsd, later] = [await issue([(await charged()).id]), await issue([(await charged()).id])];
  await pay(inUsd.id, 6_000);
  world.setClock("2009-05-04T15:00:00Z");
  const inEur = await issue([(await charged()).id]);
  expect(inEur).toMatchObject({ currency: "EUR", due: 5_000 });
  expect(await world.refused(provider.token, document.spend, { id: inEur.id })).toBe("NOTHING_DUE");
  expect(await pay(inEur.id, 5_400)).toBe(0);
  expect(await credits()).toEqual([
    { currency: "EUR", amount: 400 },
    { currency: "USD", amount: 1_000 },
  ]);
  expect((await world.ok(provider.token, document.spend, { id: later.id })).spendCredit.due).toBe(4_000);
  expect(await credits()).toEqual([{ currency: "EUR", amount: 400 }]);
  await pay(later.id, 4_300);
  const out = { provider: provider.id, amount: 300 };
  for (const currency of [null, "GBP", "usd"])
    expect(await world.refused(staff.token, document.payOut, { ...out, currency })).toBe("BAD_INPUT");
  expect(await world.refused(staff.token, document.payOut, { ...out, amount: 301, currency: "USD" })).toBe("BAD_INPUT");
  expect((await world.ok(staff.token, document.payOut, { ...out, currency: "USD" })).payOutCredit).toBe(0);
  expect((await world.ok(staff.token, document.payOut, { ...out, currency: null })).payOutCredit).toBe(100);
});

test("each of many payments at once has a receipt, and spent credit is not said to have come in", async () => {
  const { world, provider, staff } = roster;
  const programs = [];
  for (let i = 0; i < 6; i++) programs.push(await charged());
  const direct = `mutation ($id: ID!) { recordFeePayment(programId: $id, amount: 5000, reference: "Check 17") { id } }`;
  await Promise.all(programs.map(({ id }) => world.ok(staff.token, direct, { id })));
  await world.runJobs();
  const said = async () => (await world.mails(MailKind.RECEIPT)).map(({ subject }) => subject);
  expect(await said()).toEqual(Array(6).fill("Receipt: 50.00 USD"));
  const invoices = [await issue([(await charged()).id]), await issue([(await charged()).id])];
  // Another server's clock is a second behind.
  world.setClock(new Date(world.base.now().getTime() - 1_000).toISOString());
  await pay(invoices[0].id, 7_000);
  await world.ok(provider.token, document.spend, { id: invoices[1].id });
  await world.runJobs();
  const { subject, text } = (await world.mails(MailKind.RECEIPT)).find((mail) => mail.subject.includes("credit"))!;
  expect(subject).toBe("20.00 USD of your credit was used");
  expect(text).toContain("20.00 USD of your credit was used for invoice I2009-0002.");
  expect(text).not.toContain("received");
  expect(await said()).toHaveLength(8);
});

test("a credit note waives what is open, and what was paid becomes credit", async () => {
  const { world, staff } = roster;
  const [a] = [await charged()];
  const { id } = await issue([a.id]);
  await pay(id, 2_000);
  const credit = async (amount: number) =>
    (await world.ok(staff.token, document.credit, { id, amount, reason: "Asked twice." })).creditInvoice;
  const first = await credit(4_000);
  expect(first).toMatchObject({
    due: 0,
    creditNotes: [{ number: "C2009-0001", amount: 4_000, reason: "Asked twice." }],
  });
  expect(await balance()).toBe(1_000);
  const { pages } = await readPdf(
    new Uint8Array(await (await get(first.creditNotes[0].url, staff.token)).arrayBuffer()),
  );
  expect(pages.join("\n")).toContain("Credit note C2009-0001");
  expect(await world.refused(staff.token, document.credit, { id, amount: 1_001, reason: "x" })).toBe("BAD_INPUT");
  await credit(1_000);
  expect(await balance()).toBe(2_000);
  for (const statement of ["UPDATE invoice SET total = 1", "DELETE FROM invoice_line", "DELETE FROM credit_note"])
    await expect(world.sqlAsOwner(statement)).rejects.toThrow(/never changed/);
});

test("what is outstanding is shown by age, as of any day, to staff and to the provider alone", async () => {
  const { world, provider, other, staff } = roster;
  const [a] = [await charged(), await charged()];
  world.setClock("2009-06-10T15:00:00Z");
  await charged();
  const { id } = await issue([a.id]);
  await pay(id, 1_000);
  const query = `query ($asOf: LocalDate, $provider: ID) { outstandingFees(asOf: $asOf, providerId: $provider) { currency upTo30 upTo60 upTo90 older total } }`;
  const at = async (asOf: string | null, token = staff.token) =>
    (await world.ok(token, query, { asOf, provider: null })).outstandingFees;
  expect(await at(null)).toEqual([
    { currency: "USD", upTo30: 5_000, upTo60: 9_000, upTo90: 0, older: 0, total: 14_000 },
  ]);
  expect(await at("2009-05-01", provider.token)).toEqual([
    { currency: "USD", upTo30: 10_000, upTo60: 0, upTo90: 0, older: 0, total: 10_000 },
  ]);
  expect(await at("2009-04-01")).toEqual([]);
  expect(await at(null, other.token)).toEqual([]);
  expect((await world.ok(other.token, query, { provider: provider.id })).outstandingFees).toEqual([]);
  expect((await world.ok(staff.token, query, { provider: "x" })).outstandingFees).toEqual([]);
});

test("the first and the last day that there is are days to ask for as well", async () => {
  const { world, staff } = roster;
  const { id } = await charged();
  const query = `query ($day: LocalDate!, $id: ID!) {
    outstandingFees(asOf: $day) { total }
    program(id: $id) { fees(asOf: $day) { due } }
    feePolicyOn(day: $day) { applicationFee }
  }`;
  for (const day of ["0000-12-31", "0001-01-01"])
    expect(await world.ok(staff.token, query, { day, id })).toEqual({
      outstandingFees: [],
      program: { fees: { due: 0 } },
      feePolicyOn: null,
    });
  expect(await world.ok(staff.token, query, { day: "9999-12-31", id })).toEqual({
    outstandingFees: [{ total: 5_000 }],
    program: { fees: { due: 5_000 } },
    feePolicyOn: { applicationFee: 5_000 },
  });
  const ledger = "query ($filter: LedgerFilter) { ledger(filter: $filter) { totalCount } }";
  for (const filter of [{ from: "0000-12-31" }, { to: "0000-12-31" }, { to: "9999-12-31" }])
    expect(await world.refused(staff.token, ledger, { filter })).toBe("BAD_INPUT");
  const all = { from: "1900-01-01", to: "2999-12-31" };
  expect((await world.ok(staff.token, ledger, { filter: all })).ledger.totalCount).toBe(1);
});

test("the books: one line an entry, each from one account to another, so that they balance", async () => {
  const [a] = [await charged()];
  const { id } = await issue([a.id]);
  await pay(id, 6_000);
  const text = await (await get("http://x/exports/ledger.csv", roster.staff.token)).text();
  const lines = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  expect(lines[0]?.slice(1, 7)).toEqual(["Entry", "Fee", "Debit Account", "Credit Account", "Amount", "Currency"]);
  expect(
    lines
      .slice(1)
      .map((line) => line.slice(1, 7))
      .sort(),
  ).toEqual([
    ["CHARGE", "APPLICATION", "RECEIVABLES", "FEE_INCOME", "50.00", "USD"],
    ["PAYMENT", "APPLICATION", "BANK", "RECEIVABLES", "50.00", "USD"],
    ["SURPLUS", "", "BANK", "PROVIDER_CREDIT", "10.00", "USD"],
  ]);
});

test("any sequence of operations adds up: to a plain account of it, in the books, and when the ledger is replayed", async () => {
  const { world, provider, staff } = roster;
  const programs = [await charged(), await charged(), await charged()];
  const invoice = await issue(programs.map(({ id }) => id));
  const account = { due: 15_000, credit: 0, creditable: 15_000, paid: 0 };
  const steps = fc.array(
    fc.tuple(fc.constantFrom("pay", "spend", "payOut", "credit"), fc.integer({ min: 1, max: 9_000 })),
    { minLength: 1, maxLength: 8 },
  );
  const offered = async (token: string) =>
    (await world.ok(token, "{ invoices { nodes { availableActions } } }")).invoices.nodes[0].availableActions;
  let kept: Record<string, unknown>[] = [];
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      for (const [what, amount] of sequence) {
        const variables = { id: invoice.id, provider: provider.id, amount, reason: "Because.", reference: "Check 1" };
        expect(await offered(staff.token)).toEqual([
          ...(account.due > 0 ? ["RECORD_PAYMENT"] : []),
          ...(account.due > 0 && account.credit > 0 ? ["SPEND_CREDIT"] : []),
          ...(Math.min(account.creditable, account.due + account.paid) > 0 ? ["CREDIT"] : []),
        ]);
        expect(await offered(provider.token)).toEqual(account.due > 0 && account.credit > 0 ? ["SPEND_CREDIT"] : []);
        const { errors } = await world.graphql(staff.token, document[what as "pay"], variables);
        const spent = Math.min(account.due, account.credit);
        const fits = {
          pay: true,
          spend: spent > 0,
          payOut: amount <= account.credit,
          credit: amount <= Math.min(account.creditable, account.due + account.paid),
        }[what];
        expect([what, amount, errors.length === 0]).toEqual([what, amount, fits]);
        if (!fits) continue;
        if (what === "pay") {
          const applied = Math.min(account.due, amount);
          account.due -= applied;
          account.paid += applied;
          account.credit += amount - applied;
        } else if (what === "spend") {
          account.due -= spent;
          account.paid += spent;
          account.credit -= spent;
        } else if (what === "payOut") account.credit -= amount;
        else {
          const waived = Math.min(account.due, amount);
          account.due -= waived;
          account.paid -= amount - waived;
          account.credit += amount - waived;
          account.creditable -= amount;
        }
        const entries = await world.sql("SELECT * FROM ledger_entry ORDER BY id");
        // No entry that was there is another one now.
        expect(entries.slice(0, kept.length)).toEqual(kept);
        kept = entries;
        const sum = (kinds: string[], through = ["MONEY", "CREDIT"]) =>
          entries.reduce(
            (all, entry) => (kinds.includes(entry.kind) && through.includes(entry.through) ? all + entry.amount : all),
            0,
          );
        const replayed = {
          due: sum(["CHARGE", "REFUND"]) - sum(["PAYMENT", "WAIVER"]),
          credit: sum(["SURPLUS"]) + sum(["REFUND"], ["CREDIT"]) - sum(["PAYOUT"]) - sum(["PAYMENT"], ["CREDIT"]),
        };
        expect(replayed).toEqual({ due: account.due, credit: account.credit });
        expect(await balance()).toBe(account.credit);
        const { invoices } = await world.ok(staff.token, "{ invoices { nodes { due } } }");
        expect(invoices.nodes).toEqual([{ due: account.due }]);
      }
    }),
    { numRuns: 10 },
  );
});

/** How many operations there are: LEDGER_STEPS=10000 is the long way. */
const operations = Number(process.env.LEDGER_STEPS ?? 500);

test(
  "hundreds of operations over several invoices: every one as a plain account has it",
  async () => {
    const { world, provider, staff } = roster;
    interface Account {
      id: string;
      due: number;
      paid: number;
      creditable: number;
    }
    const open = async (): Promise<Account> => {
      const { id } = await issue([(await charged()).id, (await charged()).id]);
      return { id, due: 10_000, paid: 0, creditable: 10_000 };
    };
    const accounts = [await open()];
    let credit = 0;
    const step = fc.record({
      what: fc.oneof(
        ...(["pay", "spend", "payOut", "credit"] as const).map((name) => ({
          arbitrary: fc.constant(name),
          weight: 10,
        })),
        { arbitrary: fc.constant("issue" as const), weight: 2 },
      ),
      which: fc.nat(1_000),
      amount: fc.integer({ min: 1, max: 6_000 }),
    });
    const steps = fc.array(step, { minLength: operations, maxLength: operations, size: "max" });
    const dueOf =
      "query ($offset: Int!) { invoices(orderBy: [{ field: NUMBER }], first: 100, offset: $offset) { nodes { id due } } }";
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        for (const [n, { what, which, amount }] of sequence.entries()) {
          if (what === "issue") {
            accounts.push(await open());
            continue;
          }
          // Mostly the last ones: those before are settled.
          const account = accounts[Math.max(0, accounts.length - 1 - (which % 3))]!;
          const variables = { id: account.id, provider: provider.id, amount, reason: "Because.", reference: "Check 1" };
          const { errors } = await world.graphql(staff.token, document[what], variables);
          const spent = Math.min(account.due, credit);
          const fits = {
            pay: true,
            spend: spent > 0,
            payOut: amount <= credit,
            credit: amount <= Math.min(account.creditable, account.due + account.paid),
          }[what];
          expect([n, what, amount, errors.length === 0]).toEqual([n, what, amount, fits]);
          if (!fits) continue;
          const applied = what === "spend" ? spent : Math.min(account.due, amount);
          if (what === "payOut") credit -= amount;
          else account.due -= applied;
          if (what === "pay" || what === "spend") account.paid += applied;
          if (what === "pay") credit += amount - applied;
          if (what === "spend") credit -= spent;
          if (what === "credit") {
            account.paid -= amount - applied;
            account.creditable -= amount;
            credit += amount - applied;
          }
          if (n % 10 === 0) expect(await balance()).toBe(credit);
        }
        const due = new Map<string, number>();
        for (let offset = 0; offset < accounts.length; offset += 100) {
          const { invoices } = await world.ok(staff.token, dueOf, { offset });
          for (const { id, due: open } of invoices.nodes) due.set(id, open);
        }
        expect(accounts.map(({ id }) => due.get(id))).toEqual(accounts.map((account) => account.due));
        expect(await balance()).toBe(credit);
      }),
      { numRuns: 1, endOnFailure: true },
    );
    // A second for ten of them, where somebody asks for many.
  },
  240_000 + operations * 100,
);
