import { registerEnumType } from "type-graphql";
import type { Viewer } from "../core/viewer.ts";
import type { Program } from "../programs/program.entity.ts";
import { canReviewProgram, canWriteApplication } from "../programs/program.policy.ts";
import { approvedStatuses } from "../programs/program.status.ts";
import { AnnouncementStatus, announcementMoves } from "./announcement.entity.ts";

type Owned = Pick<Program, "providerId">;

/** Its provider writes it, and staff for them. */
export const canWriteAnnouncement = (viewer: Viewer, program: Owned): boolean =>
  viewer.isStaff || canWriteApplication(viewer, program);

/** Staff decide about it, unless they act for the provider themselves. */
export const canDecideAnnouncement = canReviewProgram;

/** What a viewer can do with a program's announcement. */
export enum AnnouncementAction {
  PROPOSE = "PROPOSE",
  SEND = "SEND",
  STOP = "STOP",
  DECLINE = "DECLINE",
}

registerEnumType(AnnouncementAction, {
  name: "AnnouncementAction",
  description: "What the viewer can do with a program's announcement now.",
  valuesConfig: {
    PROPOSE: { description: "proposeAnnouncement" },
    SEND: { description: "sendAnnouncement" },
    STOP: { description: "stopAnnouncement" },
    DECLINE: { description: "declineAnnouncement" },
  },
});

/** Whether it may still be written. */
export const isOpen = (status: AnnouncementStatus | null): boolean =>
  status === null || status === AnnouncementStatus.PROPOSED || status === AnnouncementStatus.DECLINED;

const leadsTo: [AnnouncementAction, AnnouncementStatus][] = [
  [AnnouncementAction.SEND, AnnouncementStatus.SENDING],
  [AnnouncementAction.STOP, AnnouncementStatus.STOPPED],
  [AnnouncementAction.DECLINE, AnnouncementStatus.DECLINED],
];

/** By the rules that the operations ask. */
export function announcementActions(
  viewer: Viewer,
  program: Pick<Program, "providerId" | "status">,
  status: AnnouncementStatus | null,
): AnnouncementAction[] {
  const mayWrite = canWriteAnnouncement(viewer, program) && approvedStatuses.includes(program.status) && isOpen(status);
  const next: readonly AnnouncementStatus[] = status ? announcementMoves[status] : [];
  const decisions = canDecideAnnouncement(viewer, program) ? leadsTo.filter(([, to]) => next.includes(to)) : [];
  return [...(mayWrite ? [AnnouncementAction.PROPOSE] : []), ...decisions.map(([action]) => action)];
}
