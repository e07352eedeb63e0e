import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import EditIcon from "@mui/icons-material/EditOutlined";
import { IconButton, TableCell, Tooltip } from "@mui/material";
import { t } from "../i18n/t.ts";

interface Props {
  /** What the row is about, for those who do not see where the buttons stand. */
  title: string;
  /** Left out: it can't be. */
  onEdit?: (() => void) | undefined;
  onRemove?: (() => void) | undefined;
}

/** The last cell of a row that can be edited and removed. */
export const RowActions = ({ title, onEdit, onRemove }: Props) => {
  return (
    <TableCell sx={{ whiteSpace: "nowrap" }}>
      {onEdit && (
        <Tooltip title={t("list.edit")}>
          <IconButton size="small" aria-label={t("list.editNamed", { name: title })} onClick={onEdit}>
            <EditIcon fontSize="small" />
          </IconButton>
        </Tooltip>
      )}
      {onRemove && (
        <Tooltip title={t("list.removeOpen")}>
          <IconButton size="small" color="error" aria-label={t("list.removeNamed", { name: title })} onClick={onRemove}>
            <DeleteIcon fontSize="small" />
          </IconButton>
        </Tooltip>
      )}
    </TableCell>
  );
};
