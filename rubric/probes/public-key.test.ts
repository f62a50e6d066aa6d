import { expect, test } from 'vitest';
import { readPublicKey } from './public-key.ts';

const blob = 'AAAAC3NzaC1lZDI1NTE5AAAAIFQubTbhVena43RT8xGFcF3KMqm04M1NKJbpxtL6D18a';

test('options with quoted blanks, a comment with blanks, and neither', () => {
  expect(readPublicKey(1, `from="10.0.0.0/8,::1",command="echo \\"a b\\"" ssh-ed25519 ${blob} me at home`)).toMatchObject({
    type: 'ssh-ed25519',
    options: 'from="10.0.0.0/8,::1",command="echo \\"a b\\""',
    comment: 'me at home',
    whole: true,
  });
  expect(readPublicKey(1, `ssh-ed25519 ${blob}`)).toMatchObject({ options: '', comment: '', whole: true });
});

test('a commented line holds no key', () => {
  expect(readPublicKey(1, `# ssh-ed25519 ${blob}`)).toBeUndefined();
});

test('a key cut short, or filed under another type, is not whole', () => {
  expect(readPublicKey(1, `ssh-ed25519 ${blob.slice(0, -8)}`)).toMatchObject({ whole: false });
  expect(readPublicKey(1, `ssh-rsa ${blob}`)).toMatchObject({ whole: false });
});

test('a hostile line is refused in no time', () => {
  expect(readPublicKey(1, `${String.raw`"\"`.repeat(10_000)} ssh-ed25519 AAAA!`)).toBeUndefined();
});
