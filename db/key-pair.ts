import ssh2 from 'ssh2';

export interface SshKeyPair {
  /** OpenSSH private key, PEM, without passphrase. */
  private: string;
  /** OpenSSH public key line, with the comment. */
  public: string;
}

/**
 * A fresh ed25519 pair in OpenSSH's formats. ssh2 1.17 strips leading zero bytes of the public half, which makes one
 * pair in 256 unreadable (mscdex/ssh2 issue 1513): such a pair is thrown away.
 */
export function newKeyPair(comment: string): SshKeyPair {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519', { comment });
    const readable = [pair.private, pair.public].every((half) => !(ssh2.utils.parseKey(half) instanceof Error));
    if (readable) return { private: pair.private, public: pair.public.trim() };
  }
}
