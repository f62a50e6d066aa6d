import { expect, test } from 'vitest';
import namespaces from './recorded/namespaces.json' with { type: 'json' };
import { networkNamespaces } from '../probes/network-namespaces.ts';
import { collected, visitOf } from '../testing/bundle.ts';
import { namespaceEndpoints } from './endpoints.ts';

const printed = namespaces.probes['network-namespaces'].stdout;
const inodes = [...printed.matchAll(/^@@ named (\d+)/gm)].map((match) => match[1] ?? '');
const endpoints = (more: string[]) => namespaceEndpoints(networkNamespaces.parse(collected([printed, ...more, ''].join('\n')), visitOf()), new Set()).length;

test('namespaces that play another site are no segments, where two others are', () => {
  expect(endpoints([])).toBe(inodes.length);
  const site = ['@@ namespace 4026599999', '@@ named 4026599999 branch-office', '@@ process 4026599999 900 0 0 wireguard-go'];
  expect(endpoints(site)).toBe(inodes.length);
  expect(endpoints([...site, '@@ namespace 4026599998', '@@ named 4026599998 job'])).toBe(inodes.length + 1);
});

test('where the segments themselves run such a program, they stay segments', () => {
  expect(endpoints(inodes.map((inode, at) => `@@ process ${inode} ${500 + at} 0 0 bgpd`))).toBe(inodes.length);
});
