import { Box } from "@mui/material";
import type { ReactNode } from "react";

/** Names and values in two columns; one without a value is left out. */
export const Facts = ({ facts }: { facts: [label: string, value: ReactNode][] }) => {
  const shown = facts.filter(([, value]) => value !== null && value !== undefined && value !== "" && value !== false);
  return (
    <Box
      component="dl"
      sx={{
        display: "grid",
        gridTemplateColumns: { xs: "1fr", sm: "minmax(120px, 200px) 1fr" },
        gap: "6px 16px",
        m: 0,
      }}
    >
      {shown.map(([label, value]) => (
        <Box key={label} sx={{ display: "contents" }}>
          <Box component="dt" sx={{ color: "text.secondary" }}>
            {label}
          </Box>
          <Box component="dd" sx={{ m: 0, overflowWrap: "anywhere", whiteSpace: "pre-line" }}>
            {value}
          </Box>
        </Box>
      ))}
    </Box>
  );
};
