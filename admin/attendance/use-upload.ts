import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { type UploadPage, uploadPageDocument } from "./upload.data.ts";

const pollMs = 1_000;

/** An upload, read again and again while it is checked; undefined until it has been read, null where there is none. */
export function useUpload(id: string | null): UploadPage | null | undefined {
  const [watching, setWatching] = useState(true);
  const { data } = useAsk(
    uploadPageDocument,
    { id: id ?? "" },
    { enabled: id !== null, refetchInterval: watching ? pollMs : false },
  );
  const upload = id === null ? null : data?.attendanceUpload;
  const isChecking = upload === undefined || upload?.status === "CHECKING";
  if (isChecking !== watching) setWatching(isChecking);
  return upload;
}
