import { beginSession } from '#db/queries/sessions.ts';
import { type ApiHarness, useApi } from '../../api/testing/harness.ts';

/** As in production: the harness of the API is narrow, to test its limits. */
export const roomy = { bodyLimitBytes: 256 * 1024, archiveLimitBytes: 1024 * 1024 };

export interface WebAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** Where a redirect leads; null without one. */
  location: string | null;
}

/** A browser without scripts: keeps cookies, follows nothing by itself. */
export interface Reader {
  get(path: string, headers?: Record<string, string>): Promise<WebAnswer>;
  /** Sends a form from a page of ours. Several values of a field: an array. */
  post(path: string, fields?: Record<string, string | string[] | File>, headers?: Record<string, string>): Promise<WebAnswer>;
  /** What it would send as its header of that name now. */
  cookie(): string;
}

export interface WebHarness extends ApiHarness {
  /** Signed in as that person, or nobody. */
  reader(userId: string | null, options?: { courseId?: string | null }): Promise<Reader>;
}

const origin = 'http://grader.lab';

/** API and pages on a database of their own, called without a server. */
export function useWeb(): WebHarness {
  const api = useApi(roomy);
  return Object.defineProperties({} as WebHarness, {
    ...Object.getOwnPropertyDescriptors(api),
    reader: { value: (userId: string | null, options?: { courseId?: string | null }) => makeReader(api, userId, options) },
  });
}

async function makeReader(api: ApiHarness, userId: string | null, { courseId = null }: { courseId?: string | null } = {}): Promise<Reader> {
  const cookies = new Map<string, string>();
  if (userId !== null) cookies.set('netgrader', (await beginSession(api.db, { userId, courseId, method: 'test', days: 1 })).secret);
  const cookie = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const send = async (path: string, { headers, ...init }: Omit<RequestInit, 'headers'> & { headers: Record<string, string> }): Promise<WebAnswer> => {
    const response = await api.fetch(new Request(`${origin}${path}`, { ...init, headers: { ...headers, cookie: cookie() } }));
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return { status: response.status, headers: response.headers, text: await response.text(), location: response.headers.get('Location') };
  };
  return {
    cookie,
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, fields = {}, headers = {}) => {
      const pairs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string | File] => [name, one]));
      const hasFile = pairs.some(([, value]) => value instanceof File);
      const body = hasFile ? new FormData() : new URLSearchParams();
      for (const [name, value] of pairs) body.append(name, value as string);
      return send(path, { method: 'POST', body, headers: { Origin: origin, ...headers } });
    },
  };
}
