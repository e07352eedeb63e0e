import type { MouseEvent } from "react";
import { useNotify } from "react-admin";
import { ensureProved } from "../data/confirm-identity.ts";
import { messageOf } from "../data/message-of.ts";
import { fetchFile, isRemote, serverAddress } from "../data/request.ts";

interface FileLink {
  href: string;
  onClick?(event: MouseEvent): void;
}

/**
 * Makes what a link to a file of the server needs: `<Link {...serverFile("/certificates/ID.pdf")}>`. Where the server is another
 * host's, a plain link would come without the sign-in: the file is fetched with it, then opened or saved. Files that tell of many people
 * (`ofPersons`) want a fresh proof of who is there, which is asked for first.
 */
export function useServerFile(): (path: string, ofPersons?: boolean) => FileLink {
  const notify = useNotify();
  const open = async (path: string, ofPersons: boolean): Promise<void> => {
    try {
      if (ofPersons && !(await ensureProved())) return;
      if (!isRemote) return save(serverAddress(path));
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
  return (path, ofPersons = false) => ({
    href: serverAddress(path),
    ...((isRemote || ofPersons) && {
      onClick: (event: MouseEvent) => {
        event.preventDefault();
        void open(path, ofPersons);
      },
    }),
  });
}

function save(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = "";
  link.click();
}
