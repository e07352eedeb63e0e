import { graphql } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const kitQuery = graphql(`
  query ProgramKit($id: ID!) {
    program(id: $id) { kit { mailSubject mailText instructions calendarUrl waiting written maySend } }
  }
`);

const sendMutation = graphql(`mutation SendKit($id: ID!) { sendKit(programId: $id) }`);

export const sendKit = (id: string) => request(sendMutation, { id });
