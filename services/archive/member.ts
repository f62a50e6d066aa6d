/** One entry of an archive, before anything is believed of it. */
export interface ArchiveMember {
  /** As it stands in the archive; null: its bytes are not UTF-8. */
  name: string | null;
  kind: 'file' | 'folder' | 'link' | 'device';
  /** True where the archive keeps no modes. */
  executable: boolean;
  /** The whole content. Throws ArchiveError where it is damaged or over unpackLimits. */
  content(): Promise<Uint8Array>;
}
