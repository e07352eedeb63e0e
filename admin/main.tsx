import createCache from "@emotion/cache";
import { CacheProvider } from "@emotion/react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter, RouterProvider } from "react-router-dom";
import { Console } from "./console.tsx";

const router = createBrowserRouter([{ path: "*", element: <Console /> }], {
  basename: import.meta.env.BASE_URL.replace(/\/$/, ""),
});

const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content;
const styles = createCache({ key: "css", ...(nonce ? { nonce } : {}) });

const root = document.getElementById("console");
if (root)
  createRoot(root).render(
    <CacheProvider value={styles}>
      <RouterProvider router={router} />
    </CacheProvider>,
  );
