import { gzipSync } from 'node:zlib';

/** What the header of a test's entry says beside name and content. */
export interface TarFields {
  type?: string;
  mode?: number;
  size?: number;
  linkname?: string;
}

/** One entry, header and content, with the checksum that its header needs. */
export function tarEntry(name: string, content: string | Buffer, { type = '0', mode = 0o644, size, linkname = '' }: TarFields = {}): Buffer {
  const body = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write(mode.toString(8).padStart(7, '0'), 100);
  header.write((size ?? body.length).toString(8).padStart(11, '0'), 124);
  header.write(type, 156);
  header.write(linkname, 157, 100);
  header.write('ustar\x0000', 257, 'latin1');
  const padded = Buffer.alloc(Math.ceil(body.length / 512) * 512);
  body.copy(padded);
  return Buffer.concat([withChecksum(header), padded]);
}

/** The header block with its checksum made good. */
export function withChecksum(header: Buffer): Buffer {
  header.write('        ', 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0').slice(-6)}\0 `, 148, 'latin1');
  return header;
}

/** A pax header in front of the next entry. */
export function paxEntry(records: Record<string, string>): Buffer {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = Buffer.byteLength(` ${key}=${value}\n`);
    const length = rest + String(rest + String(rest).length).length;
    return `${length} ${key}=${value}\n`;
  });
  return tarEntry('PaxHeaders/x', lines.join(''), { type: 'x' });
}

export function tarOf(...entries: Buffer[]): Buffer {
  return Buffer.concat([...entries, Buffer.alloc(1024)]);
}

/** A `.tar.gz` of these files, with what else their headers shall say; names over 100 bytes by pax. */
export function tarGzOf(files: Record<string, string | Buffer>, more: TarFields = {}): Buffer {
  const entries = Object.entries(files).flatMap(([name, content]) => [
    ...(Buffer.byteLength(name) > 100 ? [paxEntry({ path: name })] : []),
    tarEntry(name, content, more),
  ]);
  return gzipSync(tarOf(...entries));
}
