import { Box, Typography } from "@mui/material";
import { type DragEvent, useState } from "react";
import { t } from "../i18n/t.ts";
import { FileButton } from "./file-button.tsx";

interface Props {
  /** The file that is chosen now. */
  file: File | null;
  /** What to drop here: "Drop a CSV file here, or". */
  invitation: string;
  accept: string;
  /** What the button says while no file is chosen. */
  label: string;
  disabled?: boolean;
  /** Why it is disabled. */
  hint?: string;
  onFile(file: File): void;
}

/** A place to drop a file on, with a button for those who don't drag. */
export const FileDrop = ({ file, invitation, accept, label, disabled, hint, onFile }: Props) => {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped && !disabled) onFile(dropped);
  };
  return (
    <Box
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      sx={{
        border: "2px dashed",
        borderColor: over ? "primary.main" : "divider",
        borderRadius: 1,
        p: 3,
        textAlign: "center",
      }}
    >
      <Typography sx={{ mb: 1, overflowWrap: "anywhere" }}>{file ? file.name : invitation}</Typography>
      <FileButton
        label={file ? t("upload.otherFile") : label}
        variant={file ? "outlined" : "contained"}
        accept={accept}
        disabled={disabled}
        onFile={onFile}
      />
      {hint && <Typography sx={{ mt: 1 }}>{hint}</Typography>}
    </Box>
  );
};
