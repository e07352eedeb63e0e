import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import { Box, IconButton, Link, MenuItem, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstantDay, formatSize } from "../ui/dates.ts";
import { FileButton } from "../ui/file-button.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import { type DocumentKind, type ProgramPage, removeProgramDocument, uploadProgramDocument } from "./program.data.ts";

interface Props {
  programId: string;
  documents: ProgramPage["documents"];
  /** What may be added now; nothing: documents can only be read. */
  kinds: DocumentKind[];
  /** Told of the program's new version. */
  onChange?(version: number): void;
}

/** The documents of a program, to open, and where possible to add and to take off. */
export const ProgramDocuments = ({ programId, documents, kinds, onChange }: Props) => {
  const serverFile = useServerFile();
  const [kind, setKind] = useState<DocumentKind>(kinds[0] ?? "OTHER");
  const upload = useOperation(uploadProgramDocument, { done: t("programs.documentKept") });
  const remove = useOperation(removeProgramDocument, { done: t("programs.documentRemoved") });
  const take = async (file: File) => {
    const program = await upload.run(programId, kinds.includes(kind) ? kind : (kinds[0] ?? "OTHER"), file);
    if (program) onChange?.(program.version);
  };
  return (
    <>
      {documents.length === 0 && <Typography color="text.secondary">{t("programs.noDocuments")}</Typography>}
      <Box component="ul" sx={{ listStyle: "none", p: 0, m: 0 }}>
        {documents.map((document) => (
          <Box
            component="li"
            key={document.id}
            sx={{ display: "flex", alignItems: "center", gap: 1, flexWrap: "wrap" }}
          >
            <Link {...serverFile(`/programs/documents/${document.id}`)}>{document.fileName}</Link>
            <Typography variant="body2" color="text.secondary">
              {t(`document.${document.kind}`)} · {formatSize(document.byteSize)} ·{" "}
              {formatInstantDay(document.uploadedAt)}
            </Typography>
            {kinds.includes(document.kind) && (
              <IconButton
                size="small"
                aria-label={t("programs.removeDocument", { name: document.fileName })}
                disabled={remove.busy}
                onClick={async () => {
                  const program = await remove.run(document.id);
                  if (program) onChange?.(program.version);
                }}
              >
                <DeleteIcon fontSize="small" />
              </IconButton>
            )}
          </Box>
        ))}
      </Box>
      {kinds.length > 0 && (
        <Box sx={{ display: "flex", gap: 2, mt: 2, alignItems: "center", flexWrap: "wrap" }}>
          <TextField
            select
            size="small"
            label={t("programs.documentKind")}
            value={kinds.includes(kind) ? kind : kinds[0]}
            onChange={(event) => setKind(event.target.value as DocumentKind)}
            sx={{ minWidth: 200 }}
          >
            {kinds.map((each) => (
              <MenuItem key={each} value={each}>
                {t(`document.${each}`)}
              </MenuItem>
            ))}
          </TextField>
          <FileButton
            label={t(upload.busy ? "programs.uploading" : "programs.chooseFile")}
            accept=".pdf,.docx,.png,.jpg,.jpeg"
            disabled={upload.busy}
            onFile={(file) => void take(file)}
          />
          <Typography variant="body2" color="text.secondary">
            {t("programs.fileKinds")}
          </Typography>
        </Box>
      )}
    </>
  );
};
