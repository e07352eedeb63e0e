import DownloadIcon from "@mui/icons-material/Download";
import { Box, Button } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { humanCode } from "../ui/human-code.ts";
import { KindChips } from "../ui/kind-chips.tsx";
import { PagedRows } from "../ui/paged-rows.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import { type ErrorCode, readErrors, type Upload } from "./upload.data.ts";

const severityNames = { ERROR: "Error", WARNING: "Warning" } as const;

/** Every error and warning with its line, column and value, and what to do about it: all, or those of one kind. */
export const UploadErrors = ({ upload }: { upload: Upload }) => {
  const t = useTranslate();
  const serverFile = useServerFile();
  const [code, setCode] = useState<ErrorCode | null>(null);
  const download = `/attendance/uploads/${upload.id}/errors.csv${code ? `?code=${code}` : ""}`;
  return (
    <Box sx={{ mt: 2 }}>
      <KindChips<ErrorCode>
        label="Kinds of errors"
        kinds={upload.errorKinds.map((each) => ({ kind: each.code, name: humanCode(each.code), count: each.count }))}
        chosen={code}
        onChoose={setCode}
      >
        <Box sx={{ flexGrow: 1 }} />
        <Button size="small" startIcon={<DownloadIcon />} {...serverFile(download)} download>
          {t(code ? "Download these errors as CSV" : "Download all errors as CSV")}
        </Button>
      </KindChips>
      <PagedRows
        label="Errors"
        columns={["Line", "Column", "Value", "Severity", "What to do"]}
        queryKey={[upload.id, code ?? ""]}
        read={(after, signal) => readErrors(upload.id, code, after, signal)}
        row={(error) => [
          error.line,
          error.column ?? t("whole row"),
          error.value,
          t(severityNames[error.severity]),
          error.message,
        ]}
      />
    </Box>
  );
};
