import { lazy } from "react";

export const RequestsPage = lazy(async () => ({ default: (await import("./requests-page.tsx")).RequestsPage }));
