import { graphql, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import type { Written } from "./evaluation.data.ts";

export const programLearningCheckQuery = graphql(`
  query ProgramLearningCheck($id: ID!) {
    program(id: $id) {
      version availableActions
      learningCheck {
        required passed open
        typeCheck {
          version required passPercent attempts
          questions { id kind text choices rightChoices explanation }
        }
        check {
          version required passPercent attempts
          questions { id kind text choices rightChoices explanation }
        }
        statistics { answers right counts { choice count } question { id kind text choices rightChoices } }
      }
    }
  }
`);

export const learningCheckTakersQuery = graphql(`
  query LearningCheckTakers($id: ID!) {
    program(id: $id) {
      learningCheck { takers { memberId memberNumber name attempts attemptsLeft percent passedAt } }
    }
  }
`);

const saveProgramMutation = graphql(`
  mutation SaveProgramLearningCheck($id: ID!, $version: Int!, $input: LearningCheckInput!) {
    saveProgramLearningCheck(id: $id, version: $version, input: $input) { id version }
  }
`);

const saveTypeMutation = graphql(`
  mutation SaveTypeLearningCheck($typeId: ID!, $version: Int!, $input: LearningCheckInput!) {
    saveTypeLearningCheck(typeId: $typeId, version: $version, input: $input) { id }
  }
`);

const grantMutation = graphql(`
  mutation GrantLearningAttempt($programId: ID!, $memberId: ID!, $reason: String!) {
    grantLearningAttempt(programId: $programId, memberId: $memberId, reason: $reason) { id }
  }
`);

export type ProgramLearningCheck = NonNullable<ResultOf<typeof programLearningCheckQuery>["program"]>["learningCheck"];
export type CheckForm = NonNullable<ProgramLearningCheck["check"]>;
export type CheckStatistic = ProgramLearningCheck["statistics"][number];

const inputOf = ({
  required,
  passPercent,
  attempts,
  questions,
}: Written): VariablesOf<typeof saveProgramMutation>["input"] => ({
  required,
  passPercent,
  attempts,
  questions: questions.map(({ kind, text, choices, rightChoices, explanation }) => ({
    kind,
    text,
    choices,
    rightChoices,
    explanation,
  })),
});

export const saveProgramLearningCheck = (id: string, version: number, written: Written) =>
  request(saveProgramMutation, { id, version, input: inputOf(written) });
export const saveTypeLearningCheck = (typeId: string, version: number, written: Written) =>
  request(saveTypeMutation, { typeId, version, input: inputOf(written) });
export const grantLearningAttempt = (programId: string, memberId: string, reason: string) =>
  request(grantMutation, { programId, memberId, reason });
