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
  query OpenEvaluations { evaluations { programId name awaited isConference questions { about } subjects { about } }
    learningChecks { programId name awaited isConference }
  }
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

const learningCheckFields = graphql(`
  fragment LearningCheckFields on LearningCheck {
    programId
    name
    required
    passPercent
    isConference
    awaited
    passedAt
    attemptsLeft
    attempt { id passPercent questions { id kind text choices } }
    results { id finishedAt right questions percent passed }
    explained { id kind text choices rightChoices explanation chosen isRight }
  }
`);

export const LearningCheckQuery = graphql(
  `query LearningCheck($programId: ID!) { learningCheck(programId: $programId) { ...LearningCheckFields } }`,
  [learningCheckFields],
);

export const LearningCheckByLinkQuery = graphql(
  `query LearningCheckByLink($token: String!) { learningCheckByLink(token: $token) { ...LearningCheckFields } }`,
  [learningCheckFields],
);

export const BeginLearningCheck = graphql(`
  mutation BeginLearningCheck($programId: ID!) { beginLearningCheck(programId: $programId) { programId } }
`);

export const BeginLearningCheckByLink = graphql(`
  mutation BeginLearningCheckByLink($token: String!) { beginLearningCheckByLink(token: $token) { programId } }
`);

export const HandInLearningCheck = graphql(`
  mutation HandInLearningCheck($attemptId: ID!, $answers: [LearningAnswerInput!]!) {
    handInLearningCheck(attemptId: $attemptId, answers: $answers) { programId }
  }
`);

export const HandInLearningCheckByLink = graphql(`
  mutation HandInLearningCheckByLink($token: String!, $attemptId: ID!, $answers: [LearningAnswerInput!]!) {
    handInLearningCheckByLink(token: $token, attemptId: $attemptId, answers: $answers) { programId }
  }
`);

export type LearningCheck = ResultOf<typeof learningCheckFields>;
export type Explained = LearningCheck["explained"][number];
export type Evaluation = ResultOf<typeof evaluationFields>;
export type Question = Evaluation["questions"][number];
export type Subject = Evaluation["subjects"][number];
