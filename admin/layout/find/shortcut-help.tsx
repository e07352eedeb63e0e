import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  Switch,
} from "@mui/material";
import { useId } from "react";
import { t } from "../../i18n/t.ts";

interface Props {
  letters: boolean;
  setLetters(letters: boolean): void;
  onClose(): void;
}

const Key = ({ children }: { children: string }) => (
  <Box
    component="kbd"
    sx={{
      border: 1,
      borderColor: "divider",
      borderRadius: 0.5,
      px: 0.75,
      py: 0.25,
      fontSize: "0.85rem",
      whiteSpace: "nowrap",
    }}
  >
    {children}
  </Box>
);

/** Which keys there are. */
export const ShortcutHelp = ({ letters, setLetters, onClose }: Props) => {
  const id = useId();
  const keys: [keys: string[], what: string][] = [
    [[t("shortcuts.keyControlK"), "⌘ K"], t("shortcuts.find")],
    [["/"], t("shortcuts.search")],
    [["j", "k"], t("shortcuts.records")],
    [[t("shortcuts.keyEnter")], t("shortcuts.open")],
    [["x"], t("shortcuts.select")],
    [[t("shortcuts.keyEscape")], t("shortcuts.close")],
    [["?"], t("shortcuts.help")],
  ];
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{t("shortcuts.title")}</DialogTitle>
      <DialogContent>
        <Box
          component="dl"
          sx={{ display: "grid", gridTemplateColumns: "auto 1fr", gap: 1.5, alignItems: "baseline", m: 0 }}
        >
          {keys.map(([names, what]) => (
            <Box key={what} sx={{ display: "contents" }}>
              <Box component="dt" sx={{ display: "flex", gap: 0.5 }}>
                {names.map((name) => (
                  <Key key={name}>{name}</Key>
                ))}
              </Box>
              <Box component="dd" sx={{ m: 0 }}>
                {what}
              </Box>
            </Box>
          ))}
        </Box>
        <FormControlLabel
          sx={{ mt: 2 }}
          control={<Switch checked={letters} onChange={(_event, on) => setLetters(on)} />}
          label={t("shortcuts.letters")}
        />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t("shortcuts.done")}</Button>
      </DialogActions>
    </Dialog>
  );
};
