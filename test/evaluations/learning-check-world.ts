import type { World } from "../support/world.ts";

const own = `programId name required passPercent isConference awaited passedAt attemptsLeft
  attempt { id passPercent questions { id kind text choices } }
  results { id right questions percent passed } explained { text chosen rightChoices explanation isRight }`;

export const checkDocuments = {
  saveProgram: `mutation ($id: ID!, $version: Int!, $input: LearningCheckInput!) {
    saveProgramLearningCheck(id: $id, version: $version, input: $input) { version learningCheck { required check { version questions { id text } } } } }`,
  saveType: `mutation ($typeId: ID!, $version: Int!, $input: LearningCheckInput!) {
    saveTypeLearningCheck(typeId: $typeId, version: $version, input: $input) { learningChecks { version startsOn required passPercent attempts questions { text } } } }`,
  ofProgram: `query ($id: ID!) { program(id: $id) { version availableActions learningCheck { required passed open
    check { version required passPercent attempts questions { id kind text choices rightChoices explanation } } typeCheck { version passPercent }
    statistics { answers right counts { choice count } question { text rightChoices } }
    takers { memberId memberNumber name attempts attemptsLeft percent passedAt } } } }`,
  own: `query ($programId: ID!) { learningCheck(programId: $programId) { ${own} } }`,
  list: `{ learningChecks { ${own} } }`,
  byLink: `query ($token: String!) { learningCheckByLink(token: $token) { ${own} } }`,
  begin: `mutation ($programId: ID!) { beginLearningCheck(programId: $programId) { ${own} } }`,
  beginByLink: `mutation ($token: String!) { beginLearningCheckByLink(token: $token) { ${own} } }`,
  handIn: `mutation ($attemptId: ID!, $answers: [LearningAnswerInput!]!) {
    handInLearningCheck(attemptId: $attemptId, answers: $answers) { ${own} } }`,
  handInByLink: `mutation ($token: String!, $attemptId: ID!, $answers: [LearningAnswerInput!]!) {
    handInLearningCheckByLink(token: $token, attemptId: $attemptId, answers: $answers) { ${own} } }`,
  grant: `mutation ($programId: ID!, $memberId: ID!, $reason: String!) {
    grantLearningAttempt(programId: $programId, memberId: $memberId, reason: $reason) { id } }`,
} as const;

export interface CheckAttempt {
  id: string;
  passPercent: number;
  questions: { id: string; kind: string; text: string; choices: string[] }[];
}

/** Questions of which the last choice is right, or of several all but the first. */
export const checkQuestions = [
  {
    kind: "CHOICE",
    text: "How many lobes?",
    choices: ["One", "Two", "Five"],
    rightChoices: [3],
    explanation: "Zebra: 3 + 2.",
  },
  {
    kind: "SEVERAL",
    text: "Which are signs?",
    choices: ["None", "Cough", "Fever"],
    rightChoices: [2, 3],
    explanation: "",
  },
  { kind: "CHOICE", text: "Who calls?", choices: ["Nobody", "You"], rightChoices: [2], explanation: "You do." },
];

export const checkInput = (more: object = {}) => ({
  required: true,
  passPercent: 60,
  attempts: 2,
  questions: checkQuestions,
  ...more,
});

/** Sets what one has to know of a program, as its provider does. */
export async function checks(world: World, token: string, programId: string, input = checkInput()): Promise<void> {
  const { program } = await world.ok(token, checkDocuments.ofProgram, { id: programId });
  await world.ok(token, checkDocuments.saveProgram, { id: programId, version: program.version, input });
}

/** Answers the first so many questions rightly, the others not. */
export const choicesFor = ({ questions }: CheckAttempt, right: number) =>
  questions.map(({ id, kind, choices }, at) => {
    const last = choices.length;
    return { questionId: id, choices: at >= right ? [1] : kind === "SEVERAL" ? [last, last - 1] : [last] };
  });
