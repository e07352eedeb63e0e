import { CssBaseline } from "@mui/material";
import { useState } from "react";
import {
  AccessDenied,
  AdminContext,
  AuthenticationError,
  CoreAdminUI,
  Error as FailedPage,
  LoadingPage,
  localStorageStore,
  Notification,
} from "react-admin";
import { DashboardPage } from "./dashboard/dashboard-page.tsx";
import { authProvider } from "./data/auth-provider.ts";
import { languageProvider } from "./data/language.ts";
import type { SignedIn } from "./data/viewer.ts";
import { dataProvider } from "./data-provider.ts";
import { t } from "./i18n/t.ts";
import { ConsoleFrame } from "./layout/console-frame.tsx";
import { NoSuchPage } from "./layout/no-such-page.tsx";
import { SignInPage } from "./layout/sign-in-page.tsx";
import { ProviderAdmin } from "./provider-admin.tsx";
import { StaffAdmin } from "./staff-admin.tsx";
import { theme } from "./theme/theme.ts";

const store = localStorageStore("1", "accrue-console");

// Beside an open menu a tablet has too little room for a table. Whoever opens it keeps it open.
const menu = "sidebar.open";
if (store.getItem(menu) === undefined && matchMedia("(max-width: 1023px)").matches) store.setItem(menu, false);

/**
 * The whole console: what is mounted in it depends on who is signed in. It is react-admin's `Admin` without the pages of its own that we
 * replace: their sign-in page alone brings the library of forms along, which the first page has no use for.
 */
export const Console = () => {
  const [lightTheme] = useState(() => theme("light"));
  const [darkTheme] = useState(() => theme("dark"));
  return (
    <AdminContext
      dataProvider={dataProvider}
      authProvider={authProvider}
      i18nProvider={languageProvider}
      store={store}
      lightTheme={lightTheme}
      darkTheme={darkTheme}
    >
      <CssBaseline enableColorScheme>
        <CoreAdminUI
          title={t("app.name")}
          requireAuth
          layout={ConsoleFrame}
          loginPage={SignInPage}
          dashboard={DashboardPage}
          catchAll={NoSuchPage}
          loading={LoadingPage}
          error={FailedPage}
          accessDenied={AccessDenied}
          authenticationError={AuthenticationError}
          disableTelemetry
        >
          {(signedIn: SignedIn | null) => {
            if (signedIn?.viewer.isStaff) return StaffAdmin();
            return signedIn && signedIn.viewer.providers.length > 0 ? ProviderAdmin() : null;
          }}
        </CoreAdminUI>
        <Notification />
      </CssBaseline>
    </AdminContext>
  );
};
