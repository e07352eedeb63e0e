import type { MouseEvent } from "react";
import { useNotify } from "react-admin";
import { messageOf } from "../data/message-of.ts";
import { fetchFile, isRemote, serverAddress } from "../data/request.ts";

interface FileLink {
  href: string;
  onClick?(event: MouseEvent): void;
}

/**
 * Makes what a link to a file of the server needs: `<Link {...serverFile("/certificates/ID.pdf")}>`. Where the server is another
 * host's, a plain link would come without the sign-in: the file is fetched with it, then opened or saved.
 */
export function useServerFile(): (path: string) => FileLink {
  const notify = useNotify();
  const open = async (path: string): Promise<void> => {
    try {
      const { fileName, inline, content } = await fetchFile(path);
      const address = URL.createObjectURL(content);
      const link = document.createElement("a");
      link.href = address;
      if (inline) link.target = "_blank";
      else link.download = fileName;
      link.click();
      // Whatever the browser does with it has begun by then.
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    } catch (error) {
      notify(messageOf(error), { type: "error", multiLine: true });
    }
  };
  return (path) => ({
    href: serverAddress(path),
    ...(isRemote && {
      onClick: (event: MouseEvent) => {
        event.preventDefault();
        void open(path);
      },
    }),
  });
}
