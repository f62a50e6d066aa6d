import { expect, test } from 'vitest';
import { newKeyPair } from './key-pair.ts';

test('every pair is whole: no public half is short of a byte, as one in 256 of the library’s is', () => {
  const lengths = new Set<number>();
  for (let made = 0; made < 1500; made += 1) {
    const blob = Buffer.from(newKeyPair('netgrader').public.split(' ')[1] ?? '', 'base64');
    lengths.add(blob.length);
  }
  // RFC 8709 §4: string "ssh-ed25519", then 32 bytes, each with a length of 4 bytes.
  expect([...lengths]).toEqual([4 + 11 + 4 + 32]);
});
