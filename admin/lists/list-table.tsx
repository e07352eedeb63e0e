import { Box } from "@mui/material";
import { Children, type ComponentProps, isValidElement } from "react";
import { DataTable } from "react-admin";
import { ColumnsButton, type ListedColumn } from "./columns-button.tsx";
import { storeKeyOf, useListLayout } from "./list-layout.ts";
import type { ListName } from "./saved-views.data.ts";
import { SavedViews } from "./saved-views.tsx";
import { headingsInSight, useHeadingsInSight } from "./use-headings-in-sight.ts";

interface Props extends Omit<ComponentProps<typeof DataTable>, "storeKey" | "size" | "hiddenColumns"> {
  /** The list, as the server calls it. */
  list: ListName;
}

interface ColumnProps {
  source?: string;
  sortBy?: string;
  label?: unknown;
  opens?: boolean;
}

/** The table of a list, with the views of it that were saved, and its columns as somebody wants them. */
export const ListTable = ({ list, children, sx, ...props }: Props) => {
  const [{ roomy }] = useListLayout(list);
  const box = useHeadingsInSight();
  const columns = Children.toArray(children).flatMap((child): ListedColumn[] => {
    if (!isValidElement<ColumnProps>(child)) return [];
    const { source, sortBy, label, opens = false } = child.props;
    return [{ name: sortBy ?? source ?? String(label), label: String(label), opens }];
  });
  return (
    <Box ref={box} sx={headingsInSight}>
      <Box
        sx={{
          display: "flex",
          gap: 1,
          px: 2,
          py: 0.5,
          alignItems: "center",
          justifyContent: "space-between",
          borderBottom: 1,
          borderColor: "divider",
        }}
      >
        <SavedViews list={list} />
        <ColumnsButton list={list} columns={columns} />
      </Box>
      <DataTable {...props} storeKey={storeKeyOf(list)} size={roomy ? "medium" : "small"} sx={sx}>
        {children}
      </DataTable>
    </Box>
  );
};
