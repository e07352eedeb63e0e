import { Box, Chip } from "@mui/material";
import { AddSavedQueryIconButton, useListContext, useSavedQueries } from "react-admin";
import { useNavigate } from "react-router-dom";
import { t } from "../i18n/t.ts";

/** Filters that somebody gave a name, kept in their browser: a click sets them, another takes them off the row. */
export const SavedQueries = () => {
  const navigate = useNavigate();
  const { resource, filterValues } = useListContext();
  const [queries, setQueries] = useSavedQueries(resource);
  return (
    <Box
      role="group"
      aria-label={t("programs.saved")}
      sx={{ display: "flex", gap: 1, alignItems: "center", flexWrap: "wrap" }}
    >
      {queries.map(({ label, value }) => (
        <Chip
          key={label}
          label={label}
          onClick={() =>
            navigate({
              search: String(
                new URLSearchParams({
                  filter: JSON.stringify(value.filter),
                  sort: value.sort?.field ?? "createdAt",
                  order: value.sort?.order ?? "DESC",
                  page: "1",
                  perPage: String(value.perPage ?? 20),
                }),
              ),
            })
          }
          onDelete={() => setQueries(queries.filter((query) => query.label !== label))}
        />
      ))}
      {Object.keys(filterValues).length > 0 && <AddSavedQueryIconButton />}
    </Box>
  );
};
