import createCache, { type Options } from "@emotion/cache";
import { CacheProvider } from "@emotion/react";
import { lazy, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter, RouterProvider } from "react-router-dom";
import { isRightToLeft, loadLanguage } from "../messages/translate.ts";
import { Console } from "./console.tsx";
import { t } from "./i18n/t.ts";

const RegisterProviderPage = lazy(async () => ({
  default: (await import("./entry/register-provider-page.tsx")).RegisterProviderPage,
}));
const InvitationPage = lazy(async () => ({ default: (await import("./entry/invitation-page.tsx")).InvitationPage }));

const router = createBrowserRouter(
  [
    // For whoever has no account yet: outside of what react-admin asks to sign in for.
    { path: "register", element: <RegisterProviderPage /> },
    { path: "invitation", element: <InvitationPage /> },
    { path: "*", element: <Console /> },
  ],
  { basename: import.meta.env.BASE_URL.replace(/\/$/, "") },
);

const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content;

/** Material UI's styles are written from left to right, and turned round for languages that are not. */
async function turned(): Promise<Partial<Options>> {
  if (!isRightToLeft()) return {};
  const [{ prefixer }, { default: rightToLeft }] = await Promise.all([
    import("stylis"),
    import("@mui/stylis-plugin-rtl"),
  ]);
  return { stylisPlugins: [prefixer, rightToLeft] };
}

const root = document.getElementById("console");
if (root) {
  await loadLanguage();
  document.title = t("app.console");
  const styles = createCache({ key: "css", ...(nonce ? { nonce } : {}), ...(await turned()) });
  createRoot(root).render(
    <CacheProvider value={styles}>
      <Suspense>
        <RouterProvider router={router} />
      </Suspense>
    </CacheProvider>,
  );
}
