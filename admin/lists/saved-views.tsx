import BookmarkAddIcon from "@mui/icons-material/BookmarkAdd";
import CancelIcon from "@mui/icons-material/Cancel";
import GroupIcon from "@mui/icons-material/Group";
import { Box, Button, Chip } from "@mui/material";
import { useState } from "react";
import { useListContext } from "react-admin";
import { useNavigate } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { useHolds, useSignedIn } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { type ListLayout, plainLayout, useListLayout } from "./list-layout.ts";
import { type ListName, removeSavedView, type SavedView, savedViewsQuery, saveView } from "./saved-views.data.ts";

interface Settings extends Partial<ListLayout> {
  filter?: object;
  sort?: { field: string; order: string };
  perPage?: number;
}

/** The views of a list that were saved, by oneself or for all; a click shows the list so. */
export const SavedViews = ({ list }: { list: ListName }) => {
  const navigate = useNavigate();
  const { filterValues, sort, perPage } = useListContext();
  const [layout, setLayout] = useListLayout(list);
  const [open, setOpen] = useState<"SAVE" | SavedView | null>(null);
  const { data } = useAsk(savedViewsQuery, { list });
  const current = JSON.stringify({ filter: filterValues, sort, perPage, ...layout });
  const show = ({ settings }: SavedView) => {
    const { filter = {}, sort: by, perPage: rows = 20, ...columns } = JSON.parse(settings) as Settings;
    setLayout({ ...plainLayout, ...columns });
    const search = new URLSearchParams({ filter: JSON.stringify(filter), page: "1", perPage: String(rows) });
    if (by) {
      search.set("sort", by.field);
      search.set("order", by.order);
    }
    navigate({ search: String(search) });
  };
  return (
    <Box
      role="group"
      aria-label={t("list.views")}
      sx={{ display: "flex", gap: 1, alignItems: "center", flexWrap: "wrap", minWidth: 0 }}
    >
      {data?.savedViews.map((view) => (
        <Chip
          key={view.id}
          size="small"
          label={view.name}
          color={view.settings === current ? "primary" : "default"}
          aria-pressed={view.settings === current}
          icon={view.shared ? <GroupIcon titleAccess={t("list.viewShared")} /> : undefined}
          onClick={() => show(view)}
          onDelete={view.changeable ? () => setOpen(view) : undefined}
          deleteIcon={<CancelIcon titleAccess={t("list.viewRemoveOpen", { name: view.name })} />}
          sx={{ maxWidth: 240 }}
        />
      ))}
      <Button size="small" startIcon={<BookmarkAddIcon />} onClick={() => setOpen("SAVE")}>
        {t("list.viewSaveOpen")}
      </Button>
      {open === "SAVE" ? (
        <SaveView list={list} settings={current} onClose={() => setOpen(null)} />
      ) : (
        open && <RemoveView view={open} onClose={() => setOpen(null)} />
      )}
    </Box>
  );
};

const SaveView = ({ list, settings, onClose }: { list: ListName; settings: string; onClose(): void }) => {
  const signedIn = useSignedIn();
  const sharesAsStaff = useHolds("REVIEWER", "REGISTRAR", "FINANCE", "ADMINISTRATOR");
  const save = useOperation(saveView, { done: t("list.viewSaved"), quiet: true });
  const whom = [
    { id: "me", name: t("list.viewForMe") },
    ...(sharesAsStaff ? [{ id: "staff", name: t("list.viewForStaff") }] : []),
    ...(signedIn?.viewer.providers ?? []).map(({ id, name }) => ({ id, name: t("list.viewForProvider", { name }) })),
  ];
  return (
    <OperationDialog
      title={t("list.viewSaveTitle")}
      explanation={t("list.viewSaveMeaning")}
      fields={[
        { name: "name", label: t("column.name"), required: true },
        { name: "whom", label: t("list.viewFor"), choices: whom, initial: "me" },
      ]}
      confirm={t("list.viewSave")}
      busy={save.busy}
      refusal={save.refusal}
      onConfirm={async ({ name = "", whom }) => {
        const providerId = whom === "me" || whom === "staff" ? null : whom;
        if (await save.run({ list, name, settings, shared: whom !== "me", providerId })) onClose();
      }}
      onClose={onClose}
    />
  );
};

const RemoveView = ({ view: { id, name, shared }, onClose }: { view: SavedView; onClose(): void }) => {
  const remove = useOperation(removeSavedView, { done: t("list.viewRemoved"), quiet: true });
  return (
    <OperationDialog
      title={t("list.viewRemoveTitle", { name })}
      explanation={shared ? t("list.viewRemoveForAll") : undefined}
      fields={[]}
      confirm={t("list.viewRemove")}
      danger
      busy={remove.busy}
      refusal={remove.refusal}
      onConfirm={async () => {
        if (await remove.run(id)) onClose();
      }}
      onClose={onClose}
    />
  );
};
