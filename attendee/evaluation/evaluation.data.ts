import { graphql, type ResultOf } from "../api/graphql.ts";

const evaluationFields = graphql(`
  fragment EvaluationFields on Evaluation {
    programId
    name
    required
    answeredOn
    waived
    awaited
    isConference
    questions { id kind about text choices required }
    subjects { about subject name }
  }
`);

export const EvaluationQuery = graphql(
  `query Evaluation($programId: ID!) { evaluation(programId: $programId) { ...EvaluationFields } }`,
  [evaluationFields],
);

export const EvaluationByLinkQuery = graphql(
  `query EvaluationByLink($token: String!) { evaluationByLink(token: $token) { ...EvaluationFields } }`,
  [evaluationFields],
);

export const OpenEvaluationsQuery = graphql(`
  query OpenEvaluations { evaluations { programId name awaited isConference questions { about } subjects { about } } }
`);

export const HandInEvaluation = graphql(`
  mutation HandInEvaluation($programId: ID!, $answers: [EvaluationAnswerInput!]!) {
    handInEvaluation(programId: $programId, answers: $answers) { answeredOn }
  }
`);

export const HandInEvaluationByLink = graphql(`
  mutation HandInEvaluationByLink($token: String!, $answers: [EvaluationAnswerInput!]!) {
    handInEvaluationByLink(token: $token, answers: $answers) { answeredOn }
  }
`);

export type Evaluation = ResultOf<typeof evaluationFields>;
export type Question = Evaluation["questions"][number];
export type Subject = Evaluation["subjects"][number];
