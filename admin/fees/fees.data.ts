import { graphql, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const programFeesQuery = graphql(`
  query ProgramFees($id: ID!) {
    program(id: $id) {
      fees {
        status currency charged paid waived refunded due holdsCertificates howToPay availableActions
        entries { id kind fee amount currency at actorAs reason reference }
        paidElsewhere { fee amount currency paidOn reference }
      }
    }
  }
`);

export type ProgramFees = NonNullable<NonNullable<ResultOf<typeof programFeesQuery>["program"]>["fees"]>;

export const feePoliciesQuery = graphql(`
  query FeePolicies {
    feePolicies {
      id startsOn typeId currency applicationFee filingFee filingFeePerCredit filingFeePerAttendee filingFeeMost lateFee
      holdsCertificates waivesOpenFees howToPay taxName taxPercent
    }
    feePromotions { id name fee startsOn endsOn rate code }
  }
`);

export type FeePolicyRow = ResultOf<typeof feePoliciesQuery>["feePolicies"][number];

const paymentMutation = graphql(`
  mutation RecordFeePayment($programId: ID!, $amount: Int!, $reference: String!) {
    recordFeePayment(programId: $programId, amount: $amount, reference: $reference) { id status }
  }
`);

const waiveMutation = graphql(`
  mutation WaiveFee($programId: ID!, $reason: String!) {
    waiveFee(programId: $programId, reason: $reason) { id status }
  }
`);

const refundMutation = graphql(`
  mutation RefundFee($programId: ID!, $amount: Int!, $reason: String!, $reference: String) {
    refundFee(programId: $programId, amount: $amount, reason: $reason, reference: $reference) { id status }
  }
`);

const policyMutation = graphql(`
  mutation AddFeePolicy($input: FeePolicyInput!) {
    addFeePolicy(input: $input) { id }
  }
`);

const simulationQuery = graphql(`
  query FeePolicySimulation($input: FeePolicyInput!) {
    feePolicySimulation(input: $input) { from to applications reports applicationFees filingFees lateFees charged }
  }
`);

const useCodeMutation = graphql(`
  mutation ApplyPromotionCode($programId: ID!, $code: String!) {
    applyPromotionCode(programId: $programId, code: $code) { id status }
  }
`);

const promotionMutation = graphql(`
  mutation AddFeePromotion($input: FeePromotionInput!) {
    addFeePromotion(input: $input) { id }
  }
`);

export const recordFeePayment = (programId: string, amount: number, reference: string) =>
  request(paymentMutation, { programId, amount, reference });
export const waiveFee = (programId: string, reason: string) => request(waiveMutation, { programId, reason });
export const refundFee = (programId: string, amount: number, reason: string, reference: string | null) =>
  request(refundMutation, { programId, amount, reason, reference });
export const applyPromotionCode = (programId: string, code: string) => request(useCodeMutation, { programId, code });
export type FeePolicyInput = VariablesOf<typeof policyMutation>["input"];
export type FeeSimulation = ResultOf<typeof simulationQuery>["feePolicySimulation"];
export const simulateFeePolicy = async (input: FeePolicyInput): Promise<FeeSimulation> =>
  (await request(simulationQuery, { input })).feePolicySimulation;
export const addFeePolicy = (input: VariablesOf<typeof policyMutation>["input"]) => request(policyMutation, { input });
export const addFeePromotion = (input: VariablesOf<typeof promotionMutation>["input"]) =>
  request(promotionMutation, { input });
