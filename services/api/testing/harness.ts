import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import type { Database } from '#db/database.ts';
import { createToken } from '#db/queries/api-tokens.ts';
import { openSealer, type Sealer } from '#db/sealed.ts';
import { emptyRubric, makeCourse, operator, type TestCourse } from '#db/testing/course.ts';
import { useDatabase } from '#db/testing/database.ts';
import { openQueues, type Queues } from '#workers/queues/open-queues.ts';
import { type ApiConfig, readApiConfig } from '../config.ts';
import { rubricDifferences } from '../../cli/calibrated-rubric.ts';
import { createApp } from '../../create-app.ts';

/** What came back: `body` parsed where it is JSON. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: { [key: string]: unknown; code?: string; errors?: { field: string; message: string }[] };
}

export interface Call {
  token?: string;
  /** Sent as JSON; a string and bytes are sent as they are. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface ApiHarness {
  readonly db: Database;
  readonly url: string;
  readonly queues: Queues;
  readonly sealer: Sealer;
  /** API and pages, for a server of the test's own. */
  readonly fetch: (request: Request) => Response | Promise<Response>;
  call(method: string, path: string, call?: Call): Promise<Answer>;
  /** A course with a token each for its student and its instructor. */
  course(): Promise<TestCourse & { studentToken: string; instructorToken: string }>;
}

export const testNames: Record<string, string[]> = {
  'vm7.lab': ['10.0.0.7'],
  'rebound.lab': ['10.0.0.7', '127.0.0.1'],
};

/** The whole API on a database of its own, called without a server. */
export function useApi(settings: Partial<ApiConfig> = {}): ApiHarness {
  const database = useDatabase();
  const sealer = openSealer(`v1:${randomBytes(32).toString('base64url')}`);
  const open: { app?: ReturnType<typeof createApp>; queues?: Queues } = {};
  beforeAll(() => {
    open.queues = openQueues({ backend: { kind: 'postgres', url: database.url } });
    open.app = createApp({
      db: database.db,
      queues: open.queues,
      sealer,
      config: { ...readApiConfig({ NETGRADER_URL: 'http://grader.lab' }, emptyRubric), bodyLimitBytes: 4096, archiveLimitBytes: 65_536, ...settings },
      log: { info: () => {}, error: (details, message) => console.error(message, details) },
      rubricDifferences,
      resolve: (name) => Promise.resolve(testNames[name] ?? []),
    });
  });
  afterAll(async () => open.queues?.close());
  const queues = (): Queues => {
    if (!open.queues) throw new Error('The API is there from beforeAll on');
    return open.queues;
  };
  const app = (): ReturnType<typeof createApp> => {
    if (!open.app) throw new Error('The API is there from beforeAll on');
    return open.app;
  };
  return {
    get db() {
      return database.db;
    },
    get url() {
      return database.url;
    },
    get queues() {
      return queues();
    },
    sealer,
    fetch: (request) => app().fetch(request),
    async call(method, path, { token, body, headers } = {}) {
      const response = await app().request(path, {
        method,
        headers: {
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('Content-Type') ?? '');
      return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : {} };
    },
    async course() {
      const course = await makeCourse(database.db);
      const token = async (userId: string) => (await createToken(database.db, { userId, name: 'test' }, operator)).token;
      return { ...course, studentToken: await token(course.student.id), instructorToken: await token(course.instructor.id) };
    },
  };
}
