import { Box, Table, TableBody, TableCell, TableHead, TableRow } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslate } from "react-admin";

interface Props {
  /** What it is a table of, for those who do not see it. */
  label: string;
  headings: readonly string[];
  children: ReactNode;
}

/** A table that scrolls sideways on its own where the window is narrow, by keys too. */
export const ScrollTable = ({ label, headings, children }: Props) => {
  const t = useTranslate();
  return (
    <Box sx={{ overflowX: "auto" }} role="group" aria-label={t(label)} tabIndex={0}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {headings.map((heading) => (
              <TableCell key={heading}>{t(heading)}</TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>{children}</TableBody>
      </Table>
    </Box>
  );
};
