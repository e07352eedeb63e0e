import AttendanceIcon from "@mui/icons-material/HowToReg";
import UploadIcon from "@mui/icons-material/Inventory";
import { lazy } from "react";
import type { ResourceProps } from "react-admin";

export const attendance = {
  name: "attendance",
  list: lazy(async () => ({ default: (await import("./attendance-list.tsx")).AttendanceList })),
  icon: AttendanceIcon,
} satisfies ResourceProps;

export const attendanceUploads = {
  name: "attendance-uploads",
  list: lazy(async () => ({ default: (await import("./upload-list.tsx")).UploadList })),
  show: lazy(async () => ({ default: (await import("./upload-show.tsx")).UploadShow })),
  icon: UploadIcon,
} satisfies ResourceProps;

export const UploadAttendance = lazy(async () => ({
  default: (await import("./upload-attendance-page.tsx")).UploadAttendancePage,
}));

export const EnterAttendance = lazy(async () => ({
  default: (await import("./enter-attendance-page.tsx")).EnterAttendancePage,
}));
