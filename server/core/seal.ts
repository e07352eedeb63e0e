import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

/** Length of the key in bytes: AES-256. */
export const sealKeyBytes = 32;

const ivBytes = 12;
const tagBytes = 16;

/**
 * Encrypts a secret that has to be read again, so that a copy of the database alone does not give it away. AES-256-GCM with a random
 * IV; the answer is IV, tag, text.
 * @param about what it belongs to: sealed text that is moved to another row cannot be opened there
 */
export function seal(key: Buffer, plain: Buffer, about: string): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(about));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]);
}

/** Opens what `seal` made. Throws where key or `about` are others, or a byte was changed. */
export function unseal(key: Buffer, sealed: Buffer, about: string): Buffer {
  const iv = sealed.subarray(0, ivBytes);
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(about));
  decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()]);
}

/** Whether `unseal` would open it. */
export function isSealedWith(key: Buffer, sealed: Buffer, about: string): boolean {
  try {
    unseal(key, sealed, about);
    return true;
  } catch {
    return false;
  }
}

/** A key of 32 bytes from however long a random text. */
export const sealKeyOf = (text: string): Buffer => createHash("sha256").update(text).digest();

/** The installation's key, and the one before it. */
interface SealKeys {
  secretsKey: Buffer | null;
  previousSecretsKey: Buffer | null;
}

/** The installation's key. Without one, as on a database of one's own, what is sealed is kept from the API and not from a copy of the database. */
export const sealKeyIn = ({ secretsKey }: Pick<SealKeys, "secretsKey">): Buffer =>
  secretsKey ?? Buffer.alloc(sealKeyBytes);

/** Opens what was sealed with the installation's key, or with the one before it. Throws as `unseal`. */
export function unsealIn(config: SealKeys, sealed: Buffer, about: string): Buffer {
  try {
    return unseal(sealKeyIn(config), sealed, about);
  } catch (error) {
    if (!config.previousSecretsKey) throw error;
    return unseal(config.previousSecretsKey, sealed, about);
  }
}
