# title: The home is writable to all, so sshd trusts no key in it
# trips: ssh.key-login ssh.private-keys-protected
set -eu
chmod 777 /home/student
