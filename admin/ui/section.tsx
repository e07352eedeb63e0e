import { Box, Card, CardContent, Typography } from "@mui/material";
import { type ReactNode, useId } from "react";

interface Props {
  title: string;
  /** By which another part of the page leads to it. */
  place?: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of a page with its heading. */
export const Section = ({ title, place, actions, children }: Props) => {
  const id = useId();
  return (
    <Card
      component="section"
      id={place}
      tabIndex={place ? -1 : undefined}
      aria-labelledby={id}
      sx={{ mb: 2, scrollMarginTop: 64 }}
    >
      <CardContent>
        <Box sx={{ display: "flex", alignItems: "center", gap: 1, flexWrap: "wrap", mb: 1 }}>
          <Typography variant="h6" component="h3" id={id} sx={{ flexGrow: 1 }}>
            {title}
          </Typography>
          {actions}
        </Box>
        {children}
      </CardContent>
    </Card>
  );
};
