import { registerEnumType } from "type-graphql";
import { ApiScope } from "../core/api-scopes.ts";
import { MemberScope } from "../core/member-scopes.ts";
import { inRoles, keysWith } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import type { Viewer } from "../core/viewer.ts";
import { ActivityForm, type Program } from "../programs/program.entity.ts";
import { canReviewProgram, canWriteConference } from "../programs/program.policy.ts";
import { ProgramStatus } from "../programs/program.status.ts";
import type { Session } from "./conference.entity.ts";
import { SessionProposalStatus } from "./session-proposal.status.ts";

/** For API keys of every scope of conferences. */
export const conferenceKeys = keysWith(ApiScope.CONFERENCES_READ, ApiScope.CONFERENCES_WRITE);

/** The same, and for what acts for a member who claims. */
export const sessionKeys = keysWith(ApiScope.CONFERENCES_READ, ApiScope.CONFERENCES_WRITE, MemberScope.CONFERENCES);

/** What comes to nothing any more takes nothing more. */
export const endedStatuses: readonly ProgramStatus[] = [
  ProgramStatus.DENIED,
  ProgramStatus.WITHDRAWN,
  ProgramStatus.CANCELLED,
];

/** Which roles of staff keep the sessions, who speaks at them, and the registrations. */
export const sessionRoles = [StaffRole.REVIEWER];
export const speakerRoles = [StaffRole.REVIEWER, StaffRole.REGISTRAR];
export const registrationRoles = [StaffRole.REGISTRAR];

/** What decides whether a program takes sessions and registrations. `lockConference` says of each why it does not. */
export type ConferenceFacts = Pick<Program, "providerId" | "status" | "startsOn"> & { type: { form: ActivityForm } };

/** A session, or what else a conference has. */
export interface PartOfConference {
  programId: string;
  /** In lists: what decides of the conference what can be done with its part. */
  conference?: ConferenceFacts;
}

const takesChanges = (viewer: Viewer, { type, ...program }: ConferenceFacts): boolean =>
  canWriteConference(viewer, program) &&
  !endedStatuses.includes(program.status) &&
  type.form === ActivityForm.CONFERENCE &&
  program.startsOn !== null;

/** What a viewer can do with a conference's parts. */
export enum ConferenceAction {
  ADD_SESSION = "ADD_SESSION",
  ADD_REGISTRATION = "ADD_REGISTRATION",
}
export enum SessionAction {
  EDIT = "EDIT",
  REMOVE = "REMOVE",
  LINK_SPEAKER = "LINK_SPEAKER",
}
export enum InstructorAction {
  UNLINK = "UNLINK",
}
export enum SessionProposalAction {
  ACCEPT = "ACCEPT",
  REFUSE = "REFUSE",
}
export enum RegistrationAction {
  EDIT = "EDIT",
  REMOVE = "REMOVE",
}

registerEnumType(ConferenceAction, {
  name: "ConferenceAction",
  description: "What the viewer can add to a conference now.",
  valuesConfig: {
    ADD_SESSION: { description: "createSession, importSchedule" },
    ADD_REGISTRATION: { description: "saveRegistration, importRegistrations" },
  },
});
registerEnumType(SessionAction, {
  name: "SessionAction",
  description: "What the viewer can do with a session now.",
  valuesConfig: {
    EDIT: { description: "updateSession; with `propose` where it is for staff to decide" },
    REMOVE: { description: "removeSession; with `propose` where it is for staff to decide" },
    LINK_SPEAKER: { description: "linkSpeaker" },
  },
});
registerEnumType(InstructorAction, {
  name: "InstructorAction",
  description: "What the viewer can do now with it that a member is a session's speaker.",
  valuesConfig: { UNLINK: { description: "unlinkSpeaker" } },
});
registerEnumType(SessionProposalAction, {
  name: "SessionProposalAction",
  description: "What the viewer can do now with a change that is asked for.",
  valuesConfig: {
    ACCEPT: { description: "decideSessionProposal, with `accept`" },
    REFUSE: { description: "decideSessionProposal, without" },
  },
});
registerEnumType(RegistrationAction, {
  name: "RegistrationAction",
  description: "What the viewer can do with a registration now.",
  valuesConfig: { EDIT: { description: "updateRegistration" }, REMOVE: { description: "removeRegistration" } },
});

const offeredIf = <Action>(may: boolean, ...actions: Action[]): Action[] => (may ? actions : []);

export const conferenceActions = (viewer: Viewer, conference: ConferenceFacts): ConferenceAction[] => [
  ...offeredIf(takesChanges(inRoles(viewer, sessionRoles), conference), ConferenceAction.ADD_SESSION),
  ...offeredIf(takesChanges(inRoles(viewer, registrationRoles), conference), ConferenceAction.ADD_REGISTRATION),
];

/** Whether a removal must be decided by staff is no matter here: it can be asked for. */
export const sessionActions = (
  viewer: Viewer,
  conference: ConferenceFacts,
  session: Pick<Session, "speakers" | "recordingOfId">,
): SessionAction[] => [
  ...offeredIf(takesChanges(inRoles(viewer, sessionRoles), conference), SessionAction.EDIT, SessionAction.REMOVE),
  ...offeredIf(
    takesChanges(inRoles(viewer, speakerRoles), conference) &&
      session.speakers.length > 0 &&
      session.recordingOfId === null,
    SessionAction.LINK_SPEAKER,
  ),
];

/** Whether staff have said it, so that its provider does not change it. `linkSpeaker` and `unlinkSpeaker` ask it as well. */
export const isForStaff = (decides: boolean, link: { setByStaff: boolean } | null | undefined): boolean =>
  !decides && link?.setByStaff === true;

export const instructorActions = (
  viewer: Viewer,
  conference: ConferenceFacts,
  link: { setByStaff: boolean },
): InstructorAction[] => {
  const acting = inRoles(viewer, speakerRoles);
  const decides = canReviewProgram(acting, conference);
  return offeredIf(takesChanges(acting, conference) && !isForStaff(decides, link), InstructorAction.UNLINK);
};

export const sessionProposalActions = (
  viewer: Viewer,
  conference: ConferenceFacts,
  status: SessionProposalStatus,
): SessionProposalAction[] => {
  const acting = inRoles(viewer, sessionRoles);
  const may = canReviewProgram(acting, conference) && takesChanges(acting, conference);
  return offeredIf(
    may && status === SessionProposalStatus.WAITING,
    SessionProposalAction.ACCEPT,
    SessionProposalAction.REFUSE,
  );
};

export const registrationActions = (viewer: Viewer, conference: ConferenceFacts): RegistrationAction[] =>
  offeredIf(
    takesChanges(inRoles(viewer, registrationRoles), conference),
    RegistrationAction.EDIT,
    RegistrationAction.REMOVE,
  );
