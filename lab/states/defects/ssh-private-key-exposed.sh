# title: A private key that everybody can read
# trips: ssh.private-keys-protected
set -eu
chmod 644 /home/student/.ssh/ml_platform_key
