import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import EditIcon from "@mui/icons-material/EditOutlined";
import { IconButton, TableCell, Tooltip } from "@mui/material";
import { useTranslate } from "react-admin";

interface Props {
  /** What the row is about, for those who do not see where the buttons stand. */
  title: string;
  onEdit(): void;
  onRemove(): void;
}

/** The last cell of a row that can be edited and removed. */
export const RowActions = ({ title, onEdit, onRemove }: Props) => {
  const t = useTranslate();
  return (
    <TableCell sx={{ whiteSpace: "nowrap" }}>
      <Tooltip title={t("Edit …")}>
        <IconButton size="small" aria-label={t("Edit %{title}", { title })} onClick={onEdit}>
          <EditIcon fontSize="small" />
        </IconButton>
      </Tooltip>
      <Tooltip title={t("Remove …")}>
        <IconButton size="small" color="error" aria-label={t("Remove %{title}", { title })} onClick={onRemove}>
          <DeleteIcon fontSize="small" />
        </IconButton>
      </Tooltip>
    </TableCell>
  );
};
