import { programIn } from "../programs/applications.ts";
import { FakeStripe } from "../support/fake-stripe.ts";
import { World } from "../support/world.ts";

const stripe = new FakeStripe();
let world: World;
let provider: Awaited<ReturnType<World["provider"]>>;
let staff: Awaited<ReturnType<World["staff"]>>;
beforeAll(() => stripe.start());
afterAll(() => stripe.stop());
beforeEach(async () => {
  stripe.sessions.clear();
  world = await World.start({
    stripe: { secretKey: "sk_test_x", webhookSecret: stripe.webhookSecret, baseUrl: stripe.url },
  });
  provider = await world.provider({ name: "Lakeside" });
  staff = await world.staff();
  world.setClock("2026-03-02T15:00:00Z");
  await world.sql(
    `INSERT INTO fee_policy (starts_on, currency, application_fee, holds_certificates, created_at) VALUES ('2009-01-01', 'USD', 5000, true, '2009-01-01')`,
  );
});
afterEach(() => world.stop());

const now = () => world.base.now();

/** An invoice over 50 dollars, and the program that it is for. */
async function invoice(): Promise<{ id: string; programId: string }> {
  const { id: programId } = await programIn(world, { provider, staff }, "SUBMITTED");
  await world.runJobs();
  const issue = "mutation ($ids: [ID!]!) { issueInvoice(programIds: $ids) { id availableActions } }";
  const { issueInvoice } = await world.ok(provider.token, issue, { ids: [programId] });
  expect(issueInvoice.availableActions).toContain("PAY_BY_CARD");
  return { id: issueInvoice.id, programId };
}

const checkout = "mutation ($id: ID!) { startCheckout(invoiceId: $id) }";

/** Begins a payment; answers with what Stripe's messages of it have. */
async function begin(invoiceId: string) {
  const { startCheckout } = await world.ok(provider.token, checkout, { id: invoiceId });
  const session = [...stripe.sessions.values()].find(({ id }) => startCheckout.endsWith(id))!;
  const reference = session.client_reference_id!;
  const intent = `pi_${session.id}`;
  return {
    session,
    paid: (changes: object = {}) => ({
      id: "evt_paid",
      type: "checkout.session.completed",
      data: {
        object: {
          id: session.id,
          client_reference_id: reference,
          payment_status: "paid",
          amount_total: 5_000,
          currency: "usd",
          payment_intent: intent,
          ...changes,
        },
      },
    }),
    refunded: (amount: number) => ({
      id: `evt_refunded_${amount}`,
      type: "charge.refunded",
      data: { object: { amount_refunded: amount, payment_intent: intent, metadata: { card_payment: reference } } },
    }),
    disputed: (what: "withdrawn" | "reinstated", amount = 5_000) => ({
      id: `evt_dispute_${what}`,
      type: `charge.dispute.funds_${what}`,
      data: { object: { id: `dp_${session.id}`, amount, payment_intent: intent } },
    }),
  };
}

async function send(event: object, { at = now(), secret = stripe.webhookSecret, body = JSON.stringify(event) } = {}) {
  const answer = await fetch(`${world.url}/stripe/webhook`, {
    method: "POST",
    headers: { "stripe-signature": stripe.sign(JSON.stringify(event), at, secret), "content-type": "application/json" },
    body,
  });
  return answer.status;
}

const entries = async () =>
  (await world.sql("SELECT kind, amount FROM ledger_entry WHERE kind <> 'CHARGE' ORDER BY at, id")).map(
    ({ kind, amount }) => `${kind} ${amount}`,
  );
/** What of the ledger matters, whichever way it came about. */
const ledger = async () => {
  const [row] = await world.sql(
    `SELECT coalesce(sum(CASE kind WHEN 'CHARGE' THEN amount WHEN 'REFUND' THEN amount WHEN 'PAYMENT' THEN -amount WHEN 'WAIVER' THEN -amount ELSE 0 END), 0)::int AS due,
       coalesce(sum(CASE kind WHEN 'PAYMENT' THEN amount WHEN 'REFUND' THEN -amount ELSE 0 END), 0)::int AS paid,
       coalesce(sum(CASE kind WHEN 'SURPLUS' THEN amount WHEN 'PAYOUT' THEN -amount ELSE 0 END), 0)::int AS credit FROM ledger_entry`,
  );
  return row;
};

test("Stripe is asked for what is due, once; nothing is paid until it says so by a signed message", async () => {
  const { id } = await invoice();
  const { session, paid } = await begin(id);
  expect(session).toMatchObject({
    "line_items[0][price_data][unit_amount]": "5000",
    "line_items[0][price_data][currency]": "usd",
    mode: "payment",
  });
  await begin(id);
  expect(stripe.sessions.size).toBe(1);
  expect(await entries()).toEqual([]);
  // Ten at once, and ten again.
  expect(await Promise.all(Array.from({ length: 10 }, () => send(paid())))).toEqual(Array(10).fill(200));
  for (let i = 0; i < 10; i++) await send(paid());
  expect(await entries()).toEqual(["PAYMENT 5000"]);
  expect(await world.refused(provider.token, checkout, { id })).toBe("NOTHING_DUE");
});

