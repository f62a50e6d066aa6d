import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { type Frame, FrameReader } from './frames.ts';

const nonce = '00ff00ff';
const limit = (id: string) => (id === 'other' ? undefined : 1000);
const wire = (id: string, body: Buffer) =>
  Buffer.concat([Buffer.from(`@${nonce} ${id} 12 ${body.length}\n`), body, Buffer.from('\n')]);

function readInPieces(bytes: Buffer, size: number): Frame[] {
  const reader = new FrameReader(nonce, limit);
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length; at += size) frames.push(...reader.push(bytes.subarray(at, at + size)));
  return frames;
}

test('every frame arrives whole, whatever its bytes and however the network cuts the stream', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }),
      fc.integer({ min: 1, max: 200 }),
      (bodies, size) => {
        const bytes = Buffer.concat(bodies.map((body, index) => wire(`p${index}`, Buffer.from(body))));
        const frames = readInPieces(bytes, size);
        expect(frames.map((frame) => frame.id)).toEqual(bodies.map((_, index) => `p${index}`));
        expect(frames.map((frame) => [...frame.body])).toEqual(bodies.map((body) => [...body]));
      },
    ),
  );
});

test('text before and between frames is passed over', () => {
  const bytes = Buffer.concat([Buffer.from('Welcome!\nmotd\n'), wire('a', Buffer.from('x')), Buffer.from('noise\n'), wire('b', Buffer.from('y'))]);
  expect(readInPieces(bytes, 7).map((frame) => frame.id)).toEqual(['a', 'b']);
});

test('a length over the probe’s limit, an unknown probe and another nonce are no frames', () => {
  const bytes = Buffer.concat([
    Buffer.from(`@${nonce} a 1 1001\n`),
    Buffer.from(`@${nonce} other 1 3\nabc\n`),
    Buffer.from('@11111111 a 1 3\nabc\n'),
    wire('b', Buffer.from('kept')),
  ]);
  expect(readInPieces(bytes, 11).map((frame) => frame.body.toString())).toEqual(['kept']);
});

test('a host that never ends its line fills no memory and hides no later frame', () => {
  const reader = new FrameReader(nonce, limit);
  for (let chunk = 0; chunk < 100; chunk++) expect(reader.push(Buffer.alloc(32_768, 'x'))).toEqual([]);
  expect(reader.push(Buffer.concat([Buffer.from('\n'), wire('a', Buffer.from('late'))])).map((frame) => frame.id)).toEqual(['a']);
});

test('a frame that drips in byte by byte is not copied again for each byte', () => {
  const reader = new FrameReader(nonce, () => 100_000);
  const join = vi.spyOn(Buffer, 'concat');
  const frames = [...wire('a', Buffer.alloc(50_000, 'x'))].flatMap((byte) => reader.push(Buffer.of(byte)));
  const copied = join.mock.results.reduce((sum, { value }) => sum + (value as Buffer).length, 0);
  join.mockRestore();
  expect(frames.map(({ body }) => body.length)).toEqual([50_000]);
  expect(copied).toBeLessThan(3 * 50_000);
});
