import { startAuthentication, startRegistration } from "@simplewebauthn/browser";

/**
 * What the browser does with a passkey, in the shapes of the API.
 * @param refusal what is thrown where there is no answer: the passkey is `known` already, or somebody closed the browser's own window or
 *   took too long
 */
export function passkeyCeremony(refusal: (why: "known" | "cancelled") => Error) {
  async function ask<T>(ceremony: Promise<T>): Promise<T> {
    try {
      return await ceremony;
    } catch (error) {
      throw refusal(error instanceof Error && error.name === "InvalidStateError" ? "known" : "cancelled");
    }
  }
  return {
    /** @returns what a passkey signed: the API's PasskeyAnswerInput */
    async answerTo(options: string) {
      const { id, response } = await ask(startAuthentication({ optionsJSON: JSON.parse(options) }));
      const { clientDataJSON, authenticatorData, signature, userHandle = null } = response;
      return { credentialId: id, clientDataJSON, authenticatorData, signature, userHandle };
    },
    /** @returns a passkey that was made: the API's NewPasskeyInput */
    async newPasskey(name: string, options: string) {
      const { id, response } = await ask(startRegistration({ optionsJSON: JSON.parse(options) }));
      const { clientDataJSON, attestationObject, transports = [] } = response;
      return { name, credentialId: id, clientDataJSON, attestationObject, transports };
    },
  };
}
