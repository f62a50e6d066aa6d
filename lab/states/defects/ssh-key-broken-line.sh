# title: The authorised key was pasted in two lines
# trips: ssh.key-login ssh.private-keys-protected
set -eu
sed -i -E 's/^(ssh-ed25519 .{40})/\1\n/' /home/student/.ssh/authorized_keys
