import { Box } from "@mui/material";
import type { ReactNode } from "react";

/** A name and its value, and what stands beneath that. */
export type Fact = [label: string, value: ReactNode, beneath?: ReactNode];

const isEmpty = (value: ReactNode): boolean => value === null || value === undefined || value === "" || value === false;

/** Names and values in two columns; one without a value and anything beneath it is left out. */
export const Facts = ({ facts }: { facts: Fact[] }) => {
  const shown = facts.filter(([, value, beneath]) => !isEmpty(value) || !isEmpty(beneath));
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
      {shown.map(([label, value, beneath]) => (
        <Box key={label} sx={{ display: "contents" }}>
          <Box component="dt" sx={{ color: "text.secondary" }}>
            {label}
          </Box>
          <Box component="dd" sx={{ m: 0, overflowWrap: "anywhere", whiteSpace: "pre-line" }}>
            {value}
            {beneath}
          </Box>
        </Box>
      ))}
    </Box>
  );
};
