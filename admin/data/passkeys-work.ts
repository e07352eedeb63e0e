import { passkeysWork as pageHasPasskeys } from "../../clients/passkeys-work.ts";
import { isRemote } from "./request.ts";

/** A console on another host than the server's cannot: the passkeys are the server's host's. */
export const passkeysWork = (): boolean => !isRemote && pageHasPasskeys();
