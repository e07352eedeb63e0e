import FilterListIcon from "@mui/icons-material/FilterList";
import { Box, Button, Card } from "@mui/material";
import { type ReactNode, useId, useState } from "react";
import { FilterLiveForm, useListContext } from "react-admin";
import { t } from "../i18n/t.ts";

interface Props {
  children: ReactNode;
  /** How many stand beside each other on a wide screen. */
  columns?: number;
  /** Nothing is shown before somebody looks for something: on a phone they are open at once. */
  needed?: boolean;
}

/** What a list is filtered by, as it is typed. On a phone they open by a button, so that the list itself is seen first. */
export const ListFilters = ({ children, columns = 4, needed = false }: Props) => {
  const id = useId();
  const [open, setOpen] = useState(needed);
  const { filterValues, setFilters } = useListContext();
  const count = Object.keys(filterValues).length;
  return (
    <Card
      sx={{ px: 2, py: 1, border: 0, borderBottom: 1, borderColor: "divider", borderRadius: 0, overflow: "visible" }}
      role="search"
    >
      <Button
        size="small"
        startIcon={<FilterListIcon />}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        sx={{ display: { sm: "none" } }}
      >
        {t("list.filters", { count })}
      </Button>
      <Box id={id} sx={{ display: { xs: open ? "block" : "none", sm: "block" }, pt: 1 }}>
        <FilterLiveForm>
          <Box
            sx={{
              display: "grid",
              gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr", md: `repeat(${columns}, minmax(0, 1fr))` },
              columnGap: 2,
              "& .MuiFormControl-root": { mt: 0 },
              "& .MuiFormHelperText-root": { display: "none" },
            }}
          >
            {children}
          </Box>
        </FilterLiveForm>
      </Box>
      {count > 0 && (
        <Button size="small" onClick={() => setFilters({}, {})}>
          {t("list.clear")}
        </Button>
      )}
    </Card>
  );
};
