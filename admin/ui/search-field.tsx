import { TextField } from "@mui/material";
import { useState } from "react";
import { useDebouncedEvent, useTranslate } from "react-admin";

/** What a list on a page is searched by: asked for when its reader pauses typing. */
export const SearchField = ({ label, value, onText }: { label: string; value: string; onText(text: string): void }) => {
  const t = useTranslate();
  const [typed, setTyped] = useState(value);
  const search = useDebouncedEvent(onText, 300);
  return (
    <TextField
      label={t(label)}
      size="small"
      fullWidth={false}
      value={typed}
      onChange={({ target }) => {
        setTyped(target.value);
        void search(target.value);
      }}
      sx={{ width: 300, maxWidth: "100%" }}
    />
  );
};
