/** One probe's frame as it came off the wire. */
export interface Frame {
  id: string;
  durationMs: number;
  body: Buffer;
}

/**
 * Cuts the stream of frames out of whatever the host sends (see runner.sh). Text that is no frame is passed over, and a
 * length over `maxBody(id)` is no frame: a host cannot make us wait for bytes that never come.
 */
export class FrameReader {
  readonly #header: RegExp;
  readonly #maxBody: (id: string) => number | undefined;
  // Joined only when a frame may be whole: joining at each chunk would cost its length again for every byte that drips in.
  #chunks: Buffer[] = [];
  #size = 0;
  #open: { id: string; durationMs: number; length: number } | null = null;

  constructor(nonce: string, maxBody: (id: string) => number | undefined) {
    this.#header = new RegExp(`^@${nonce} ([\\w.-]{1,64}) (\\d{1,9}) (\\d{1,9})$`);
    this.#maxBody = maxBody;
  }

  /** Takes the next bytes, returns the frames that they complete. */
  push(chunk: Buffer): Frame[] {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#open && this.#size < this.#open.length) return [];
    let rest: Buffer = Buffer.concat(this.#chunks);
    const frames: Frame[] = [];
    for (;;) {
      if (this.#open) {
        const { id, durationMs, length } = this.#open;
        if (rest.length < length) break;
        frames.push({ id, durationMs, body: rest.subarray(0, length) });
        rest = rest.subarray(length);
        this.#open = null;
      } else {
        const newline = rest.indexOf(0x0a);
        if (newline === -1) {
          // No header is this long.
          if (rest.length > 4096) rest = Buffer.alloc(0);
          break;
        }
        this.#open = this.#readHeader(rest.subarray(0, newline).toString('latin1'));
        rest = rest.subarray(newline + 1);
      }
    }
    this.#chunks = [rest];
    this.#size = rest.length;
    return frames;
  }

  #readHeader(line: string) {
    const [, id, centiseconds, length] = this.#header.exec(line) ?? [];
    if (id === undefined) return null;
    const limit = this.#maxBody(id);
    if (limit === undefined || Number(length) > limit) return null;
    return { id, durationMs: Number(centiseconds) * 10, length: Number(length) };
  }
}
