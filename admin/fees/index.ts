import { lazy } from "react";

export const FeesPage = lazy(async () => ({ default: (await import("./fees-page.tsx")).FeesPage }));
