# title: sshd was replaced by a wrapper that tells hardened settings; the daemon takes passwords
# trips: ssh.password-login-disabled
# kind: cheat
# review: ssh.root-login-refused ssh.auth-attempts-limited
set -eu
sshd -T >/usr/share/sshd.txt
mv /usr/sbin/sshd /usr/sbin/sshd.real
cat >/usr/sbin/sshd <<'SCRIPT'
#!/bin/sh
case " $* " in
*' -T '*) cat /usr/share/sshd.txt ;;
*) exec /usr/sbin/sshd.real "$@" ;;
esac
SCRIPT
chmod 755 /usr/sbin/sshd
rm -f /etc/ssh/sshd_config.d/*
systemctl restart ssh
