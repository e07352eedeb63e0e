import { TextField } from "@mui/material";
import { useEffect, useRef, useState } from "react";
import { useEvent } from "react-admin";

interface Props {
  label: string;
  value: string;
  onText(text: string): void;
}

const pauseMs = 300;

/**
 * What a list on a page is searched by: asked for when its reader pauses typing, and no more once they have left. Where the list comes
 * to be searched by something else, as by going back, the field shows that.
 */
export const SearchField = ({ label, value, onText }: Props) => {
  const [typed, setTyped] = useState(value);
  const asked = useRef(value);
  const ask = useEvent((text: string) => {
    asked.current = text;
    onText(text);
  });
  useEffect(() => {
    if (value === asked.current) return;
    asked.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => {
    if (typed === asked.current) return;
    const pause = setTimeout(() => ask(typed), pauseMs);
    return () => clearTimeout(pause);
  }, [typed, ask]);
  return (
    <TextField
      label={label}
      size="small"
      fullWidth={false}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
      sx={{ width: 300, maxWidth: "100%" }}
    />
  );
};
