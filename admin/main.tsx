import { createRoot } from "react-dom/client";
import { createBrowserRouter, RouterProvider } from "react-router-dom";
import { Console } from "./console.tsx";

const router = createBrowserRouter([{ path: "*", element: <Console /> }], {
  basename: import.meta.env.BASE_URL.replace(/\/$/, ""),
});

const root = document.getElementById("console");
if (root) createRoot(root).render(<RouterProvider router={router} />);
