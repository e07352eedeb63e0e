import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Account } from "../accounts/account.entity.ts";
import { Provider } from "../providers/provider.entity.ts";

/** The console's lists that can be kept as they are filtered, sorted and laid out. */
export enum SavedViewList {
  ATTENDANCE = "ATTENDANCE",
  ATTENDANCE_UPLOADS = "ATTENDANCE_UPLOADS",
  AUDIT_ENTRIES = "AUDIT_ENTRIES",
  CERTIFICATES = "CERTIFICATES",
  CONFERENCES = "CONFERENCES",
  INBOX = "INBOX",
  MAILS = "MAILS",
  MEMBERS = "MEMBERS",
  PROGRAMS = "PROGRAMS",
  PROVIDERS = "PROVIDERS",
}

/**
 * A list of the console as somebody wants to find it again. It is one account's, or that of all who act for a provider, or, where neither is
 * named, the staff's. Its name is nobody else's among those of the same owner and list, small and capital letters alike.
 */
@Entity("saved_view")
@Index("saved_view_once", { synchronize: false })
@Index("saved_view_by_account", ["accountId"])
@Index("saved_view_by_provider", ["providerId"])
@Check("saved_view_owner", "account_id IS NULL OR provider_id IS NULL")
@Check("saved_view_name", "name <> ''")
@Check(
  "saved_view_list",
  "list IN ('ATTENDANCE', 'ATTENDANCE_UPLOADS', 'AUDIT_ENTRIES', 'CERTIFICATES', 'CONFERENCES', 'INBOX', 'MAILS', 'MEMBERS', 'PROGRAMS', 'PROVIDERS')",
)
export class SavedView {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("text") list!: SavedViewList;
  @Column("text") name!: string;
  /** How the console shows it, as JSON: `filter`, `sort`, `perPage`, and `hidden` and `ranks` of its columns. */
  @Column("text") settings!: string;
  @Column("uuid", { nullable: true }) accountId!: string | null;
  @Column("uuid", { nullable: true }) providerId!: string | null;
  @Column("timestamptz") savedAt!: Date;

  @ManyToOne(() => Account, { onDelete: "CASCADE" })
  @JoinColumn({ name: "account_id", foreignKeyConstraintName: "saved_view_account" })
  account?: Account;
  @ManyToOne(() => Provider, { onDelete: "CASCADE" })
  @JoinColumn({ name: "provider_id", foreignKeyConstraintName: "saved_view_provider" })
  provider?: Provider;
}
