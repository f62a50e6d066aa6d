import { createWeb } from '../create-web.ts';

const { routes } = createWeb({ config: { publicUrl: 'http://grader.lab' } } as Parameters<typeof createWeb>[0]);

/** Every path there is for a method, and every one that will be: the list is the router's own. Assets are no pages. */
export function pathsOf(method: 'GET' | 'POST'): string[] {
  const paths = routes.filter((route) => route.method === method && !route.path.includes('*')).map(({ path }) => path);
  return [...new Set(paths)].filter((path) => path !== '/assets/:file');
}
