import AddIcon from "@mui/icons-material/Add";
import { Button } from "@mui/material";
import { useSimpleFormIterator } from "react-admin";

/** Says what it adds: the sign alone is found by those who know the console. */
export const AddRow = ({ label }: { label: string }) => {
  const { add } = useSimpleFormIterator();
  return (
    <Button variant="outlined" size="small" startIcon={<AddIcon />} onClick={() => add()}>
      {label}
    </Button>
  );
};
