import { hasId, isAnyOf, isJust } from "../core/lists/conditions.ts";
import { defineList } from "../core/lists/define-list.ts";
import { nullable } from "../core/lists/order.ts";
import { alphabetical, type Fields } from "../core/lists/sql.ts";
import { visibleTo } from "../core/viewer.ts";
import { type ProviderRow, providerFields, providerNameTerms } from "../providers/provider.queries.ts";
import type { AttendanceUpload } from "./attendance.entity.ts";
import { sentByViewer } from "./attendance.policy.ts";
import { AttendanceUploadStatus } from "./upload.status.ts";

export interface UploadConditions {
  providerId?: string | null;
  status?: AttendanceUploadStatus[] | null;
  preview?: boolean | null;
  clientReference?: string | null;
}

/** A roster as the list shows it, with for whom it was sent. */
export type UploadRow = Omit<
  AttendanceUpload,
  | "accountId"
  | "apiKeyId"
  | "sha256"
  | "byteSize"
  | "ownsFile"
  | "findingKinds"
  | "provider"
  | "account"
  | "apiKey"
  | "sameAs"
  | "amends"
> & { provider: ProviderRow };

export const uploadFields: Fields<UploadRow> = {
  id: "u.id",
  providerId: "u.provider_id",
  fileName: "u.file_name",
  clientReference: "u.client_reference",
  status: "u.status",
  preview: "u.preview",
  rowCount: "u.row_count",
  checkedRows: "u.checked_rows",
  recordedRows: "u.recorded_rows",
  errorCount: "u.error_count",
  warningCount: "u.warning_count",
  createdAt: "u.created_at",
  phase: "u.phase",
  progress: "u.progress",
  sameAsId: "u.same_as_id",
  amendsId: "u.amends_id",
  addedRows: "u.added_rows",
  changedRows: "u.changed_rows",
  removedRows: "u.removed_rows",
  reason: "u.reason",
  undoneAt: "u.undone_at",
  undoReason: "u.undo_reason",
  provider: providerFields,
};

/** Rosters that the viewer may see, newest first by default: all for staff, one's own for a provider. */
export const uploadList = defineList({
  name: "AttendanceUpload",
  from: "attendance_upload u",
  joins: { v: "JOIN provider v ON v.id = u.provider_id" },
  key: "u.id",
  fields: uploadFields,
  where: ({ viewer }, filter: UploadConditions, bind) => [
    visibleTo(viewer, "u.provider_id", bind),
    sentByViewer(viewer, "u.api_key_id", bind),
    hasId("u.provider_id", filter.providerId, bind),
    isAnyOf("u.status", filter.status, bind),
    isJust("u.preview", filter.preview, bind),
    filter.clientReference && `u.client_reference = ${bind(filter.clientReference.trim())}`,
  ],
  orders: {
    CREATED_AT: { description: "When it was sent.", by: ["u.created_at"] },
    FILE_NAME: { description: "Name of the file.", by: [alphabetical("u.file_name")] },
    PROVIDER: { description: "Name of the provider.", by: providerNameTerms },
    STATUS: { description: "What became of it, by the word.", by: ["u.status"] },
    ROWS: {
      description: "Rows of data; a file that was refused as a whole has none and comes last.",
      by: [nullable("u.row_count")],
    },
    RECORDED_ROWS: { description: "Rows recorded.", by: ["u.recorded_rows"] },
    ERRORS: { description: "How many errors were found.", by: ["u.error_count"] },
  },
  sortedBy: ["CREATED_AT", "DESC"],
});
