import ArticleIcon from "@mui/icons-material/Article";
import BusinessIcon from "@mui/icons-material/Business";
import OpenIcon from "@mui/icons-material/KeyboardReturn";
import PersonIcon from "@mui/icons-material/Person";
import CertificateIcon from "@mui/icons-material/WorkspacePremium";
import { Autocomplete, Box, Dialog, DialogTitle, TextField, Typography } from "@mui/material";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useDeferredValue, useEffect, useState } from "react";
import { useNavigate } from "react-router-dom";
import type { Refusal } from "../../data/request.ts";
import { useReadsPersons, useSignedIn } from "../../data/use-signed-in.ts";
import { t } from "../../i18n/t.ts";
import type { MenuEntry } from "../menu-entries.ts";
import { type Found, find } from "./find.data.ts";

const icons: Record<Found["kind"], ReactNode> = {
  page: <OpenIcon fontSize="small" />,
  program: <ArticleIcon fontSize="small" />,
  person: <PersonIcon fontSize="small" />,
  certificate: <CertificateIcon fontSize="small" />,
  provider: <BusinessIcon fontSize="small" />,
};

const pauseMs = 250;

/** What somebody has paused at. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const pause = setTimeout(() => setPaused(text), pauseMs);
    return () => clearTimeout(pause);
  }, [text]);
  return paused;
}

const folded = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The pages of the menu, and what one does that has no page there. */
function usePages(menu: MenuEntry[][]): Found[] {
  const providers = useSignedIn()?.viewer.providers ?? [];
  return [
    ...(providers.length > 0 ? [{ to: "/programs/create", label: t("programs.add") }] : []),
    ...menu.flat(),
    { to: "/account", label: t("account.title") },
  ].map(({ to, label }) => ({ kind: "page", to, label }));
}

/** Opens any page, program, person, certificate or provider by its name or number: typed, chosen by arrows, opened by Enter. */
export const FindDialog = ({ menu, onClose }: { menu: MenuEntry[][]; onClose(): void }) => {
  const navigate = useNavigate();
  const readsPersons = useReadsPersons();
  const staff = useSignedIn()?.viewer.isStaff ?? false;
  const [typed, setTyped] = useState("");
  const text = usePaused(typed.trim());
  const enough = text.length >= 2;
  const { data, error, isFetching } = useQuery<Found[], Refusal>({
    queryKey: ["ask", "find", text],
    // A provider's looking for people is counted by the day, and not by what it types here.
    queryFn: ({ signal }) => find(text, { persons: staff && readsPersons, staff }, signal),
    enabled: enough,
    placeholderData: keepPreviousData,
  });
  const pages = usePages(menu);
  const wanted = folded(useDeferredValue(typed.trim()));
  const options = [
    ...pages.filter(({ label }) => folded(label).includes(wanted)).slice(0, wanted ? 5 : 20),
    ...(enough && data && typed.trim() ? data : []),
  ];
  const pending = typed.trim() !== text || isFetching;
  return (
    <Dialog
      open
      onClose={onClose}
      fullWidth
      maxWidth="sm"
      sx={{
        "& .MuiDialog-container": { alignItems: "flex-start" },
        "& .MuiDialog-paper": { mt: { xs: 1, sm: 8 }, mx: 1 },
      }}
    >
      <DialogTitle sx={{ position: "absolute", p: 0, width: 1, height: 1, overflow: "hidden", clipPath: "inset(50%)" }}>
        {t("find.title")}
      </DialogTitle>
      <Autocomplete<Found>
        open
        disablePortal
        autoHighlight
        clearOnBlur={false}
        options={options}
        filterOptions={(all) => all}
        getOptionKey={({ to }) => to}
        getOptionLabel={({ label }) => label}
        groupBy={({ kind }) => t(`find.${kind}`)}
        inputValue={typed}
        value={null}
        onInputChange={(_event, value, reason) => {
          if (reason !== "selectOption" && reason !== "reset") setTyped(value);
        }}
        onChange={(_event, chosen) => {
          if (!chosen) return;
          onClose();
          navigate(chosen.to);
        }}
        onClose={(_event, reason) => {
          if (reason === "escape") onClose();
        }}
        loading={pending}
        loadingText={t("list.reading")}
        noOptionsText={error ? error.message : enough ? t("find.nothing") : t("find.more")}
        popupIcon={null}
        renderOption={({ key, ...props }, { kind, label, number }) => (
          <Box component="li" key={key} {...props} sx={{ gap: 1.5 }}>
            <Box sx={{ color: "text.secondary", display: "flex" }}>{icons[kind]}</Box>
            <Box component="span" sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>
              {label}
            </Box>
            {number && (
              <Typography component="span" variant="body2" color="text.secondary" sx={{ whiteSpace: "nowrap" }}>
                {number}
              </Typography>
            )}
          </Box>
        )}
        slotProps={{
          popper: { sx: { position: "static !important", transform: "none !important", width: "100% !important" } },
          paper: { elevation: 0, square: true },
          listbox: { sx: { maxHeight: "min(60vh, 480px)" } },
        }}
        renderInput={({ slotProps, ...params }) => (
          <TextField
            {...params}
            autoFocus
            margin="none"
            hiddenLabel
            placeholder={t("find.placeholder")}
            slotProps={{
              input: {
                ...slotProps.input,
                sx: { borderRadius: 0 },
              },
              htmlInput: { ...slotProps.htmlInput, "aria-label": t("find.title") },
            }}
          />
        )}
      />
    </Dialog>
  );
};
