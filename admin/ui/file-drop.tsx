import { Box, Typography } from "@mui/material";
import { type DragEvent, useState } from "react";
import { useTranslate } from "react-admin";
import { FileButton } from "./file-button.tsx";

interface Props {
  /** The file that was chosen last. */
  file: File | null;
  /** What to drop here: "Drop a CSV file here, or". */
  invitation: string;
  accept: string;
  disabled?: boolean;
  /** Why nothing can be dropped yet. */
  hint?: string;
  onFile(file: File): void;
}

/** A place to drop a file on, with a button for those who do not drag. */
export const FileDrop = ({ file, invitation, accept, disabled, hint, onFile }: Props) => {
  const t = useTranslate();
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
        overflowWrap: "anywhere",
      }}
    >
      <Typography sx={{ mb: 1 }}>{file ? file.name : t(invitation)}</Typography>
      <FileButton
        label={t(file ? "Choose another file" : "Choose a file to process")}
        variant={file ? "outlined" : "contained"}
        accept={accept}
        disabled={disabled}
        onFile={onFile}
      />
      {hint && <Typography sx={{ mt: 1 }}>{t(hint)}</Typography>}
    </Box>
  );
};
