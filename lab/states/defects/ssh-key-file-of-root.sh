# title: authorized_keys was written with sudo: the student cannot read it, nor can sshd for them
# trips: ssh.key-login ssh.private-keys-protected
set -eu
chown root:root /home/student/.ssh/authorized_keys