test("forged, altered, late and unsigned messages change nothing, nor do other amounts and currencies", async () => {
  const { id } = await invoice();
  const { paid } = await begin(id);
  const altered = JSON.stringify(paid({ amount_total: 5_001 }));
  expect(await send(paid(), { secret: "whsec_other" })).toBe(400);
  expect(await send(paid(), { body: altered })).toBe(400);
  expect(await send(paid(), { at: new Date(now().getTime() - 301_000) })).toBe(400);
  expect((await fetch(`${world.url}/stripe/webhook`, { method: "POST", body: JSON.stringify(paid()) })).status).toBe(
    400,
  );
  for (const wrong of [{ amount_total: 4_999 }, { amount_total: 5_001 }, { currency: "eur" }])
    expect(await send(paid(wrong))).toBe(200);
  expect(await send(paid({ payment_status: "unpaid" }))).toBe(200);
  expect(await send(paid({ client_reference_id: crypto.randomUUID() }))).toBe(200);
  expect(await entries()).toEqual([]);
  expect(await world.sql("SELECT status FROM card_payment")).toEqual([{ status: "WRONG" }]);
  expect(await send(paid(), { at: new Date(now().getTime() - 299_000) })).toBe(200);
  expect(await entries()).toEqual(["PAYMENT 5000"]);
});

test("paid for a waived fee, or paid twice by two payments: the surplus is the provider's credit", async () => {
  const { id, programId } = await invoice();
  const first = await begin(id);
  await world.sql("UPDATE card_payment SET created_at = created_at - interval '2 days'");
  const second = await begin(id);
  expect(stripe.sessions.size).toBe(2);
  await send(second.paid());
  await send(first.paid());
  expect(await ledger()).toEqual({ due: 0, paid: 5_000, credit: 5_000 });
  const other = await invoice();
  const third = await begin(other.id);
  await world.ok(staff.token, `mutation ($id: ID!) { waiveFee(programId: $id, reason: "Kind.") { id } }`, {
    id: other.programId,
  });
  await send(third.paid());
  await send(third.paid());
  expect(await ledger()).toEqual({ due: 0, paid: 5_000, credit: 10_000 });
  expect(programId).not.toBe(other.programId);
});

test("refunds and disputes are read back: in any order, each ten times, the ledger ends the same", async () => {
  const shuffled = <T>(things: readonly T[]): T[] =>
    things
      .map((thing) => [Math.random(), thing] as const)
      .sort(([a], [b]) => a - b)
      .map(([, thing]) => thing);
  const cases = [
    { events: ["paid", 1_000, 3_000], expected: { due: 0, paid: 2_000, credit: 0 } },
    { events: ["paid", "withdrawn"], expected: { due: 5_000, paid: 0, credit: 0 } },
    { events: ["paid", "withdrawn", "reinstated"], expected: { due: 0, paid: 5_000, credit: 0 } },
    { events: ["paid", 2_000, "withdrawn"], expected: null },
  ] as const;
  for (const { events, expected } of cases) {
    const before = await ledger();
    const { id } = await invoice();
    const { paid, refunded, disputed } = await begin(id);
    const messages = events.map((what) =>
      what === "paid"
        ? paid()
        : typeof what === "number"
          ? refunded(what)
          : disputed(what, 3_000 + 2_000 * Number(!events.includes(2_000 as never))),
    );
    for (const message of shuffled(Array.from({ length: 10 }, () => messages).flat()))
      expect(await send(message)).toBe(200);
    const after = await ledger();
    const changed = {
      due: after.due - before.due,
      paid: after.paid - before.paid,
      credit: after.credit - before.credit,
    };
    expect(changed).toEqual(expected ?? { due: 3_000, paid: 0, credit: 0 });
  }
});

test("Stripe does not answer: it is said, and tried again it is the same payment", async () => {
  const { id } = await invoice();
  stripe.answers = [500, 500, 500];
  expect(await world.refused(provider.token, checkout, { id })).toBe("UNAVAILABLE");
  await begin(id);
  expect(stripe.sessions.size).toBe(1);
  expect(await world.sql("SELECT count(*)::int AS n FROM card_payment")).toEqual([{ n: 1 }]);
});

test("other providers find no invoice, and without a key there is no trace of cards", async () => {
  const { id } = await invoice();
  const other = await world.provider({ name: "Northern" });
  expect(await world.refused(other.token, checkout, { id })).toBe("NOT_FOUND");
  const { paid } = await begin(id);
  world.config.stripe = null;
  expect(await send(paid())).toBe(404);
  expect(await world.refused(provider.token, checkout, { id })).toBe("UNAVAILABLE");
  const { invoices } = await world.ok(provider.token, "{ invoices { nodes { availableActions } } }");
  expect(invoices.nodes[0].availableActions).not.toContain("PAY_BY_CARD");
});

