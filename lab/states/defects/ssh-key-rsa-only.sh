# title: Only an RSA key is authorised
# trips: ssh.key-login ssh.private-keys-protected
set -eu
runuser -u student -- ssh-keygen -q -t rsa -b 2048 -N '' -f /home/student/.ssh/id_rsa
cp /home/student/.ssh/id_rsa.pub /home/student/.ssh/authorized_keys
