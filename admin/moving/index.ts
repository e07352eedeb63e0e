import { lazy } from "react";

export const MovingInPage = lazy(async () => ({ default: (await import("./moving-in-page.tsx")).MovingInPage }));
