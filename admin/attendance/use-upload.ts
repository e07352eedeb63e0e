import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { type Upload, uploadQuery } from "./upload.data.ts";

const pollMs = 1_000;

interface Read {
  /** Undefined until it has been read, null where there is none. */
  upload: Upload | null | undefined;
  error: Error | null;
}

/**
 * An upload, read again and again while it is checked.
 * @param page whether it is read for its own page, with what can be done about it
 */
export function useUpload(id: string | null, page = false): Read {
  const [watching, setWatching] = useState(true);
  const { data, error } = useAsk(
    uploadQuery,
    { id: id ?? "", page },
    { enabled: id !== null, refetchInterval: watching ? pollMs : false },
  );
  const upload = id === null ? null : data?.attendanceUpload;
  const isChecking = !error && (upload === undefined || upload?.status === "CHECKING");
  if (isChecking !== watching) setWatching(isChecking);
  return { upload, error };
}
