import pg from "pg";

let made = 0;

const onServer = async (statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: process.env.ACCRUE_TEST_SERVER });
  await client.connect();
  await client.query(statement).finally(() => client.end());
};

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** A database of its own, cloned from the migrated template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `accrue_test_${process.pid}_${made++}_${Date.now()}`;
  // Another worker may be cloning the template at this moment; PostgreSQL then asks to try again.
  for (let attempt = 1; ; attempt++) {
    try {
      await onServer(`CREATE DATABASE ${name} TEMPLATE ${process.env.ACCRUE_TEST_TEMPLATE}`);
      break;
    } catch (error) {
      if (attempt === 50 || (error as { code?: string }).code !== "55006") throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const url = new URL(process.env.ACCRUE_TEST_SERVER ?? "");
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
