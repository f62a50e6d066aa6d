/** Of what is unpacked, whatever is kept of it. The bytes as handed in are bounded by whoever takes them. */
export const unpackLimits = {
  /** All files together: a bomb ends here, in memory too. */
  totalBytes: 32 * 1024 * 1024,
  entries: 5000,
} as const;

/** Of the archive as it is handed in, where nobody set another. */
export const defaultArchiveBytes = 8 * 1024 * 1024;
