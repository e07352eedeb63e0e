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
    File: uploadFields.fileName,
    "Educational Provider Number": providerFields.number,
    "Educational Provider Name": providerFields.name,
    Sent: instantCell(uploadFields.createdAt),
    State: uploadFields.status,
    "Check Only": yesOrNoCell(uploadFields.preview),
    Rows: uploadFields.rowCount,
    Recorded: uploadFields.recordedRows,
    Errors: uploadFields.errorCount,
  },
});
