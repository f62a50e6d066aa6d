import { afterAll, beforeAll } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#setup/testing/database.ts';
import { type Database, openDatabase, type OpenDatabase } from '../database.ts';

/** A database for one test file. Its members may be used from the first `beforeAll` or test on. */
export function useDatabase(): { readonly db: Database; readonly url: string } {
  let made: TestDatabase | undefined;
  let open: OpenDatabase | undefined;
  beforeAll(async () => {
    made = await createTestDatabase();
    open = openDatabase(made.url);
  });
  afterAll(async () => {
    await open?.close();
    await made?.drop();
  });
  return {
    get db() {
      if (!open) throw new Error('The database is there from beforeAll on');
      return open.db;
    },
    get url() {
      if (!made) throw new Error('The database is there from beforeAll on');
      return made.url;
    },
  };
}
