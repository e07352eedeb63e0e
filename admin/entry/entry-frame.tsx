import {
  Box,
  Card,
  CardContent,
  CssBaseline,
  createTheme,
  ThemeProvider,
  Typography,
  useMediaQuery,
} from "@mui/material";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { graphql } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import { t } from "../i18n/t.ts";
import { theme } from "../theme/theme.ts";
import { HelpLine } from "../ui/help.tsx";

interface Props {
  title: string;
  explanation?: string;
  children: ReactNode;
}

const helpQuery = graphql(`
  query EntryHelp { settings { help(purpose: GENERAL) } }
`);

/** Read without react-admin, which is not there yet. */
const EntryHelp = () => {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    request(helpQuery, {}).then(
      ({ settings }) => setAddress(settings.help),
      () => {},
    );
  }, []);
  return <HelpLine address={address} />;
};

/** A page of the console that is open to whoever has no account yet. */
export const EntryFrame = ({ title, explanation, children }: Props) => {
  const dark = useMediaQuery("(prefers-color-scheme: dark)", { noSsr: true });
  const look = useMemo(() => createTheme(theme(dark ? "dark" : "light")), [dark]);
  return (
    <ThemeProvider theme={look}>
      <CssBaseline />
      <Box
        component="main"
        sx={{
          minHeight: "100vh",
          display: "grid",
          gridTemplateColumns: "minmax(0, 1fr)",
          placeItems: "center",
          bgcolor: "background.default",
          p: 2,
        }}
      >
        <Card sx={{ width: 520, maxWidth: "100%", borderTop: "4px solid #b08d3c" }}>
          <CardContent sx={{ px: 3, "&:last-child": { pb: 3 } }}>
            <Typography color="text.secondary" sx={{ textAlign: "center", mt: 1 }}>
              {t("app.name")}
            </Typography>
            <Typography variant="h4" component="h1" sx={{ textAlign: "center", mb: 2 }}>
              {title}
            </Typography>
            {explanation && <Typography sx={{ mb: 1 }}>{explanation}</Typography>}
            {children}
            <EntryHelp />
          </CardContent>
        </Card>
      </Box>
    </ThemeProvider>
  );
};
