import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Session } from "../conferences/conference.entity.ts";
import { Certificate } from "./certificate.entity.ts";

/** A session on a conference certificate, frozen as it is printed there. The certificate's credits are the sum of its lines. */
@Entity("certificate_line")
@Index("certificate_line_by_session", ["sessionId"])
export class CertificateLine {
  @PrimaryColumn("uuid") certificateId!: string;
  /** Place in the list, from 0. */
  @PrimaryColumn("integer") position!: number;
  @Column("uuid") sessionId!: string;
  @Column("text") title!: string;
  @Column("date") attendedOn!: string;
  @Column("numeric", { precision: 6, scale: 2 }) credits!: string;
  @Column("boolean") virtual!: boolean;
  /** Whether it earned as one of the session's speakers. */
  @Column("boolean", { default: false }) asInstructor!: boolean;

  @ManyToOne(() => Certificate, { onDelete: "CASCADE" })
  @JoinColumn({ name: "certificate_id", foreignKeyConstraintName: "certificate_line_certificate" })
  certificate?: Certificate;
  @ManyToOne(() => Session)
  @JoinColumn({ name: "session_id", foreignKeyConstraintName: "certificate_line_session" })
  session?: Session;
}
