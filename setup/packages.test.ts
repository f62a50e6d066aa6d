import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ensurePackages, missingPackages } from './packages.ts';

const onDebian = existsSync('/usr/bin/dpkg-query');

test.runIf(onDebian)('a package that is there is told from one that is not', async () => {
  expect(await missingPackages(['dpkg', 'no-such-package-here', 'coreutils'])).toEqual(['no-such-package-here']);
});

test.runIf(onDebian)('packages that are there cost no installation and no word', async () => {
  const said: string[] = [];
  const outcome = await ensurePackages(['dpkg'], { log: (line) => said.push(line), purpose: 'this test' });
  expect(outcome).toEqual({ installed: [] });
  expect(said).toEqual([]);
});
