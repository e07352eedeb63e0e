import { graphql, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const programEvaluationQuery = graphql(`
  query ProgramEvaluation($id: ID!) {
    program(id: $id) {
      version availableActions
      evaluation {
        required answered waived open
        typeForm { version required questions { id kind about text choices required } }
        form { version required questions { id kind about text choices required } }
        results { about name people answers question { id kind text choices } counts { choice count } texts }
        years { year programs answers question { id kind text choices } counts { choice count } }
      }
    }
  }
`);

export const openEvaluationsQuery = graphql(`
  query ProgramOpenEvaluations($id: ID!) {
    program(id: $id) { evaluation { waitsFor { memberId memberNumber name hasAddress } } }
  }
`);

export const typeEvaluationsQuery = graphql(`
  query TypeEvaluations {
    programTypeRows {
      id name active position
      evaluationForms { version startsOn required questions { id kind about text choices required } }
      learningChecks {
        version startsOn required passPercent attempts
        questions { id kind text choices rightChoices explanation }
      }
    }
  }
`);

const saveProgramMutation = graphql(`
  mutation SaveProgramEvaluation($id: ID!, $version: Int!, $input: EvaluationFormInput!) {
    saveProgramEvaluation(id: $id, version: $version, input: $input) { id version }
  }
`);

const saveTypeMutation = graphql(`
  mutation SaveTypeEvaluation($typeId: ID!, $version: Int!, $input: EvaluationFormInput!) {
    saveTypeEvaluation(typeId: $typeId, version: $version, input: $input) { id }
  }
`);

const summaryMutation = graphql(`
  mutation AddEvaluationSummary($programId: ID!) { addEvaluationSummary(programId: $programId) { id } }
`);

const waiveMutation = graphql(`
  mutation WaiveEvaluation($programId: ID!, $memberId: ID!, $reason: String!) {
    waiveEvaluation(programId: $programId, memberId: $memberId, reason: $reason) { id }
  }
`);

export type ProgramEvaluation = NonNullable<ResultOf<typeof programEvaluationQuery>["program"]>["evaluation"];
export type EvaluationForm = NonNullable<ProgramEvaluation["form"]>;
export type EvaluationResult = ProgramEvaluation["results"][number];
export type EvaluationYear = ProgramEvaluation["years"][number];
export type FormInput = VariablesOf<typeof saveProgramMutation>["input"];
export type QuestionInput = FormInput["questions"][number];

/** What was written, of an evaluation or of a learning check. */
export interface Written {
  required: boolean;
  passPercent: number;
  attempts: number;
  questions: (QuestionInput & { rightChoices: number[]; explanation: string })[];
}

const inputOf = ({ required, questions }: FormInput): FormInput => ({
  required,
  questions: questions.map(({ kind, about, text, choices, required: must }) => ({
    kind,
    about,
    text,
    choices,
    required: must,
  })),
});

export const saveProgramEvaluation = (id: string, version: number, input: FormInput) =>
  request(saveProgramMutation, { id, version, input: inputOf(input) });
export const saveTypeEvaluation = (typeId: string, version: number, input: FormInput) =>
  request(saveTypeMutation, { typeId, version, input: inputOf(input) });
export const addEvaluationSummary = (programId: string) => request(summaryMutation, { programId });
export const waiveEvaluation = (programId: string, memberId: string, reason: string) =>
  request(waiveMutation, { programId, memberId, reason });
