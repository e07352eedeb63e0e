import type { World } from "../support/world.ts";

/** The text of the latest mail to an address, once the jobs have run. */
export async function latestMail(world: World, address: string): Promise<{ subject: string; text: string }> {
  await world.runJobs();
  const [mail] = await world.sql("SELECT subject, text FROM mail WHERE to_address = $1 ORDER BY id DESC LIMIT 1", [
    address,
  ]);
  if (!mail) throw new Error(`No mail went to ${address}.`);
  return mail;
}

/** The code of 8 digits in the latest mail to an address. */
export async function mailedCode(world: World, address: string): Promise<string> {
  const { text } = await latestMail(world, address);
  const code = /^Your code: (\d{8})$/m.exec(text)?.[1];
  if (!code) throw new Error(`There is no code in: ${text}`);
  return code;
}

/** The token of the link for a new password in the latest mail to an address. */
export async function mailedToken(world: World, address: string): Promise<string> {
  const { text } = await latestMail(world, address);
  const token = /reset-password\?token=([\w-]{43})$/m.exec(text)?.[1];
  if (!token) throw new Error(`There is no link in: ${text}`);
  return token;
}
