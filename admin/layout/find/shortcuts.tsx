import SearchIcon from "@mui/icons-material/Search";
import { IconButton, Tooltip } from "@mui/material";
import { lazy, Suspense, useEffect, useState } from "react";
import { useEvent, useStore } from "react-admin";
import { t } from "../../i18n/t.ts";
import { useMenuEntries } from "../menu-entries.ts";

const FindDialog = lazy(async () => ({ default: (await import("./find-dialog.tsx")).FindDialog }));
const ShortcutHelp = lazy(async () => ({ default: (await import("./shortcut-help.tsx")).ShortcutHelp }));

/** Chooses the record that has the focus, or lets go of it. */
function toggle(): void {
  document.activeElement
    ?.closest("[data-opens]")
    ?.closest("tr")
    ?.querySelector<HTMLElement>("input[type=checkbox]")
    ?.click();
}

/** What lists are filtered by: forms of our own, and react-admin's. */
const searchFields = "main [role=search] input, main .RaFilterForm-filterFormInput input";

/** Where letters are text. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches("input, textarea, select, [role=textbox]"));

/** Goes to the list's next record or the one before, from the one that has the focus. */
function step(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>("main [data-opens]")];
  const at = links.indexOf(document.activeElement as HTMLElement);
  const next = at === -1 ? links.at(by === 1 ? 0 : -1) : links[at + by];
  next?.focus();
}

/**
 * The keys that work on every page, and the button that does the same as the first of them. Single letters can be switched off, for
 * whoever speaks to their machine (WCAG 2.1.4).
 */
export const Shortcuts = () => {
  const [shown, setShown] = useState<"find" | "help" | null>(null);
  const [letters, setLetters] = useStore("shortcuts.letters", true);
  const menu = useMenuEntries();
  const press = useEvent((event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, altKey } = event;
    const chord = (ctrlKey || metaKey) && !altKey;
    if (chord && key.toLowerCase() === "k") {
      event.preventDefault();
      setShown(shown === "find" ? null : "find");
      return;
    }
    if (chord || altKey || !letters || event.defaultPrevented || isTyping(event.target)) return;
    if (document.querySelector("[role=dialog], [role=menu].MuiMenu-list, [role=listbox]")) return;
    const search = document.querySelector<HTMLElement>(searchFields);
    if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "x") toggle();
    else if (key === "/" && search) search.focus();
    else if (key === "/") setShown("find");
    else if (key === "?") setShown("help");
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [press]);
  const close = () => setShown(null);
  return (
    <>
      <Tooltip title={t("find.tooltip")}>
        <IconButton
          color="inherit"
          aria-label={t("find.title")}
          aria-keyshortcuts="Control+K"
          onClick={() => setShown("find")}
        >
          <SearchIcon />
        </IconButton>
      </Tooltip>
      <Suspense>
        {shown === "find" && <FindDialog menu={menu} onClose={close} />}
        {shown === "help" && <ShortcutHelp letters={letters} setLetters={setLetters} onClose={close} />}
      </Suspense>
    </>
  );
};
