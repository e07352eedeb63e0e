import { registerEnumType } from "type-graphql";

/** By what somebody who is signed in can show again who is there. */
export enum IdentityProof {
  PASSWORD = "PASSWORD",
  CODE = "CODE",
  PASSKEY = "PASSKEY",
  SINGLE_SIGN_ON = "SINGLE_SIGN_ON",
}

registerEnumType(IdentityProof, {
  name: "IdentityProof",
  description:
    "By what an account can show again who is there, for confirmIdentity, confirmIdentityWithPasskey and confirmBySingleSignOn.",
  valuesConfig: {
    PASSWORD: { description: "Its password." },
    CODE: { description: "What its authenticator app shows, or a recovery code." },
    PASSKEY: { description: "One of its passkeys." },
    SINGLE_SIGN_ON: { description: "Another round at the provider of single sign-on." },
  },
});
