import { expect, test } from 'vitest';
import type { Endpoint } from './endpoints.ts';
import { judgeNamespaces } from './namespaces.ts';
import { reachOf } from './reach.ts';

const names = ['frontend', 'features', 'models'];
const endpoints = names.map((label, index): Endpoint => ({ label, inode: `${index}`, cables: ['eth0'], addresses: [`10.30.0.${index + 2}`], up: true, contradiction: null }));

/** Three namespaces, in which each answers itself and the named pairs answer each other. */
function isolationOf(...joined: string[]) {
  const attempts = endpoints.flatMap((from) =>
    endpoints.map((to) => {
      const answers = from === to || joined.includes(`${from.label} ${to.label}`);
      return { from: from.inode, to: to.inode, address: to.addresses[0] ?? '', answer: answers ? ({ by: 'echo' } as const) : null };
    }),
  );
  return judgeNamespaces(endpoints, reachOf({ tried: endpoints.map(({ inode }) => inode), attempts })).isolation;
}

test('one segment may reach all others, as the model API does, while those stay apart', () => {
  expect(isolationOf('frontend features', 'frontend models')).toMatchObject({ done: 1, total: 1, seen: 'features and models do not reach one another; frontend reaches each of them, as the model API may' });
});

test('two that are joined beside a third are not isolated, nor are three that all reach each other', () => {
  expect(isolationOf('frontend features')).toMatchObject({ done: 2, total: 3, seen: 'frontend reaches 10.30.0.3 of features by ping' });
  expect(isolationOf('frontend features', 'frontend models', 'features models')).toMatchObject({ done: 0, total: 3 });
});
