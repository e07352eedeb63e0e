import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import { Box, IconButton, Link, MenuItem, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useOperation } from "../data/use-operation.ts";
import { formatInstantDay } from "../ui/dates.ts";
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

const sizeOf = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

/** The documents of a program, to open, and where possible to add and to take off. */
export const ProgramDocuments = ({ programId, documents, kinds, onChange }: Props) => {
  const t = useTranslate();
  const serverFile = useServerFile();
  const [kind, setKind] = useState<DocumentKind>(kinds[0] ?? "OTHER");
  const upload = useOperation(uploadProgramDocument, { done: "The document is kept." });
  const remove = useOperation(removeProgramDocument, { done: "The document is taken off." });
  const take = async (file: File) => {
    const program = await upload.run(programId, kinds.includes(kind) ? kind : (kinds[0] ?? "OTHER"), file);
    if (program) onChange?.(program.version);
  };
  return (
    <>
      {documents.length === 0 && <Typography color="text.secondary">{t("There are no documents.")}</Typography>}
      <Box component="ul" sx={{ listStyle: "none", p: 0, m: 0 }}>
        {documents.map((document) => (
          <Box
            component="li"
            key={document.id}
            sx={{ display: "flex", alignItems: "center", gap: 1, flexWrap: "wrap" }}
          >
            <Link {...serverFile(`/programs/documents/${document.id}`)}>{document.fileName}</Link>
            <Typography variant="body2" color="text.secondary">
              {t(`document.${document.kind}`)} · {sizeOf(document.byteSize)} · {formatInstantDay(document.uploadedAt)}
            </Typography>
            {kinds.includes(document.kind) && (
              <IconButton
                size="small"
                aria-label={t("Take off %{name}", { name: document.fileName })}
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
            label={t("Kind of document")}
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
            label={t(upload.busy ? "Uploading …" : "Choose a file")}
            accept=".pdf,.docx,.png,.jpg,.jpeg"
            disabled={upload.busy}
            onFile={(file) => void take(file)}
          />
          <Typography variant="body2" color="text.secondary">
            {t("PDF, Word, PNG or JPEG, at most 10 MB")}
          </Typography>
        </Box>
      )}
    </>
  );
};
