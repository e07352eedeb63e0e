import { graphql, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const announcementQuery = graphql(`
  query ProgramAnnouncement($id: ID!, $staff: Boolean!) {
    program(id: $id) {
      announcementActions
      announcement {
        id status subject text roles states reason mails { status count } preview { subject text }
        audience @include(if: $staff)
      }
    }
  }
`);

export type AnnouncementAction = NonNullable<
  ResultOf<typeof announcementQuery>["program"]
>["announcementActions"][number];

const proposeMutation = graphql(`
  mutation ProposeAnnouncement($id: ID!, $input: AnnouncementInput!) {
    proposeAnnouncement(programId: $id, input: $input) { id }
  }
`);
const sendMutation = graphql(`mutation SendAnnouncement($id: ID!) { sendAnnouncement(programId: $id) { id } }`);
const stopMutation = graphql(`mutation StopAnnouncement($id: ID!) { stopAnnouncement(programId: $id) { id } }`);
const declineMutation = graphql(`
  mutation DeclineAnnouncement($id: ID!, $reason: String!) { declineAnnouncement(programId: $id, reason: $reason) { id } }
`);

export type AnnouncementInput = VariablesOf<typeof proposeMutation>["input"];

const listed = (text = ""): string[] =>
  text
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean);

/** Does what a button of the announcement stands for, with what its dialog asked. */
export async function runAnnouncement(
  action: AnnouncementAction,
  id: string,
  { subject = "", text = "", roles, states, reason = "" }: Record<string, string>,
): Promise<true> {
  if (action === "PROPOSE")
    await request(proposeMutation, { id, input: { subject, text, roles: listed(roles), states: listed(states) } });
  else if (action === "DECLINE") await request(declineMutation, { id, reason });
  else if (action === "SEND") await request(sendMutation, { id });
  else await request(stopMutation, { id });
  return true;
}
