// First bytes: PNG, JPEG, GIF, WebP's RIFF; pcap in both byte orders and with nanoseconds, and pcapng (pcap-savefile(5)).
const magics = ['89504e47', 'ffd8ff', '47494638', '52494646', 'a1b2c3d4', 'd4c3b2a1', 'a1b23c4d', '4d3cb2a1', '0a0d0d0a'];

/** True for text, pictures and packet captures: all that a check reads. By content, since names lie. */
export function isReadable(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  return magics.some((magic) => head.startsWith(magic)) || !bytes.subarray(0, 8192).includes(0);
}
