import { Secret, TOTP } from "otpauth";
import { password, type World } from "../support/world.ts";

/** An authenticator app on somebody's telephone. */
export class Authenticator {
  readonly #totp: TOTP;

  constructor(
    private readonly world: World,
    secret: string,
    readonly recoveryCodes: string[] = [],
  ) {
    this.#totp = new TOTP({ secret: Secret.fromBase32(secret) });
  }

  /** What it shows so many steps of 30 seconds from the world's now. */
  code(steps = 0): string {
    return this.#totp.generate({ timestamp: this.world.base.now().getTime() + steps * 30_000 });
  }

  /** Six digits that are right in none of the steps around now. */
  wrongCode(): string {
    const near = [-2, -1, 0, 1, 2].map((steps) => this.code(steps));
    for (let guess = 0; ; guess++) {
      const code = String(guess).padStart(6, "0");
      if (!near.includes(code)) return code;
    }
  }
}

export const beginSecondFactor =
  "mutation ($password: String!) { beginSecondFactor(password: $password) { address secret qrCode } }";
export const confirmSecondFactor =
  "mutation ($code: String!) { confirmSecondFactor(code: $code) { recoveryCodes viewer { isStaff mustSetUpSecondFactor } } }";

/** Sets up a second factor by the API, as people do. Its first code is used up. */
export async function enrol(world: World, token: string): Promise<Authenticator> {
  const { secret } = (await world.ok(token, beginSecondFactor, { password })).beginSecondFactor;
  const app = new Authenticator(world, secret);
  const { confirmSecondFactor: done } = await world.ok(token, confirmSecondFactor, { code: app.code() });
  return new Authenticator(world, secret, done.recoveryCodes);
}
