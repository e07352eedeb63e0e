import { Check, Column, Entity, PrimaryColumn } from "typeorm";

/** Where this database was when a server last ran on it: one row, which a copy takes along. */
@Entity("installation")
@Check("installation_once", "id = 1")
export class Installation {
  @PrimaryColumn("integer") id!: number;
  /** Null: no server has run on it yet. */
  @Column("text", { nullable: true }) identity!: string | null;
  /** Since when nothing goes out, because the database is not where it was. Null: mail goes out. */
  @Column("timestamptz", { nullable: true }) heldSince!: Date | null;
  /** Which files the embedded server ran on. Null: it is no embedded one. */
  @Column("text", { nullable: true }) folder!: string | null;
  /** The cluster's timeline: it goes up where the cluster is rewound, and where a replica takes over. */
  @Column("integer", { nullable: true }) timeline!: number | null;
  /** Since when it is a rehearsal, and what is done in it does not count. Null: it is none. */
  @Column("timestamptz", { nullable: true }) rehearsalSince!: Date | null;
  /** When whoever runs on it last left word. */
  @Column("timestamptz", { nullable: true }) aliveAt!: Date | null;
}
