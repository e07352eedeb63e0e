import { lazy } from "react";

export const StaffPage = lazy(async () => ({ default: (await import("./staff-page.tsx")).StaffPage }));
