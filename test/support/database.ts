import pg from "pg";

let made = 0;

const onServer = async (statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: process.env.ACCRUE_TEST_SERVER });
  await client.connect();
  await client.query(statement).finally(() => client.end());
};

export interface TestDatabase {
  name: string;
  /** For the role that the server runs as: a right that it lacks fails a test. */
  url: string;
  /** For the role that owns the tables, who may do everything. */
  ownerUrl: string;
  drop(): Promise<void>;
}

export const dropDatabase = (name: string): Promise<void> => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);

/**
 * A database of its own, cloned from the migrated template.
 * @param template name of another one to clone, to which nobody may be connected
 */
export async function createTestDatabase(template = process.env.ACCRUE_TEST_TEMPLATE): Promise<TestDatabase> {
  const name = `accrue_test_${process.pid}_${made++}_${Date.now()}`;
  // Another worker may be cloning the template at this moment; PostgreSQL then asks to try again.
  for (let attempt = 1; ; attempt++) {
    try {
      await onServer(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
      break;
    } catch (error) {
      if (attempt === 50 || (error as { code?: string }).code !== "55006") throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const on = (server = "") => Object.assign(new URL(server), { pathname: `/${name}` }).href;
  return {
    name,
    url: on(process.env.ACCRUE_TEST_APP),
    ownerUrl: on(process.env.ACCRUE_TEST_SERVER),
    drop: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}
