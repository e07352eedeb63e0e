import { Box, Card, CardContent, Link, Typography } from "@mui/material";
import { LoginForm, Notification, useTranslate } from "react-admin";
import { serverAddress } from "../data/request.ts";

/** Signs in. Passwords are set and accounts are made in the attendee's client, which has the pages for it. */
export const SignInPage = () => {
  const t = useTranslate();
  return (
    <Box
      component="main"
      sx={{ minHeight: "100vh", display: "grid", placeItems: "center", bgcolor: "background.default", p: 2 }}
    >
      <Card sx={{ width: 400, maxWidth: "100%", borderTop: "4px solid #b08d3c" }}>
        <CardContent sx={{ px: 1, pb: 1 }}>
          <Typography variant="h4" component="h1" sx={{ textAlign: "center", mt: 2 }}>
            Accrue
          </Typography>
          <Typography color="text.secondary" sx={{ textAlign: "center" }}>
            {t("Console for staff and educational providers")}
          </Typography>
          <LoginForm />
          <Box sx={{ display: "flex", justifyContent: "space-between", px: 2, pb: 2 }}>
            <Link href={serverAddress("/forgot-password")}>{t("Forgot your password?")}</Link>
            <Link href={serverAddress("/register")}>{t("Register as a Provider")}</Link>
          </Box>
        </CardContent>
      </Card>
      <Notification />
    </Box>
  );
};
