import UploadIcon from "@mui/icons-material/UploadFile";
import { Button } from "@mui/material";
import { useRef } from "react";

interface Props {
  label: string;
  accept: string;
  variant?: "contained" | "outlined";
  disabled?: boolean;
  onFile(file: File): void;
}

/** A button that opens the browser's own choice of a file. The same file may be chosen again after it was mended. */
export const FileButton = ({ label, accept, variant = "outlined", disabled, onFile }: Props) => {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button variant={variant} startIcon={<UploadIcon />} disabled={disabled} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = "";
          if (file) onFile(file);
        }}
      />
    </>
  );
};
