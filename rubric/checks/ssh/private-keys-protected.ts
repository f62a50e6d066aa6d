import { defineCheck, failed, passed } from '../../check.ts';

/** Private keys need not be on the VM; those that are must be their owner's alone. A stock host has none, hence `requires`. */
export const privateKeysProtected = defineCheck({
  id: 'ssh.private-keys-protected',
  title: 'Private keys are unreadable to others',
  expected: 'no private key on the machine that anyone but its owner can read',
  hint: 'ssh itself refuses a private key that others can read. Take the rights of group and others away.',
  needs: ['private-keys'],
  evaluate({ 'private-keys': keys }, { target: { login } }) {
    if (keys.length === 0) return passed({ seen: 'no private key lies in the home: they stay where you log in from' });
    const exposed = keys.filter(({ mode, owner }) => (mode & 0o077) !== 0 || ![login, 'root'].includes(owner));
    const [first] = exposed;
    if (!first) {
      const which = keys.length === 1 ? 'the one private key is' : `all ${keys.length} private keys are`;
      return passed({ seen: `${which} readable to the owner alone` });
    }
    const describe = ({ path, mode, owner }: (typeof keys)[number]) =>
      `${path} has mode ${mode.toString(8).padStart(4, '0')}, owner ${owner}`;
    return failed({
      seen: exposed.map(describe).join('; '),
      where: first.path,
    });
  },
});
