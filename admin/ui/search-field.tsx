import { TextField } from "@mui/material";
import { useTranslate } from "react-admin";

/** What a list on a page is searched by. */
export const SearchField = ({ label, value, onText }: { label: string; value: string; onText(text: string): void }) => {
  const t = useTranslate();
  return (
    <TextField
      label={t(label)}
      size="small"
      fullWidth={false}
      value={value}
      onChange={(event) => onText(event.target.value)}
      sx={{ width: 300, maxWidth: "100%" }}
    />
  );
};
