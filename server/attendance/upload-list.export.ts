import { defineExport, instantCell, yesOrNoCell } from "../core/lists/list-export.ts";
import { staffOrProvider } from "../core/policy.ts";
import { providerFields } from "../providers/provider.queries.ts";
import { AttendanceUploadFilter } from "./upload-list.object.ts";
import { uploadFields, uploadList } from "./upload-list.queries.ts";

export const uploadExport = defineExport({
  name: "attendance-uploads",
  ofPersons: false,
  list: uploadList,
  policy: staffOrProvider,
  filter: AttendanceUploadFilter,
  columns: {
    file: uploadFields.fileName,
    clientReference: uploadFields.clientReference,
    educationalProviderNumber: providerFields.number,
    educationalProviderName: providerFields.name,
    sent: instantCell(uploadFields.createdAt),
    stateOfUpload: uploadFields.status,
    checkOnly: yesOrNoCell(uploadFields.preview),
    rows: uploadFields.rowCount,
    recordedRows: uploadFields.recordedRows,
    errors: uploadFields.errorCount,
    warnings: uploadFields.warningCount,
    addedRows: uploadFields.addedRows,
    changedRows: uploadFields.changedRows,
    removedRows: uploadFields.removedRows,
    reason: uploadFields.reason,
    undone: instantCell(uploadFields.undoneAt),
    reasonForUndoing: uploadFields.undoReason,
  },
  leftOut: ["checkedRows", "phase", "progress", "provider"],
});
