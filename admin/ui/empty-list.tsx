import { Box, Typography } from "@mui/material";
import type { ReactNode } from "react";

interface Props {
  title: string;
  /** What to do about it, or when it is different. */
  hint?: string;
  /** What does it. */
  children?: ReactNode;
}

/** Stands in the place of a list that has nothing to show. */
export const EmptyList = ({ title, hint, children }: Props) => {
  return (
    <Box sx={{ p: 4, textAlign: "center" }}>
      <Typography variant="h6" component="p" gutterBottom>
        {title}
      </Typography>
      {hint && <Typography color="text.secondary">{hint}</Typography>}
      {children && <Box sx={{ mt: 2 }}>{children}</Box>}
    </Box>
  );
};
