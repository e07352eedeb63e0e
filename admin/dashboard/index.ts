import { lazy } from "react";

export const AttentionPage = lazy(async () => ({ default: (await import("./attention-page.tsx")).AttentionPage }));
