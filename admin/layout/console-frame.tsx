import LockIcon from "@mui/icons-material/Lock";
import {
  Box,
  Link,
  ListItemIcon,
  ListItemText,
  MenuItem,
  Slide,
  type SlideProps,
  type Theme,
  Typography,
  useMediaQuery,
  useScrollTrigger,
} from "@mui/material";
import type { ReactNode } from "react";
import { AppBar, Layout, Logout, TitlePortal, UserMenu, useUserMenu } from "react-admin";
import { Link as RouterLink } from "react-router-dom";
import { ConfirmIdentity } from "../account/confirm-identity.tsx";
import { SetUpFirst } from "../account/index.ts";
import { serverAddress } from "../data/request.ts";
import { useSignedIn } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { ConsoleMenu } from "./console-menu.tsx";
import { Shortcuts } from "./find/shortcuts.tsx";
import { Notices } from "./notices.tsx";

const AccountItem = () => {
  const { onClose } = useUserMenu() ?? {};
  return (
    <MenuItem component={RouterLink} to="/account" onClick={onClose}>
      <ListItemIcon>
        <LockIcon fontSize="small" />
      </ListItemIcon>
      <ListItemText>{t("account.title")}</ListItemText>
    </MenuItem>
  );
};

/** The menu is called by what it shows, so that it can be asked for by voice. */
const ViewerMenu = () => {
  const signedIn = useSignedIn();
  const mayChange = signedIn && (signedIn.viewer.isStaff || signedIn.viewer.providers.length > 0);
  return (
    <UserMenu label={signedIn?.viewer.email ?? "ra.auth.user_menu"}>
      {mayChange && <AccountItem />}
      <Logout />
    </UserMenu>
  );
};

/**
 * On a phone the bar makes room while one scrolls down; elsewhere it stays, and what stays in sight of a list stands below it. One frame for
 * both: the title is put into the bar that is there, and would be lost with it when a phone is turned.
 */
const BarFrame = ({ children, className }: Pick<SlideProps, "children" | "className">) => {
  const isWide = useMediaQuery<Theme>(({ breakpoints }) => breakpoints.up("sm"));
  const isScrolledDown = useScrollTrigger();
  return (
    <Slide appear={false} direction="down" in={isWide || !isScrolledDown} className={className}>
      {children}
    </Slide>
  );
};

const ConsoleBar = () => (
  <AppBar color="secondary" userMenu={<ViewerMenu />} container={BarFrame}>
    <Typography component="span" sx={{ fontFamily: '"EB Garamond", Georgia, serif', fontSize: "1.45rem", mr: 2 }}>
      {t("app.name")}
    </Typography>
    <TitlePortal
      variant="body1"
      component="h1"
      // Of a block nothing can be left out with dots, and react-admin makes the title one.
      sx={{ "&:empty": { visibility: "hidden" }, "& .RaConfigurable-root": { display: "inline" } }}
    />
    <AccreditorLogo />
    <Shortcuts />
  </AppBar>
);

/** On white, since logos are made for paper. By its path: this page may know the server by another name than the server itself. */
const AccreditorLogo = () => {
  const signedIn = useSignedIn();
  const { logoUrl, accreditorName } = signedIn?.settings ?? {};
  if (!logoUrl) return null;
  return (
    <Box
      component="img"
      src={serverAddress(new URL(logoUrl).pathname)}
      alt={accreditorName}
      sx={{ height: 32, maxWidth: 160, objectFit: "contain", bgcolor: "#fff", borderRadius: 0.5, px: 0.5, mr: 1 }}
    />
  );
};

/** Said to attendees, who have no business here. */
const NotForYou = () => {
  return (
    <Box sx={{ p: 4, maxWidth: 560 }}>
      <Typography variant="h5" component="h2" gutterBottom>
        {t("console.forStaffAndProviders")}
      </Typography>
      <Typography>
        {t("console.ownPages", { link: (text) => <Link href={serverAddress("/")}>{text}</Link> })}
      </Typography>
    </Box>
  );
};

/** The frame of every page. */
export const ConsoleFrame = ({ children }: { children?: ReactNode }) => {
  const signedIn = useSignedIn();
  const mayStay = !signedIn || signedIn.viewer.isStaff || signedIn.viewer.providers.length > 0;
  return (
    <Layout
      appBar={ConsoleBar}
      menu={ConsoleMenu}
      sx={{
        minWidth: 0,
        "& .RaLayout-content": { minWidth: 0, px: { xs: 1, md: 3 }, pb: 6 },
        "& .RaList-main, & .RaList-content": { minWidth: 0 },
        "& .RaDataTable-tableWrapper": { overflowX: "auto" },
        // What does not fit beside the others on a phone stands below them.
        "& .RaList-actions .MuiToolbar-root": { flexWrap: "wrap", maxWidth: "100%" },
      }}
    >
      <ConfirmIdentity />
      <Notices />
      {signedIn?.viewer.mustSetUpSecondFactor ? <SetUpFirst /> : mayStay ? children : <NotForYou />}
    </Layout>
  );
};
