import DownloadIcon from "@mui/icons-material/Download";
import { Box, Button } from "@mui/material";
import { useState } from "react";
import { t } from "../i18n/t.ts";
import { errorKind } from "../ui/error-kind.ts";
import { KindChips } from "../ui/kind-chips.tsx";
import { PagedRows } from "../ui/paged-rows.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import { type ErrorCode, readErrors, type Upload } from "./upload.data.ts";

/** Every error and warning with its line, column and value, and what to do about it: all, or those of one kind. */
export const UploadErrors = ({ upload }: { upload: Upload }) => {
  const serverFile = useServerFile();
  const [code, setCode] = useState<ErrorCode | null>(null);
  const download = `/attendance/uploads/${upload.id}/errors.csv${code ? `?code=${code}` : ""}`;
  return (
    <Box sx={{ mt: 2 }}>
      <KindChips<ErrorCode>
        label={t("upload.kindsOfErrors")}
        kinds={upload.errorKinds.map((each) => ({ kind: each.code, name: errorKind(each.code), count: each.count }))}
        chosen={code}
        onChoose={setCode}
      >
        <Box sx={{ flexGrow: 1 }} />
        <Button size="small" startIcon={<DownloadIcon />} {...serverFile(download)} download>
          {t(code ? "upload.downloadThese" : "upload.downloadAll")}
        </Button>
      </KindChips>
      <PagedRows
        label={t("column.errors")}
        columns={[t("column.line"), t("column.column"), t("column.value"), t("column.severity"), t("column.whatToDo")]}
        queryKey={[upload.id, code ?? ""]}
        read={(after, signal) => readErrors(upload.id, code, after, signal)}
        row={(error) => [
          error.line,
          error.column ?? t("upload.wholeRow"),
          error.value,
          t(`severity.${error.severity}`),
          error.message,
        ]}
      />
    </Box>
  );
};
