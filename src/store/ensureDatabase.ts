import pg from 'pg';

/** Creates the database unless it is there. Safe to run twice at once. */
export async function ensureDatabase(session: pg.Client, name: string): Promise<void> {
  const known = await session.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (known.rowCount) return;
  await session.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`).catch((error: unknown) => {
    const code = error instanceof pg.DatabaseError ? error.code : undefined;
    if (code !== '42P04' && code !== '23505') throw error; // duplicate_database, and the race for the same name
  });
}
