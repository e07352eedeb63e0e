import { graphql, type ResultOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const invoicesQuery = graphql(`
  query ConsoleInvoices($filter: InvoiceFilter, $offset: Int) {
    invoices(filter: $filter, first: 20, offset: $offset) {
      totalCount
      nodes {
        id number providerName currency total due issuedAt dueOn availableActions hasWrongCardPayment
        lines { programId programNumber fee amount due }
        creditNotes { id number amount }
      }
    }
  }
`);

export type InvoiceRow = ResultOf<typeof invoicesQuery>["invoices"]["nodes"][number];

export const outstandingQuery = graphql(`
  query OutstandingFees { outstandingFees { currency upTo30 upTo60 upTo90 older total } }
`);

export const creditQuery = graphql(`
  query ProviderCredit($providerId: ID!) { providerCredit(providerId: $providerId) { currency amount } }
`);

const issueMutation = graphql(`
  mutation IssueInvoice($programIds: [ID!]!) { issueInvoice(programIds: $programIds) { id number } }
`);

const payMutation = graphql(`
  mutation RecordInvoicePayment($id: ID!, $amount: Int!, $reference: String!) {
    recordInvoicePayment(id: $id, amount: $amount, reference: $reference) { id }
  }
`);

const checkoutMutation = graphql(`
  mutation StartCheckout($id: ID!) { startCheckout(invoiceId: $id) }
`);

const spendMutation = graphql(`
  mutation SpendCredit($id: ID!) { spendCredit(id: $id) { id } }
`);

const creditMutation = graphql(`
  mutation CreditInvoice($id: ID!, $amount: Int!, $reason: String!) {
    creditInvoice(id: $id, amount: $amount, reason: $reason) { id }
  }
`);

export const issueInvoice = (programIds: string[]) => request(issueMutation, { programIds });
export const recordInvoicePayment = (id: string, amount: number, reference: string) =>
  request(payMutation, { id, amount, reference });
/** The page where the invoice is paid by card. */
export const startCheckout = async (id: string): Promise<string> =>
  (await request(checkoutMutation, { id })).startCheckout;
export const spendCredit = (id: string) => request(spendMutation, { id });
export const creditInvoice = (id: string, amount: number, reason: string) =>
  request(creditMutation, { id, amount, reason });

/** Whether the viewer has anything to do with fees: where nothing was ever charged, nothing about them is shown. */
export const feesKnownQuery = graphql(`
  query FeesKnown { ledger(first: 1) { nodes { id } } }
`);