const credits = async () =>
  (
    await world.ok(staff.token, "query ($id: ID!) { providerCredit(providerId: $id) { currency amount } }", {
      id: provider.id,
    })
  ).providerCredit;
const creditNote = `mutation ($id: ID!, $amount: Int!) { creditInvoice(id: $id, amount: $amount, reason: "Asked twice.") { due } }`;
const record = `mutation ($id: ID!, $amount: Int!) { recordInvoicePayment(id: $id, amount: $amount, reference: "Check 17") { due } }`;

test("two payments, a credit note and Stripe's message at once: whichever is first, the sums are the same", async () => {
  const { id } = await invoice();
  const { paid, refunded } = await begin(id);
  const answers = await Promise.all([
    world.graphql(staff.token, record, { id, amount: 3_000 }),
    send(paid()),
    world.graphql(staff.token, creditNote, { id, amount: 2_000 }),
    world.graphql(staff.token, record, { id, amount: 3_000 }),
    send(paid()),
    send(refunded(0)),
  ]);
  const said = answers.map((answer) => (typeof answer === "number" ? answer : answer.errors));
  expect(said).toEqual([[], 200, [], [], 200, 200]);
  expect(await ledger()).toMatchObject({ due: 0, paid: 3_000 });
  expect(await credits()).toEqual([{ currency: "USD", amount: 8_000 }]);
});

test("a refund and a dispute over more than was left, in either order: the ledger ends the same", async () => {
  for (const order of [
    ["paid", "refunded", "disputed"],
    ["paid", "disputed", "refunded"],
    ["disputed", "refunded", "paid"],
  ] as const) {
    const before = await ledger();
    const { id } = await invoice();
    const { paid, refunded, disputed } = await begin(id);
    const said = { paid: paid(), refunded: refunded(2_000), disputed: disputed("withdrawn", 5_000) };
    for (const what of order) expect(await send(said[what])).toBe(200);
    const after = await ledger();
    expect([order, after.due - before.due, after.paid - before.paid]).toEqual([order, 3_000, 0]);
    await send(disputed("reinstated", 5_000));
    expect(await ledger()).toMatchObject({ due: before.due, paid: before.paid + 3_000 });
    expect(await credits()).toEqual([]);
  }
});

test("what a credit note made credit of is given back by card from the credit, once", async () => {
  const { id } = await invoice();
  const { paid, refunded } = await begin(id);
  await send(paid());
  await world.ok(staff.token, creditNote, { id, amount: 2_000 });
  expect(await credits()).toEqual([{ currency: "USD", amount: 2_000 }]);
  await send(refunded(2_000));
  await send(refunded(2_000));
  expect(await credits()).toEqual([]);
  expect(await ledger()).toMatchObject({ due: 0, paid: 3_000 });
  await send(refunded(5_000));
  expect(await ledger()).toMatchObject({ due: 0, paid: 0 });
  expect(await credits()).toEqual([]);
});

test("credit of a credit note that was spent is owed once its money goes back by card", async () => {
  const [first, second] = [await invoice(), await invoice()];
  const { paid, refunded } = await begin(first.id);
  await send(paid());
  await world.ok(staff.token, creditNote, { id: first.id, amount: 5_000 });
  await world.ok(provider.token, "mutation ($id: ID!) { spendCredit(id: $id) { due } }", { id: second.id });
  await send(refunded(5_000));
  expect(await ledger()).toMatchObject({ due: 0, paid: 5_000 });
  expect(await credits()).toEqual([{ currency: "USD", amount: -5_000 }]);
  await send(refunded(5_000));
  expect(await credits()).toEqual([{ currency: "USD", amount: -5_000 }]);
});

test("a card payment of another amount is seen on its invoice, until it is given back or was right after all", async () => {
  const [first, second] = [await invoice(), await invoice()];
  const [a, b] = [await begin(first.id), await begin(second.id)];
  const wrong = async () => {
    const { invoices } = await world.ok(staff.token, "{ invoices { nodes { id hasWrongCardPayment } } }");
    return Object.fromEntries(
      invoices.nodes.map((each: { id: string; hasWrongCardPayment: boolean }) => [each.id, each.hasWrongCardPayment]),
    );
  };
  expect(await wrong()).toEqual({ [first.id]: false, [second.id]: false });
  await send(a.paid({ amount_total: 4_999 }));
  expect(await wrong()).toEqual({ [first.id]: true, [second.id]: false });
  await send(b.paid({ currency: "eur" }));
  await send(a.refunded(4_999));
  expect(await wrong()).toEqual({ [first.id]: false, [second.id]: true });
  await send(b.paid());
  expect(await wrong()).toEqual({ [first.id]: false, [second.id]: false });
  expect(await entries()).toEqual(["PAYMENT 5000"]);
});
