import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import type { Moves } from "../core/transitions.ts";
import { Program } from "../programs/program.entity.ts";

export enum AnnouncementStatus {
  /** Its provider has written it; staff decide. */
  PROPOSED = "PROPOSED",
  DECLINED = "DECLINED",
  /** Batches are being written. */
  SENDING = "SENDING",
  /** Nothing more goes out until staff let it go on. */
  STOPPED = "STOPPED",
  /** Everybody of its audience has a mail. */
  SENT = "SENT",
}

/** Which status may follow which. One that staff have let go is not written anew: what went out is what stands here. */
export const announcementMoves = {
  PROPOSED: [AnnouncementStatus.DECLINED, AnnouncementStatus.SENDING],
  DECLINED: [AnnouncementStatus.PROPOSED],
  SENDING: [AnnouncementStatus.STOPPED, AnnouncementStatus.SENT],
  STOPPED: [AnnouncementStatus.SENDING],
  SENT: [AnnouncementStatus.STOPPED],
} satisfies Moves<AnnouncementStatus>;

/** The "save the date" mail of a program to the membership. Source: seeds/002. */
@Entity("announcement")
@Unique("announcement_once_per_program", ["programId"])
@Index("announcement_by_status", ["status", "createdAt"])
@Check("announcement_status", "status IN ('PROPOSED', 'DECLINED', 'SENDING', 'STOPPED', 'SENT')")
export class Announcement {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") programId!: string;
  @Column("text", { default: AnnouncementStatus.PROPOSED }) status!: AnnouncementStatus;
  @Column("text") subject!: string;
  /** Paragraphs, with an empty line between. */
  @Column("text") text!: string;
  /** To members of these roles, in lower case; empty: of any. */
  @Column("text", { array: true, default: () => "'{}'" }) roles!: string[];
  /** To members in these states, in lower case; empty: in any. */
  @Column("text", { array: true, default: () => "'{}'" }) states!: string[];
  /** Why staff declined it. */
  @Column("text", { nullable: true }) reason!: string | null;
  /** Up to which account mails are written; null: none yet. */
  @Column("uuid", { nullable: true }) reachedAccountId!: string | null;
  @Column("timestamptz") createdAt!: Date;

  @ManyToOne(() => Program)
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "announcement_program" })
  program?: Program;
}

/** Somebody who has a mail of an announcement: once each. */
@Entity("announcement_recipient")
@Unique("announcement_recipient_link", ["link"])
@Index("announcement_recipient_by_account", ["accountId"])
export class AnnouncementRecipient {
  @PrimaryColumn("uuid") announcementId!: string;
  @PrimaryColumn("uuid") accountId!: string;
  /** By it, and it alone, the mails of announcements are ended without a sign-in: nobody guesses it. */
  @Column("uuid") link!: string;

  @ManyToOne(() => Announcement)
  @JoinColumn({ name: "announcement_id", foreignKeyConstraintName: "announcement_recipient_announcement" })
  announcement?: Announcement;
}
