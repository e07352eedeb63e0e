import { Box, Button } from "@mui/material";
import { t } from "../i18n/t.ts";

interface Props {
  offset: number;
  pageSize: number;
  /** How many this page shows, and the whole list has. */
  shown: number;
  total: number;
  onOffset(offset: number): void;
}

/** To the previous and the next page of a list that is no resource of react-admin's; nothing where one page has all. */
export const PageButtons = ({ offset, pageSize, shown, total, onOffset }: Props) => {
  if (total <= pageSize && offset === 0) return null;
  return (
    <Box sx={{ display: "flex", gap: 1, alignItems: "center", flexWrap: "wrap", mt: 1 }}>
      <Button disabled={offset === 0} onClick={() => onOffset(Math.max(0, offset - pageSize))}>
        {t("button.previous")}
      </Button>
      {t("list.showing", { from: offset + 1, to: offset + shown, all: total })}
      <Button disabled={offset + pageSize >= total} onClick={() => onOffset(offset + pageSize)}>
        {t("button.next")}
      </Button>
    </Box>
  );
};
