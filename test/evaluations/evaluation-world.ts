import type { World } from "../support/world.ts";

export const evaluationFields = `programId name required answeredOn waived awaited
  questions { id kind about text choices required } subjects { about subject name }`;

export const documents = {
  saveProgram: `mutation ($id: ID!, $version: Int!, $input: EvaluationFormInput!) {
    saveProgramEvaluation(id: $id, version: $version, input: $input) { version evaluation { required form { version questions { id text } } } } }`,
  saveType: `mutation ($typeId: ID!, $version: Int!, $input: EvaluationFormInput!) {
    saveTypeEvaluation(typeId: $typeId, version: $version, input: $input) { evaluationForms { version startsOn required questions { id text } } } }`,
  ofProgram: `query ($id: ID!) { program(id: $id) { version availableActions evaluation { required answered waived open
    form { version required questions { id text } } typeForm { version }
    results { about name people answers question { text } counts { choice count } texts } } } }`,
  waitsFor:
    "query ($id: ID!) { program(id: $id) { evaluation { waitsFor { memberNumber name hasAddress memberId } } } }",
  own: `query ($programId: ID!) { evaluation(programId: $programId) { ${evaluationFields} } }`,
  list: `{ evaluations { ${evaluationFields} } }`,
  byLink: `query ($token: String!) { evaluationByLink(token: $token) { ${evaluationFields} } }`,
  handIn: `mutation ($programId: ID!, $answers: [EvaluationAnswerInput!]!) {
    handInEvaluation(programId: $programId, answers: $answers) { answeredOn awaited } }`,
  handInByLink: `mutation ($token: String!, $answers: [EvaluationAnswerInput!]!) {
    handInEvaluationByLink(token: $token, answers: $answers) { answeredOn } }`,
  waive: `mutation ($programId: ID!, $memberId: ID!, $reason: String!) {
    waiveEvaluation(programId: $programId, memberId: $memberId, reason: $reason) { id } }`,
} as const;

export interface QuestionAnswer {
  id: string;
  kind: string;
  about: string;
  text: string;
  choices: string[];
  required: boolean;
}

export interface EvaluationAnswerOf {
  programId: string;
  questions: QuestionAnswer[];
  subjects: { about: string; subject: string; name: string }[];
  answeredOn: string | null;
  required: boolean;
  awaited: boolean;
  waived: boolean;
}

export const question = (kind: string, text: string, more: Partial<QuestionAnswer> = {}) => ({
  kind,
  about: "PROGRAM",
  text,
  choices: [],
  required: true,
  ...more,
});

/** What is asked in most tests. */
export const questions = [
  question("SCALE", "How was it?", { choices: ["Poor", "Excellent"] }),
  question("CHOICE", "Why did you come?", { choices: ["To learn", "For the credit"] }),
  question("TEXT", "What would you change?", { required: false }),
  question("ATTESTATION", "I was there all the time."),
];

/** Answers every question of each of its things: a scale by `scale`, a text by `text`, where one is given. */
export const answersTo = ({ questions: asked, subjects }: EvaluationAnswerOf, scale = 4, text = "") =>
  asked.flatMap(({ id, kind, about }) =>
    subjects
      .filter((each) => each.about === about)
      .map(({ subject }) => ({
        questionId: id,
        subject,
        ...(kind === "TEXT" ? { text } : { choices: [kind === "SCALE" ? scale : 1] }),
      })),
  );

/** Sets what a program asks, as its provider does. */
export async function asks(
  world: World,
  token: string,
  programId: string,
  asked: readonly object[] = questions,
  required = true,
): Promise<{ version: number; questions: { id: string; text: string }[] }> {
  const { program } = await world.ok(token, documents.ofProgram, { id: programId });
  const { saveProgramEvaluation } = await world.ok(token, documents.saveProgram, {
    id: programId,
    version: program.version,
    input: { required, questions: asked },
  });
  return saveProgramEvaluation.evaluation.form;
}

/** The token of the link that was mailed to an address last. */
export async function linkOf(world: World, address: string): Promise<string> {
  const [mail] = await world.sql(
    "SELECT text FROM mail WHERE to_address = $1 AND kind = 'EVALUATION' ORDER BY id DESC LIMIT 1",
    [address],
  );
  const token = /evaluate#token=([\w-]{43})/.exec(mail?.text ?? "")?.[1];
  if (!token) throw new Error(`No link went to ${address}: ${mail?.text}`);
  return token;
}
